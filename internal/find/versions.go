package find

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/duplicate"
	"vankien/internal/viet"
)

// Versions of a document are others that it may have been before or became: those with
// its own number, those of its issuer or speaker with its title, and those with much of
// its text. Which is in force is not for the collection to say, so they are told by
// their dates and by what they have in common. Documents that say the same are told
// elsewhere (package duplicate).

// Version is another document that may be the same one at another time.
type Version struct {
	Document index.Document // without its text
	By       []string       // by what: SameNumber, SameTitle, SameText
}

// What versions have in common.
const (
	SameNumber = "number"
	SameTitle  = "title"
	SameText   = "text"
)

// Bounds of versions.
const (
	maxVersions   = 50
	leastTitle    = 4  // words of a title that names one document
	mostTitle     = 60 // words of a title that is looked for
	versionsAlike = 0.4
)

// Versions returns the versions of a stored document, latest first, those without a
// date last.
func (s *Service) Versions(ctx context.Context, d *index.Document) ([]Version, error) {
	v := versions{service: s, ctx: ctx, of: d, at: map[string]int{d.ID: -1}}
	for _, other := range s.Relations().Group(d.ID) {
		v.at[other] = -1
	}
	for _, find := range []func() error{v.byNumber, v.byTitle, v.byText} {
		if err := find(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(v.list, func(a, b Version) int {
		return cmp.Or(cmp.Compare(b.Document.Date, a.Document.Date), cmp.Compare(a.Document.ID, b.Document.ID))
	})
	return v.list[:min(len(v.list), maxVersions)], nil
}

type versions struct {
	service *Service
	ctx     context.Context
	of      *index.Document
	list    []Version
	at      map[string]int // in the list, by id; -1 for what is no version
}

func (v *versions) add(d index.Document, by string) {
	at, known := v.at[d.ID]
	switch {
	case !known:
		v.at[d.ID] = len(v.list)
		v.list = append(v.list, Version{d, []string{by}})
	case at >= 0:
		v.list[at].By = append(v.list[at].By, by)
	}
}

func (v *versions) search(req index.Request, same func(*index.Document) bool, by string) error {
	req.Limit, req.Sort, req.Level = maxVersions, index.Newest, index.LevelAll
	res, err := v.service.engine.Search(v.ctx, req)
	if err != nil {
		return err
	}
	for i := range res.Hits {
		if d := &res.Hits[i].Document; same(d) {
			v.add(*d, by)
		}
	}
	return nil
}

// byNumber finds those with its own number. Of two issuers that are known and differ
// one number means two documents.
func (v *versions) byNumber() error {
	number := viet.FirstReference(v.of.Number)
	if number == "" {
		return nil
	}
	filter := index.Filter{Any: map[index.Field][]string{index.FieldRef: {number}}}
	return v.search(index.Request{Filter: filter}, func(d *index.Document) bool {
		a, b := viet.Fold(v.of.Organisation), viet.Fold(d.Organisation)
		return a == "" || b == "" || a == b
	}, SameNumber)
}

// byTitle finds those of its issuer or speaker with its title.
func (v *versions) byTitle() error {
	words, d := len(strings.Fields(v.of.Title)), v.of
	if words < leastTitle || words > mostTitle || d.Organisation == "" && d.Speaker == "" {
		return nil
	}
	filter := index.Filter{Any: map[index.Field][]string{}}
	for field, value := range map[index.Field]string{index.FieldOrganisation: d.Organisation, index.FieldSpeaker: d.Speaker} {
		if value != "" {
			filter.Any[field] = []string{value}
		}
	}
	title := query.Phrase{Field: query.Title, Text: strings.Join(strings.Fields(d.Title), " ")}
	return v.search(index.Request{Query: title, Filter: filter}, func(o *index.Document) bool {
		return viet.Fold(o.Title) == viet.Fold(d.Title)
	}, SameTitle)
}

// byText finds those with much of its text.
func (v *versions) byText() error {
	for _, a := range v.service.Relations().Alike(v.of.ID) {
		if a.Kind == duplicate.Template || a.Kind == duplicate.Similar && a.Score < versionsAlike || len(v.list) >= maxVersions {
			continue
		}
		d, err := v.service.engine.Get(v.ctx, a.ID)
		if errors.Is(err, index.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		d.Body, d.Blocks, d.Anchors = "", nil, nil
		v.add(d, SameText)
	}
	return nil
}

// Similar returns at most n documents that have most of what is rare in a stored
// document in common with it, best first, of those that say the same the first, and
// none that says the same as it.
func (s *Service) Similar(ctx context.Context, d *index.Document, n int) ([]index.Hit, error) {
	rel := s.Relations()
	own := rel.Group(d.ID)
	hits, err := s.engine.Similar(ctx, *d, min(2*n+len(own), index.MaxLimit))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{group(rel, d.ID): true}
	kept := make([]index.Hit, 0, n)
	for _, h := range hits {
		if g := group(rel, h.ID); !seen[g] && len(kept) < n {
			seen[g] = true
			kept = append(kept, h)
		}
	}
	return kept, nil
}
