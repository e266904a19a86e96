package remote

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"vankien/index"
)

// stored is a document as it is on the cluster, whether searches find it yet or not.
type stored struct {
	ID     string                        `json:"_id"`
	Found  bool                          `json:"found"`
	Seq    int64                         `json:"_seq_no"`
	Term   int64                         `json:"_primary_term"`
	Source struct{ Doc *index.Document } `json:"_source"`
	Error  json.RawMessage
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
	path := "/" + x.name + "/_mget?filter_path=docs._id,docs.found,docs._seq_no,docs._primary_term,docs._source,docs.error"
	most := maxGet
	if !whole {
		path += "&_source=false"
		most = maxSeek
	}
	for part := range slices.Chunk(ids, most) {
		body, err := json.Marshal(map[string][]string{"ids": part})
		if err != nil {
			return nil, err
		}
		var a struct {
			Docs []*stored
		}
		read := func(raw []byte) error {
			a.Docs = nil
			if err := json.Unmarshal(raw, &a); err != nil {
				return fmt.Errorf("answer to a get: %w", err)
			}
			for _, d := range a.Docs {
				if len(d.Error) > 0 {
					return newPart(http.StatusServiceUnavailable, d.Error)
				}
			}
			return nil
		}
		if _, err := x.client.send(ctx, call{method: http.MethodPost, path: path, body: body, repeat: true, accept: read}); err != nil {
			return nil, err
		}
		for _, d := range a.Docs {
			if d.Found {
				found[d.ID] = d
			}
		}
	}
	return found, nil
}
