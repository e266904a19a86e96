package remote

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"vankien/index"
)

// All documents are read in two steps, again and again: how long the next thousand are,
// and then as many of those at once as are no more than some megabytes together. With
// pages of a fixed number one answer would be as large as all its documents may be.

const (
	eachPage  = 1000
	eachBytes = 8 << 20
	eachKeep  = "5m" // how long the state is kept from one question to the next
)

// wordBytes is about how many bytes a word of a document takes in JSON, with what
// stands around it, and documentBytes what a document takes besides.
const (
	wordBytes     = 8
	documentBytes = 1 << 10
)

// Each implements index.Engine.
func (x *Index) Each(ctx context.Context, f func(index.Document) error) error {
	return x.eachStored(ctx, func(d *scanned) error { return f(d.Source.Doc) })
}

// eachStored calls f with all documents of one state, until it fails.
func (x *Index) eachStored(ctx context.Context, f func(*scanned) error) error {
	end, err := x.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	s, err := x.scan(ctx, x.name)
	if err != nil {
		return fmt.Errorf("read all documents: %w", err)
	}
	defer s.close(context.WithoutCancel(ctx))
	for {
		docs, err := s.next(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("read all documents: %w", err)
		case len(docs) == 0:
			return ctx.Err()
		}
		for i := range docs {
			if err := f(&docs[i]); err != nil {
				return err
			}
		}
	}
}

// scan reads all documents of one state.
type scan struct {
	client *client
	pit    string
	slice  *slice
	query  object            // that documents match; nil: all of them
	after  []json.RawMessage // where the documents that were read end
	counts []int             // of the next answers
}

// slice is a part of the documents: the ID-th of Max.
type slice struct {
	ID  int `json:"id"`
	Max int `json:"max"`
}

// scan begins to read an index.
func (x *Index) scan(ctx context.Context, name string) (*scan, error) {
	s := &scan{client: x.client}
	var a struct {
		ID     string                          `json:"pit_id"`
		Shards struct{ Total, Successful int } `json:"_shards"`
	}
	path := "/" + url.PathEscape(name) + "/_search/point_in_time?allow_partial_pit_creation=false&keep_alive=" + eachKeep
	r, err := x.client.send(ctx, call{method: http.MethodPost, path: path, repeat: true})
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(r.body, &a); err != nil || a.Shards.Successful < a.Shards.Total {
		return nil, unavailable("a part of the collection cannot be read: see that all nodes of the cluster run")
	}
	s.pit = a.ID
	return s, nil
}

// next returns the documents that follow; none at the end.
func (s *scan) next(ctx context.Context) ([]scanned, error) {
	if len(s.counts) == 0 {
		if err := s.measure(ctx); err != nil || len(s.counts) == 0 {
			return nil, err
		}
	}
	hits, err := s.search(ctx, s.counts[0], object{"_source": []string{"doc"}, "version": true, "docvalue_fields": []string{"id", "hash", "words"}})
	if err != nil {
		return nil, err
	}
	if len(hits) != s.counts[0] {
		return nil, unavailable("the cluster answers %d of %d documents: read them again", len(hits), s.counts[0])
	}
	s.counts, s.after = s.counts[1:], hits[len(hits)-1].Sort
	return hits, nil
}

// measure divides the next documents into answers that are not too large.
func (s *scan) measure(ctx context.Context) error {
	hits, err := s.search(ctx, eachPage, object{"_source": false, "stored_fields": "_none_", "docvalue_fields": []string{"n"}})
	if err != nil {
		return err
	}
	n, size := 0, 0
	for i := range hits {
		bytes := documentBytes
		for _, words := range hits[i].Fields.N {
			bytes += words * wordBytes
		}
		if n > 0 && size+bytes > eachBytes {
			s.counts = append(s.counts, n)
			n, size = 0, 0
		}
		n, size = n+1, size+bytes
	}
	if n > 0 {
		s.counts = append(s.counts, n)
	}
	return nil
}

// scanned is a document that a scan met.
type scanned struct {
	Version int64                        `json:"_version"`
	Source  struct{ Doc index.Document } `json:"_source"`
	Fields  struct {
		N, Words []int
		ID, Hash []string
	}
	Sort []json.RawMessage
}

// search asks for at most n documents behind those that were read.
func (s *scan) search(ctx context.Context, n int, what object) ([]scanned, error) {
	what["size"], what["track_total_hits"], what["sort"] = n, false, []string{"_shard_doc"}
	what["pit"] = s.name()
	if s.query != nil {
		what["query"] = s.query
	}
	if s.after != nil {
		what["search_after"] = s.after
	}
	if s.slice != nil {
		what["slice"] = s.slice
	}
	type answer struct {
		whole
		Hits struct{ Hits []scanned }
	}
	a, err := ask[answer](ctx, s.client, "/_search?allow_partial_search_results=false", what)
	return a.Hits.Hits, err
}

// close lets the cluster forget the state, which it would do later by itself.
func (s *scan) close(ctx context.Context) {
	_ = s.client.json(ctx, http.MethodDelete, "/_search/point_in_time", map[string][]string{"pit_id": {s.pit}}, nil)
}

// State implements index.Engine: of what the index of documents is, and how many
// operations it has seen on which nodes. A copy that takes over may have lost what
// nobody acknowledged and count the same number again; but then it is on another node.
func (x *Index) State(ctx context.Context) (string, error) {
	end, err := x.begin(ctx)
	if err != nil {
		return "", err
	}
	defer end()
	name, err := x.operations(ctx)
	if err == nil {
		// what is counted is found from here on
		_, err = x.client.send(ctx, call{method: http.MethodPost, path: "/" + x.name + "/_refresh", repeat: true})
	}
	if err != nil {
		return "", fmt.Errorf("read the state: %w", err)
	}
	return name, nil
}

// operations names how many operations there were.
func (x *Index) operations(ctx context.Context) (string, error) {
	var a struct {
		Shards  struct{ Total, Successful, Failed int } `json:"_shards"`
		Indices map[string]struct {
			UUID   string
			Shards map[string][]struct {
				Routing struct {
					Primary bool
					Node    string
				}
				Seq struct {
					Max int64 `json:"max_seq_no"`
				} `json:"seq_no"`
			}
		}
	}
	path := "/" + x.name + "/_stats/docs?level=shards&filter_path=_shards,indices.*.uuid,indices.*.shards.*.seq_no.max_seq_no,indices.*.shards.*.routing.primary,indices.*.shards.*.routing.node"
	if err := x.client.json(ctx, http.MethodGet, path, nil, &a); err != nil {
		return "", err
	}
	var name strings.Builder
	sum := int64(0)
	for _, i := range a.Indices {
		name.WriteString(i.UUID)
		for n := range len(i.Shards) {
			at := ""
			for _, s := range i.Shards[fmt.Sprint(n)] {
				if s.Routing.Primary {
					at, sum = s.Routing.Node, sum+s.Seq.Max+1
				}
			}
			if at == "" {
				return "", unavailable("a part of the collection has no copy on a node that runs: start the nodes that are missing")
			}
			name.WriteString("." + at)
		}
	}
	if sum == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s.%d", &name, sum), nil
}
