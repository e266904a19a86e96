package find

import (
	"context"
	"net/url"
	"sync/atomic"

	"vankien/index"
	"vankien/index/snippet"
	"vankien/internal/period"
	"vankien/internal/topics"
)

// Engine is what this package asks of a collection.
type Engine interface {
	Search(context.Context, index.Request) (*index.Result, error)
	Complete(context.Context, index.Beginning) ([]index.Completion, error)
	Walk(context.Context, index.Request, index.Want, func(*index.Walked) error) error
	Tally(ctx context.Context, req index.Request, by index.Field, mentions bool) (*index.Tally, error)
	Similar(ctx context.Context, d index.Document, n int) ([]index.Hit, error)
	Get(ctx context.Context, id string) (index.Document, error)
	Marks(context.Context, index.Request, index.Document) (map[index.Field][]snippet.Match, error)
	Labels() map[string]string // of the collection's own topics, by id
}

// Service searches one collection by parameters. It is safe for use from many
// goroutines.
type Service struct {
	engine   Engine
	taxonomy *topics.Taxonomy

	relations Relations    // nil: nothing is known
	sets      []period.Set // nil: the default ones
	known     atomic.Pointer[catalogue]
	tried     atomic.Pointer[triedExamples]
	taught    atomic.Pointer[taught]

	generation atomic.Pointer[generation]
}

// New returns a service over a collection; without a taxonomy (nil) there are
// only the collection's own topics.
func New(e Engine, t *topics.Taxonomy) *Service { return &Service{engine: e, taxonomy: t} }

// Divide has time divided by some sets of periods instead of the default ones, the usual
// one first. It is called before anything is asked.
func (s *Service) Divide(sets []period.Set) { s.sets = sets }

// Periods returns the sets of periods that time can be divided by, the usual one first.
func (s *Service) Periods() []period.Set {
	if s.sets == nil {
		return defaultPeriods
	}
	return s.sets
}

// defaultPeriods never change.
var defaultPeriods = period.Default()

// Search answers the parameters of /api/v1/search with what that address
// answers. Parameters that it does not have are refused with a *Refused.
func (s *Service) Search(ctx context.Context, v url.Values) (*SearchView, error) {
	a, err := s.asked(v)
	if err != nil {
		return nil, err
	}
	return s.Answer(ctx, a)
}

// Request returns what the parameters of /api/v1/search ask the engine for, or
// a *Refused.
func (s *Service) Request(v url.Values) (index.Request, error) {
	a, err := s.asked(v)
	if err != nil {
		return index.Request{}, err
	}
	return a.Request, nil
}

// asked reads the parameters of /api/v1/search and refuses all others.
func (s *Service) asked(v url.Values) (*Search, error) {
	if err := CheckParams(v, searchParams); err != nil {
		return nil, err
	}
	return s.Read(v, Vietnamese)
}
