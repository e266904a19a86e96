package local

import (
	"context"
	"maps"
	"slices"

	"vankien/index"
)

// Replace makes changes whose documents are stored as the changes say, all of them
// or, on error, none, and returns the ids of the others.
func (x *Index) Replace(ctx context.Context, changes ...index.Change) (refused []string, err error) {
	c, err := conditional(changes)
	if err != nil || c.size() == 0 {
		return nil, err
	}
	if err := x.write(ctx, "replace", c); err != nil {
		return nil, err
	}
	return c.refused, nil
}

// conditional is the change that makes some changes under their conditions.
func conditional(changes []index.Change) (*change, error) {
	var docs []index.Document
	var deleted []string
	ifs := make(map[string]func(*index.Document) bool, len(changes))
	for i := range changes {
		x := &changes[i]
		if ifs[x.ID] = x.If; x.Now == nil {
			deleted = append(deleted, x.ID)
		} else {
			docs = append(docs, *x.Now)
		}
	}
	docs, err := index.Prepared(docs)
	if err != nil {
		return nil, err
	}
	c := putChange(docs)
	c.deleted, c.ifs = deleted, ifs
	return c, nil
}

// judge notes which documents of a change are not stored as it says. No other batch
// with one of them is being written.
func (x *Index) judge(c *change) error {
	if c.ifs == nil {
		return nil
	}
	c.refused = nil
	return x.read(context.Background(), func(s *snapshot) error {
		places, err := s.findAll(slices.Collect(maps.Keys(c.ifs)))
		if err != nil {
			return err
		}
		for id, holds := range c.ifs {
			stored, err := s.storedAt(places, id)
			if err != nil {
				return err
			}
			if !holds(stored) {
				c.refused = append(c.refused, id)
			}
		}
		return nil
	})
}

// storedAt returns the document of an id, nil if it has no place.
func (s *snapshot) storedAt(places map[string]place, id string) (*index.Document, error) {
	at, ok := places[id]
	if !ok {
		return nil, nil
	}
	d, err := s.segments[at.seg].load(at.local)
	return &d, err
}

func (c *change) refuses(id string) bool { return c.ifs != nil && slices.Contains(c.refused, id) }
