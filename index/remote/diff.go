package remote

import (
	"context"
	"fmt"
	"slices"

	"vankien/index"
)

// maxDiff is how many documents are compared with one search.
const maxDiff = 1000

// Diff implements index.Engine. Documents are compared by the names of their contents:
// no text is read.
func (x *Index) Diff(ctx context.Context, docs []index.Document) (absent, different []index.Document, err error) {
	docs, err = index.Prepared(docs)
	if err != nil {
		return nil, nil, err
	}
	end, err := x.begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer end()
	for part := range slices.Chunk(docs, maxDiff) {
		tags, err := x.tags(ctx, part)
		if err != nil {
			return nil, nil, fmt.Errorf("diff: %w", err)
		}
		for i := range part {
			switch tag, there := tags[part[i].ID]; {
			case !there:
				absent = append(absent, part[i])
			case tag != part[i].Tag():
				different = append(different, part[i])
			}
		}
	}
	return absent, different, nil
}

// tags returns the names of the contents that are stored of some documents, by id.
func (x *Index) tags(ctx context.Context, docs []index.Document) (map[string]string, error) {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	tags := make(map[string]string, len(ids))
	err := x.byID(ctx, ids, object{
		"_source": false, "stored_fields": "_none_", "docvalue_fields": []string{"id", "hash"},
	}, func(h *foundByID) {
		if len(h.Fields.ID) == 1 && len(h.Fields.Hash) == 1 {
			tags[h.Fields.ID[0]] = h.Fields.Hash[0]
		}
	})
	return tags, err
}

// foundByID is a document that a search by ids returns.
type foundByID struct {
	ID     string                       `json:"_id"`
	Source struct{ Doc index.Document } `json:"_source"`
	Fields struct{ ID, Hash []string }
}

// byID searches for documents by their ids, at most maxDiff; search says what of them
// is returned, and, as its query, which others not.
func (x *Index) byID(ctx context.Context, ids []string, search object, f func(*foundByID)) error {
	filters := []any{object{"ids": object{"values": ids}}}
	if q, has := search["query"]; has {
		filters = append(filters, q)
	}
	search["query"] = object{"bool": object{"filter": filters}}
	search["size"], search["track_total_hits"] = len(ids), false
	type answer struct {
		whole
		Hits struct{ Hits []foundByID }
	}
	a, err := ask[answer](ctx, x.client, searchPath(x.name, ""), search)
	if err != nil {
		return err
	}
	for i := range a.Hits.Hits {
		f(&a.Hits.Hits[i])
	}
	return nil
}
