package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// object is a part of a request to the cluster.
type object = map[string]any

// lines writes values line by line, as _msearch and _bulk want them. They are of types
// that JSON has a form for.
func lines(values ...any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, v := range values {
		_ = e.Encode(v)
	}
	return b.Bytes()
}

// complete is an answer that tells whether it is whole, as what embeds a whole does.
type complete[A any] interface {
	*A
	check() error
}

// ask makes one search of what a path names, and returns its answer when that is whole.
func ask[A any, P complete[A]](ctx context.Context, c *client, path string, search any) (a A, err error) {
	body, err := json.Marshal(search)
	if err != nil {
		return a, err
	}
	_, err = c.send(ctx, call{method: http.MethodPost, path: path, body: body, repeat: true, accept: func(raw []byte) error {
		a = *new(A)
		if err := json.Unmarshal(raw, &a); err != nil {
			return fmt.Errorf("answer to a search: %w", err)
		}
		return P(&a).check()
	}})
	return a, err
}

// searchPath is the path of a search of an index, with more parameters.
func searchPath(index, more string) string {
	return "/" + index + "/_search?allow_partial_search_results=false" + more
}

// fetched is a document of the cluster, with what tells whether it has changed.
type fetched[S any] struct {
	ID     string `json:"_id"`
	Found  bool   // of one that was asked for by its id
	Seq    int64  `json:"_seq_no"`
	Term   int64  `json:"_primary_term"`
	Source S      `json:"_source"`
	Error  json.RawMessage
}

// fetch returns documents of an index by their ids, in that order, as they are at this
// moment, whether searches find them yet or not. source says what of them is read: a
// field, true or false.
func fetch[S any](ctx context.Context, c *client, index, source string, ids []string) ([]fetched[S], error) {
	body, err := json.Marshal(map[string][]string{"ids": ids})
	if err != nil {
		return nil, err
	}
	var a struct{ Docs []fetched[S] }
	path := "/" + index + "/_mget?_source=" + source + "&filter_path=docs._id,docs.found,docs._seq_no,docs._primary_term,docs._source,docs.error"
	_, err = c.send(ctx, call{method: http.MethodPost, path: path, body: body, repeat: true, accept: func(raw []byte) error {
		a.Docs = nil
		if err := json.Unmarshal(raw, &a); err != nil {
			return fmt.Errorf("answer to a get: %w", err)
		}
		if len(a.Docs) != len(ids) {
			return unavailable("the cluster answers %d of %d documents of %s: try again", len(a.Docs), len(ids), index)
		}
		for i := range a.Docs {
			if e := a.Docs[i].Error; len(e) > 0 {
				return newPart(http.StatusServiceUnavailable, e)
			}
		}
		return nil
	}})
	return a.Docs, err
}
