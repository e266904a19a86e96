package remote

import (
	"context"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/rank"
)

// view is the collection as a request is answered over it (answer.State). It asks the
// live index, so what it counts is of the present; and nothing twice. It is of one
// goroutine.
type view struct {
	*Index
	documents int
	k0, k1    float64 // K of a word that is scored by the length of documents: k0 + k1 * length
	lexicon   *lexicon.Lexicon
	counts    counts
	sparing   bool  // terms that no document has are left out of what scores
	point     *scan // the state that is asked instead of the live index; nil: that
}

// over calls f with what answers one request.
func (x *Index) over(ctx context.Context, f func(*view) error) error {
	end, err := x.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	s, err := x.state(ctx)
	if err != nil {
		return err
	}
	words, err := x.lexicon(ctx)
	if err != nil {
		return err
	}
	v := &view{Index: x, documents: s.documents, lexicon: words}
	v.k0, v.k1 = rank.Default().Length(s.documents, uint64(s.length))
	return f(v)
}

// Documents implements plan.Collection.
func (v *view) Documents() int { return v.documents }

// Lexicon implements plan.Collection.
func (v *view) Lexicon() plan.Lexicon { return v.lexicon }

// Read implements answer.State.
func (v *view) Read(ctx context.Context, names plan.Names, certain bool, reqs ...*index.Request) ([]*plan.Plan, error) {
	plans, read := make([]*plan.Plan, len(reqs)), plan.Read
	if certain {
		read = plan.Reread
	}
	err := v.settle(ctx, func() (err error) {
		for i := 0; err == nil && i < len(reqs); i++ {
			plans[i], err = read(ctx, v, names, reqs[i])
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the query: %w", err)
	}
	return plans, nil
}

// Find implements answer.State: what only counts is a count like others, and what
// scores needs counts, so all of those come with one journey before the searches.
func (v *view) Find(ctx context.Context, queries ...*answer.Query) ([]answer.Found[hit], error) {
	out, made := make([]answer.Found[hit], len(queries)), make([]*search, len(queries))
	err := v.settle(ctx, func() (err error) {
		for i, q := range queries {
			if q.Window <= 0 && len(q.Facets) == 0 {
				out[i].Total, err = v.count(q)
			} else {
				made[i], err = v.newSearch(ctx, q)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, v.carryOut(ctx, made, out)
}

// count returns how many documents a query has.
func (v *view) count(q *answer.Query) (int, error) {
	m, err := v.matching(q.Match)
	if err != nil {
		return 0, err
	}
	all := both{all: []object{m}}
	conditions := filters(q.Filter)
	for _, f := range conditionFields {
		if c := conditions[f]; c != nil {
			all.all = append(all.all, c)
		}
	}
	return v.counts.of(all.query())
}
