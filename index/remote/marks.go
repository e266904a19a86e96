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
	p, err := x.read(ctx, &req)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	m := match.New(p.All, p.Together...)
	marks := map[index.Field][]snippet.Match{}
	for field, text := range map[index.Field]string{index.FieldTitle: d.Title, index.FieldAbstract: d.Abstract, index.FieldBody: d.Body} {
		if marks[field], err = m.In(ctx, string(field), text); err != nil {
			return nil, fmt.Errorf("mark: %w", err)
		}
	}
	return marks, nil
}

// read plans a request.
func (x *Index) read(ctx context.Context, req *index.Request) (*plan.Plan, error) {
	end, err := x.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	v, err := x.view(ctx)
	if err != nil {
		return nil, err
	}
	plans, err := v.Read(ctx, x.names, false, req)
	if err != nil {
		return nil, err
	}
	return plans[0], nil
}
