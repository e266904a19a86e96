package answer

import (
	"context"

	"vankien/index"
	"vankien/index/plan"
)

// Tally counts what a request finds by the values of a field, at the level and by the
// query that Search answers it with. What is asked of hits and facets does not matter.
func Tally[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request, by index.Field, mentions bool) (*index.Tally, error) {
	counting := *req
	counting.Offset, counting.Limit, counting.Facets, counting.IDsOnly, counting.After = 0, index.NoHits, nil, false, ""
	x, err := settle(ctx, s, names, &counting)
	if err != nil {
		return nil, err
	}
	var marks *Marks
	if mentions && x.req.Query != nil {
		m := MarksAt(x.plan, x.reading.Level)
		marks = &m
	}
	return s.Tally(ctx, &Query{Match: x.at(x.reading.Level), Filter: &req.Filter}, by, marks)
}

// MarksAt is what is marked of a plan in documents that were found at a level: of
// index.LevelMeant its units, each of which stands there as a whole, else its words.
func MarksAt(p *plan.Plan, level index.Level) Marks {
	if level == index.LevelMeant {
		return Marks{Clause: p.Meant}
	}
	return Marks{Clause: p.All, Together: p.Together}
}
