package find

import (
	"context"
	"errors"

	"vankien/index"
	"vankien/internal/duplicate"
)

// Beside a document of a list of hits are the one before and the one after it. Which
// these are follows from all hits before it, as copies are folded, so the ids of the
// list are read up to the document: those of a first page in the time of the search
// itself. Behind index.MaxWindow the list is walked, however long it is.

// Neighbours are the documents around one in a list of hits.
type Neighbours struct {
	Before, After string // ids; "" at either end
	Rank          int    // of the document, from 1; copies that are folded do not count
	Total         int    // documents found, with copies; of one that was found beside, those too
}

// nearBy is how many ids are read behind the page that a list was left on.
const nearBy = 40

// Beside returns what is before and after a document in the list of a search; false
// when it is not in it.
func (s *Service) Beside(ctx context.Context, a *Search, id string) (n Neighbours, found bool, err error) {
	req := a.Request
	req.Offset, req.IDsOnly, req.Facets, req.Snippets, req.Suggest = 0, true, nil, 0, false
	for _, limit := range []int{a.Request.Offset + max(a.Request.Limit, 0) + nearBy, index.MaxWindow} {
		req.Limit = min(limit, index.MaxWindow)
		res, err := s.engine.Search(ctx, req)
		if err != nil {
			return n, false, err
		}
		b := newBeside(a, id)
		b.Total = res.Total
		b.passAll(res.Hits)
		if b.Rank == 0 {
			b.Total += len(res.Also)
		}
		b.passAll(res.Also)
		if b.done || len(res.Hits) < req.Limit || res.Total == req.Limit {
			return b.Neighbours, b.Rank > 0, nil
		}
		n.Total = b.Total
	}
	b := newBeside(a, id)
	b.Total = n.Total
	err = s.engine.Walk(ctx, req, 0, func(w *index.Walked) error {
		if b.pass(w.Document.ID); b.done {
			return errPassed
		}
		return nil
	})
	if errors.Is(err, errPassed) {
		err = nil
	}
	return b.Neighbours, b.Rank > 0, err
}

var errPassed = errors.New("the document is passed")

// beside goes along a list of hits.
type beside struct {
	Neighbours
	fold  bool
	rel   *duplicate.Relations
	seen  map[string]bool // groups
	group string          // of the document
	last  string          // passed
	rank  int             // of that
	done  bool
}

func newBeside(a *Search, id string) *beside {
	b := &beside{fold: a.Fold, rel: a.relations, seen: map[string]bool{}}
	b.group = b.groupOf(id)
	return b
}

func (b *beside) groupOf(id string) string {
	if b.fold {
		return group(b.rel, id)
	}
	return id
}

// passAll takes hits until it is done.
func (b *beside) passAll(hits []index.Hit) {
	for i := 0; i < len(hits) && !b.done; i++ {
		b.pass(hits[i].ID)
	}
}

// pass takes the next hit.
func (b *beside) pass(id string) {
	g := b.groupOf(id)
	if b.fold && b.seen[g] {
		return
	}
	if b.fold {
		b.seen[g] = true
	}
	b.rank++
	switch {
	case g == b.group:
		b.Rank, b.Before = b.rank, b.last
	case b.Rank > 0:
		b.After, b.done = id, true
	}
	b.last = id
}
