package exec

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Engine answers queries over the segments of one store. It is safe for
// concurrent use.
type Engine struct {
	layout  Layout
	scoring Scoring
	cache   *cache

	arena  sync.Pool
	last   atomic.Pointer[Snapshot]
	states atomic.Uint64 // read so far
}

// Scoring holds the parameters of BM25 (Robertson and Zaragoza 2009). The zero
// value means DefaultScoring.
type Scoring struct {
	K1, B float64
	Near  float64 // what a pair of neighbours counts for, beside 1 for a word
}

// DefaultScoring returns what Lucene takes, too; Near was chosen on judged queries.
func DefaultScoring() Scoring { return Scoring{K1: 1.2, B: 0.75, Near: 0.9} }

// New returns an engine that keeps at most cacheBytes of what it decoded; it
// works with 0, but decodes everything anew for each search.
func New(layout Layout, scoring Scoring, cacheBytes int64) *Engine {
	if scoring == (Scoring{}) {
		scoring = DefaultScoring()
	}
	e := &Engine{layout: layout, scoring: scoring, cache: newCache(cacheBytes)}
	e.arena.New = func() any { return &arena{} }
	return e
}

// SetLimit changes how many bytes of what it decoded the engine keeps.
func (e *Engine) SetLimit(bytes int64) { e.cache.setLimit(bytes) }

// Stats tells what the engine holds in memory.
func (e *Engine) Stats() CacheStats { return e.cache.stats() }

// Hold says how many bytes of that limit are taken by what the caller keeps of
// the index elsewhere.
func (e *Engine) Hold(bytes int64) { e.cache.hold(bytes) }

// Snapshot is one state of the index with its statistics: documents that are
// not deleted, and the average length of those. It is valid as long as the
// snapshot that it was made of is open, and safe for concurrent use.
type Snapshot struct {
	engine *Engine
	source *scorch.IndexSnapshot
	state  owner
	views  []*view
	docs   int
	length uint64
	k0, k1 float64 // BM25's length term is k0 + k1 * length
}

// Snapshot reads the statistics of a state of the index. For the same state it
// returns the same snapshot.
func (e *Engine) Snapshot(ctx context.Context, is *scorch.IndexSnapshot) (*Snapshot, error) {
	if s := e.last.Load(); s != nil && s.source == is {
		return s, nil
	}
	s, err := e.read(ctx, is)
	if err == nil {
		e.last.Store(s)
	}
	return s, err
}

func (e *Engine) read(ctx context.Context, is *scorch.IndexSnapshot) (*Snapshot, error) {
	s := &Snapshot{engine: e, source: is, state: owner{state: true, id: e.states.Add(1)}}
	owners := []owner{s.state}
	for _, seg := range is.Segments() {
		s.views = append(s.views, newView(e, seg))
		owners = append(owners, owner{id: seg.Id()})
	}
	e.cache.retain(owners)
	for _, v := range s.views {
		length, err := v.setLive(ctx)
		if err != nil {
			return nil, err
		}
		s.docs += v.alive
		s.length += length
	}
	s.k0, s.k1 = e.scoring.lengthTerm(s.average())
	return s, nil
}

// Remember returns the value of a key in a state of the index, which work makes
// when it is not there. It counts among what the engine keeps, and goes with the
// state; of callers at once, one works and the others wait.
func Remember[T Sized](ctx context.Context, s *Snapshot, name string, work func() (T, error)) (T, error) {
	got, err := s.engine.cache.obtain(ctx, key{s.state, name}, func() (Sized, error) { return work() })
	if err != nil {
		var none T
		return none, err
	}
	return got.(T), nil
}

// Documents is the number of documents.
func (s *Snapshot) Documents() int { return s.docs }

// average is the mean length of a document, at least 1.
func (s *Snapshot) average() float64 {
	if s.docs == 0 {
		return 1
	}
	return max(1, float64(s.length)/float64(s.docs))
}

func (c *Scoring) lengthTerm(average float64) (k0, k1 float64) {
	return c.K1 * (1 - c.B), c.K1 * c.B / average
}

// idf is ln(1 + (N - n + 0.5) / (n + 0.5)), as in Lucene's BM25Similarity.
func (s *Snapshot) idf(n int) float64 {
	return math.Log(1 + (float64(s.docs-n)+0.5)/(float64(n)+0.5))
}
