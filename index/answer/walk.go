package answer

import (
	"context"

	"vankien/index"
	"vankien/index/plan"
)

// A walk is the pages of an answer over one state, each found behind the one before.
// The first is short, so that it begins soon; the others are as long as makes little of
// what it costs to find each, and an engine can hold.
const (
	firstOfWalk = 1 << 10
	longerPage  = 8 // times the page before
)

// Walk calls f with the hits of all pages of a checked request, of at most so many hits
// each, and with what marks them at the level of the answer.
func Walk[H any](ctx context.Context, s State[H], names plan.Names, req *index.Request, most int, f func(found []H, m Marks) error) error {
	own := Walked(*req)
	a, err := newAnswering(ctx, s, names, &own)
	if err != nil {
		return err
	}
	found, err := a.atLevel()
	m := MarksAt(a.plan, a.reading.Level)
	for {
		if err != nil {
			return err
		}
		if err := f(found.Hits, m); err != nil {
			return err
		}
		if a.after = a.next; a.after == nil {
			return ctx.Err()
		}
		own.Limit = min(longerPage*own.Limit, most)
		found, err = a.find(a.after.level)
	}
}

// Walked is a request without what a walk does not look at.
func Walked(req index.Request) index.Request {
	req.Offset, req.After, req.Facets, req.Snippets, req.SnippetChars = 0, "", nil, 0, 0
	req.IDsOnly, req.Limit = true, firstOfWalk
	return req
}
