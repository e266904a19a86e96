package remote

import (
	"context"
	"fmt"

	"vankien/index"
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
	m := match.New(p.All, p.Together...)
	marks := map[index.Field][]snippet.Match{}
	for field, text := range map[index.Field]string{index.FieldTitle: d.Title, index.FieldAbstract: d.Abstract, index.FieldBody: d.Body} {
		if marks[field], err = m.In(ctx, string(field), text); err != nil {
			return nil, fmt.Errorf("mark: %w", err)
		}
	}
	return marks, nil
}
