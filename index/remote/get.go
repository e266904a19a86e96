package remote

import (
	"context"
	"fmt"
	"slices"

	"vankien/index"
)

// stored is a document of the collection, nil where there is none.
type stored = fetched[storedDocument]

// storedDocument is what of an indexed document is read.
type storedDocument struct{ Doc *index.Document }

// documentOf returns what is stored; nil where nothing is.
func documentOf(s *stored) *index.Document {
	if s == nil {
		return nil
	}
	return s.Source.Doc
}

// Bounds of the documents that are asked for at once: of what they say, and of whether
// they are there.
const (
	maxGet  = 100
	maxSeek = 1000
)

// Get implements index.Engine.
func (x *Index) Get(ctx context.Context, id string) (index.Document, error) {
	end, err := x.begin(ctx)
	if err != nil {
		return index.Document{}, err
	}
	defer end()
	found, err := x.get(ctx, []string{id}, true)
	switch {
	case err != nil:
		return index.Document{}, fmt.Errorf("get %q: %w", id, err)
	case found[id] == nil:
		return index.Document{}, fmt.Errorf("document %q: %w", id, index.ErrNotFound)
	}
	return *found[id].Source.Doc, nil
}

// get returns those of some documents that are stored, by their ids, with or without
// what they say.
func (x *Index) get(ctx context.Context, ids []string, whole bool) (map[string]*stored, error) {
	found := make(map[string]*stored, len(ids))
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return (&index.Document{ID: id}).Check() != nil }) // the cluster would not take it
	source, most := "true", maxGet
	if !whole {
		source, most = "false", maxSeek
	}
	for part := range slices.Chunk(ids, most) {
		list, err := fetch[storedDocument](ctx, x.client, x.name, source, part)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if list[i].Found {
				found[list[i].ID] = &list[i]
			}
		}
	}
	return found, nil
}
