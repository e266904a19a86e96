package remote

import (
	"context"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/snippet"
)

// Marks returns where req.Query matches the title, abstract and body of d, in
// text order; d should be a stored document. It obeys the deadline of ctx.
func (x *Index) Marks(ctx context.Context, req index.Request, d index.Document) (map[index.Field][]snippet.Match, error) {
	var plans []*plan.Plan
	err := x.over(ctx, func(v *view) (err error) {
		plans, err = v.Read(ctx, x.names, false, &req)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	p := plans[0]
	shown := answer.MarksAt(p, req.Level)
	marks, err := answer.MarksOf(ctx, match.New(shown.Clause, shown.Together...), &d)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	return marks, nil
}
