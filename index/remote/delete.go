package remote

import (
	"context"
	"slices"
)

// Delete implements index.Engine. After an error some of the documents may be removed.
func (x *Index) Delete(ctx context.Context, ids ...string) (gone []string, err error) {
	ids = distinct(ids)
	if len(ids) == 0 {
		return nil, nil
	}
	err = x.change(ctx, "delete", func(ctx context.Context) error {
		gone, err = x.delete(ctx, ids)
		return err
	})
	return gone, err
}

func distinct(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		before := seen[id]
		seen[id] = true
		return before
	})
}

// delete removes the documents that are there. Of an attempt that had no answer it
// cannot be told whether it removed a document that is not there at the next, or
// somebody else; so who saw it before removed it.
func (x *Index) delete(ctx context.Context, ids []string) (gone []string, err error) {
	there, err := x.get(ctx, ids, false)
	if err != nil {
		return nil, err
	}
	version := x.clock.next()
	var ops []*op
	for _, id := range ids {
		if there[id] != nil {
			o := x.op("delete", id)
			o.version = version
			ops = append(ops, o)
		}
	}
	if err := x.bulk(ctx, ops); err != nil {
		return nil, err
	}
	for _, o := range ops {
		if o.result == "deleted" || o.unsure {
			gone = append(gone, o.id)
		}
	}
	return gone, nil
}
