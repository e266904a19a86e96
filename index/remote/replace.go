package remote

import (
	"context"

	"vankien/index"
)

// Replace implements index.Engine. After an error some of the changes may have been
// made. Whether a document is as a change says is decided where it is stored: a change
// is refused there if the document was written since it was read, and then it is read
// again.
func (x *Index) Replace(ctx context.Context, changes ...index.Change) (refused []string, err error) {
	pending, err := x.replacements(changes)
	if err != nil || len(pending) == 0 {
		return nil, err
	}
	err = x.change(ctx, "replace", func(ctx context.Context) error {
		refused, err = x.replace(ctx, pending)
		return err
	})
	if err != nil {
		return nil, err
	}
	return refused, nil
}

// replacement is a change under way.
type replacement struct {
	id     string
	now    *index.Document // as it will be stored; nil: removed
	line   []byte
	holds  func(*index.Document) bool
	unsure bool // it may have been made, though there was no answer
}

func (x *Index) replacements(changes []index.Change) ([]*replacement, error) {
	list := make([]*replacement, len(changes))
	for i := range changes {
		c := &changes[i]
		list[i] = &replacement{id: c.ID, holds: c.If}
		if c.Now == nil {
			continue
		}
		docs, err := index.Prepared([]index.Document{*c.Now})
		if err != nil {
			return nil, err
		}
		list[i].now = &docs[0]
		if list[i].line, err = x.line(&docs[0]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (x *Index) replace(ctx context.Context, pending []*replacement) (refused []string, err error) {
	for len(pending) > 0 {
		ids := make([]string, len(pending))
		for i, c := range pending {
			ids[i] = c.id
		}
		there, err := x.get(ctx, ids, true)
		if err != nil {
			return nil, err
		}
		var ops []*op
		var trying []*replacement
		for _, c := range pending {
			at := there[c.id]
			switch {
			case c.unsure && c.made(at): // before its condition, which no longer holds
			case !c.holds(documentOf(at)):
				refused = append(refused, c.id)
			case at != nil || c.now != nil:
				ops, trying = append(ops, x.conditional(c, at)), append(trying, c)
			}
		}
		if err := x.replaceAll(ctx, ops, trying); err != nil {
			return nil, err
		}
		pending = pending[:0]
		for i, o := range ops {
			if o.refused {
				trying[i].unsure = trying[i].unsure || o.unsure
				pending = append(pending, trying[i])
			}
		}
	}
	return refused, nil
}

// conditional returns the item that makes a change if what is stored is still at.
func (x *Index) conditional(c *replacement, at *stored) *op {
	o := x.op("index", c.id)
	o.line = c.line
	switch {
	case at == nil:
		o.action = "create"
		return o
	case c.now == nil:
		o.action = "delete"
	}
	o.seq, o.term = at.Seq, at.Term
	return o
}

// replaceAll carries items out together with what is counted of the new documents.
func (x *Index) replaceAll(ctx context.Context, ops []*op, of []*replacement) error {
	var docs []index.Document
	for _, c := range of {
		if c.now != nil {
			docs = append(docs, *c.now)
		}
	}
	if len(docs) > 0 {
		part, err := x.lexiconPart(ctx, docs)
		if err != nil {
			return err
		}
		ops = append(ops, part...)
	}
	return x.bulk(ctx, ops)
}

// made reports whether what is stored is what the change makes of it.
func (c *replacement) made(at *stored) bool {
	if c.now == nil || at == nil {
		return c.now == nil && at == nil
	}
	return c.now.Equal(at.Source.Doc)
}
