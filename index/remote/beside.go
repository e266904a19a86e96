package remote

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// A collection has more than its documents: the files that they were read from, the
// journal of those files, what is known of duplicates, tables, and who has what in
// hand. Each process that opens the collection needs all of it, so it stands on the
// cluster, too, in one index, NAME.files. Nothing in there is searched for by what it
// holds: all is found by part and key, and what is large is cut into chunks.
//
// A document of that index is written once for all or by its sequence number, so two
// processes cannot undo what the other did without knowing it.

// Beside is what stands beside the documents of a collection on a cluster. Its parts
// are safe for use from many goroutines and processes. No call takes longer than
// half a minute without progress.
type Beside struct {
	client   *client
	index    string
	shards   int
	replicas func(context.Context) (int, error)

	making sync.Mutex
	made   bool // the index is there
}

// OpenBeside returns what stands beside the documents of a collection. Nothing is
// asked of the cluster by that, and nothing made before it is needed.
func OpenBeside(opt Options) (*Beside, error) {
	x, err := newIndex(opt)
	if err != nil {
		return nil, err
	}
	return x.beside(), nil
}

func (x *Index) beside() *Beside {
	return &Beside{client: x.client, index: x.name + ".files", shards: cmp.Or(x.opt.Shards, DefaultShards), replicas: x.wantedReplicas}
}

// Close ends what is asked for.
func (b *Beside) Close() error {
	b.client.close()
	return nil
}

// Remove deletes all of it.
func (b *Beside) Remove(ctx context.Context) error {
	_, err := b.client.send(ctx, call{method: http.MethodDelete, path: "/" + b.index + "?ignore_unavailable=true", repeat: true})
	return err
}

// besidePatience bounds one request about what stands beside the documents: who asks
// for it is often nobody who has a deadline.
const besidePatience = 30 * time.Second

// besideDoc is a document of the index.
type besideDoc struct {
	Part    string `json:"part"`
	Key     string `json:"key"`
	Value   []byte `json:"value,omitempty"`
	Size    int64  `json:"size,omitempty"`
	Upload  string `json:"upload,omitempty"`  // whose chunks are the content
	Chunks  int    `json:"chunks,omitempty"`  // of it
	Kept    bool   `json:"kept,omitempty"`    // more than one process needs it
	Time    int64  `json:"time,omitempty"`    // in milliseconds
	Session string `json:"session,omitempty"` // of the process that wrote it
	State   string `json:"state,omitempty"`   // what the content is of
	Owner   string `json:"owner,omitempty"`
}

const besideMapping = `{"dynamic":"strict","properties":{"part":{"type":"keyword"},"key":{"type":"keyword"},"value":{"type":"binary"},
"size":{"type":"long","index":false},"upload":{"type":"keyword"},"chunks":{"type":"integer","index":false},"kept":{"type":"boolean","index":false},
"time":{"type":"date"},"session":{"type":"keyword"},"state":{"type":"keyword","index":false,"doc_values":false},
"owner":{"type":"keyword","index":false,"doc_values":false}}}`

// besideID names a document by its part and key, which may be any bytes of any length.
func besideID(part, key string) string {
	sum := sha256.Sum256([]byte(key))
	return part + ":" + base64.RawURLEncoding.EncodeToString(sum[:])
}

// ensure makes the index if it is not there.
func (b *Beside) ensure(ctx context.Context) error {
	b.making.Lock()
	defer b.making.Unlock()
	if b.made {
		return nil
	}
	replicas, err := b.replicas(ctx)
	if err != nil {
		return err
	}
	body := fmt.Sprintf(`{"settings":{"index":{"number_of_shards":%d,"number_of_replicas":%d,"codec":"best_compression"}},"mappings":%s}`,
		b.shards, replicas, besideMapping)
	err = b.client.make(ctx, b.index, json.RawMessage(body))
	if isExisting(err) {
		err = nil
	}
	b.made = err == nil
	return err
}

// besideHit is a document that was found.
type besideHit = fetched[besideDoc]

// get returns documents as they are at this moment, visible to searches or not.
func (b *Beside) get(ids ...string) ([]besideHit, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), besidePatience)
	defer cancel()
	list, err := fetch[besideDoc](ctx, b.client, b.index, "true", ids)
	if isMissing(err) {
		return make([]besideHit, len(ids)), nil
	}
	return list, err
}

func (b *Beside) getOne(id string) (besideHit, error) {
	list, err := b.get(id)
	if err != nil {
		return besideHit{}, err
	}
	return list[0], nil
}

// besideOp is a change: index, create or delete.
type besideOp struct {
	do   string
	id   string
	doc  *besideDoc
	when *besideHit // only if it is still as it was found
}

// maxBesideBulk bounds the body of one request, in bytes, but for a document that is
// larger.
const maxBesideBulk = 8 << 20

// write carries out changes and returns the status of each. Shown changes are found
// by searches when it returns.
func (b *Beside) write(shown bool, ops ...besideOp) (status []int, err error) {
	var body bytes.Buffer
	first := 0
	send := func(end int) error {
		part, err := b.send(shown, body.Bytes(), end-first)
		status, first = append(status, part...), end
		body.Reset()
		return err
	}
	for i, op := range ops {
		line, err := op.lines()
		if err != nil {
			return nil, err
		}
		if body.Len() > 0 && body.Len()+len(line) > maxBesideBulk {
			if err := send(i); err != nil {
				return nil, err
			}
		}
		body.Write(line)
	}
	if body.Len() > 0 {
		err = send(len(ops))
	}
	return status, err
}

// lines are those of a bulk request.
func (op *besideOp) lines() ([]byte, error) {
	meta := object{"_id": op.id}
	if op.when != nil {
		meta["if_seq_no"], meta["if_primary_term"] = op.when.Seq, op.when.Term
	}
	line, err := json.Marshal(object{op.do: meta})
	if err != nil || op.doc == nil {
		return append(line, '\n'), err
	}
	doc, err := json.Marshal(op.doc)
	return append(append(append(line, '\n'), doc...), '\n'), err
}

// send sends changes. Any that failed for another reason than that something is
// there, gone or changed is an error.
func (b *Beside) send(shown bool, body []byte, n int) ([]int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), besidePatience)
	defer cancel()
	if err := b.ensure(ctx); err != nil {
		return nil, err
	}
	answer, err := b.client.send(ctx, call{method: http.MethodPost, path: fmt.Sprintf("/%s/_bulk?refresh=%t", b.index, shown), body: body, repeat: true})
	if err != nil {
		return nil, err
	}
	raw := answer.body
	var out struct {
		Items []map[string]struct {
			Status int
			Error  *struct{ Type, Reason string }
		}
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, err
	}
	status := make([]int, 0, n)
	for _, item := range out.Items {
		for _, r := range item {
			if r.Error != nil && r.Status != http.StatusConflict && r.Status != http.StatusNotFound {
				return nil, fmt.Errorf("%d %s: %s", r.Status, r.Error.Type, r.Error.Reason)
			}
			status = append(status, r.Status)
		}
	}
	if len(status) != n {
		return nil, fmt.Errorf("%d of %d changes of %s were answered", len(status), n, b.index)
	}
	return status, nil
}

// besidePage is how many documents are read at once.
const besidePage = 1000

// find returns documents that a query finds, in the order of their keys, from behind
// one on, without their values unless they are asked for.
func (b *Beside) find(query any, behind string, most int, values bool) ([]besideHit, error) {
	ctx, cancel := context.WithTimeout(context.Background(), besidePatience)
	defer cancel()
	search := object{"size": min(most, besidePage), "query": query, "sort": []any{object{"key": "asc"}}, "track_total_hits": false,
		"seq_no_primary_term": true}
	if behind != "" {
		search["search_after"] = []string{behind}
	}
	if !values {
		search["_source"] = object{"excludes": []string{"value"}}
	}
	type answer struct {
		whole
		Hits struct{ Hits []besideHit }
	}
	out, err := ask[answer](ctx, b.client, searchPath(b.index, "&ignore_unavailable=true"), search)
	return out.Hits.Hits, err
}

// each calls f with all documents that a query finds.
func (b *Beside) each(query any, values bool, f func(besideHit) error) error {
	behind := ""
	for {
		list, err := b.find(query, behind, besidePage, values)
		if err != nil {
			return err
		}
		for _, h := range list {
			if err := f(h); err != nil {
				return err
			}
			behind = h.Source.Key
		}
		if len(list) < besidePage {
			return nil
		}
	}
}

// size counts what a query finds, and its bytes.
func (b *Beside) size(query any) (n int, bytes int64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), besidePatience)
	defer cancel()
	search := object{"size": 0, "query": query, "track_total_hits": true, "aggs": object{"bytes": object{"sum": object{"field": "size"}}}}
	type answer struct {
		whole
		Hits         struct{ Total struct{ Value int } }
		Aggregations struct{ Bytes struct{ Value float64 } }
	}
	out, err := ask[answer](ctx, b.client, searchPath(b.index, "&ignore_unavailable=true"), search)
	return out.Hits.Total.Value, int64(out.Aggregations.Bytes.Value), err
}

// where is a query for documents of a part, of which more may be asked.
func where(part string, more ...any) any {
	return object{"bool": object{"filter": append([]any{object{"term": object{"part": part}}}, more...)}}
}
