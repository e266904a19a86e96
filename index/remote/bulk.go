package remote

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
)

// A bulk is no transaction: each of its items is carried out or not. What was not is
// sent again, alone, as long as that has a chance.
//
// An item that is repeated must not undo what came between. So each has a version by
// the clock, and the cluster refuses one that is older than what it has:
//
//   - A repeated item is refused: the first attempt took effect and somebody wrote
//     since, or somebody wrote before, at about the same time. Either way what is there
//     is newer, and the item is done.
//   - An item is refused at once: the clock of another machine is ahead. Its version is
//     put behind the one that is there, or what is written here would be lost.
//
// Items that go by what is stored (if_seq_no) are refused for good: their caller looks
// again.

// Bounds of a request.
const (
	maxOps       = 1000
	maxBulkBytes = 8 << 20
)

// activeTime is how long the cluster waits for copies of a shard that are missing.
const activeTime = "10s"

// op is an item of a bulk.
type op struct {
	action    string // index, create or delete
	index, id string
	alias     bool   // index is one: the cluster makes no index of that name
	line      []byte // of index and create

	version   int64 // by the clock; 0: none
	seq, term int64 // of the document that must be stored; term 0: any

	unsure  bool   // an attempt may have been carried out
	result  string // created, updated, deleted or not_found
	refused bool   // it went by what is stored, and that is something else
}

// head is the line before that of a document.
func (o *op) head() []byte {
	type parameters struct {
		Index   string `json:"_index"`
		ID      string `json:"_id,omitempty"`
		Alias   bool   `json:"require_alias,omitempty"`
		Version int64  `json:"version,omitempty"`
		Type    string `json:"version_type,omitempty"`
		Seq     *int64 `json:"if_seq_no,omitempty"`
		Term    int64  `json:"if_primary_term,omitempty"`
	}
	p := parameters{Index: o.index, ID: o.id, Alias: o.alias, Version: o.version, Term: o.term}
	if o.version != 0 {
		p.Type = "external_gte"
	}
	if o.term != 0 {
		p.Seq = &o.seq
	}
	return lines(map[string]parameters{o.action: p})
}

// bulk carries items out, in requests that are not too large, and returns when they
// are on the disks of two copies, if there are as many, and searches find them. After
// an error some may have been carried out.
func (x *Index) bulk(ctx context.Context, ops []*op) error {
	s, err := x.state(ctx)
	if err != nil {
		return err
	}
	return x.bulkBy(ctx, fmt.Sprintf("/_bulk?refresh=wait_for&wait_for_active_shards=%d&timeout=%s", min(2, s.copies), activeTime), ops)
}

// bulkBy carries items out by a path that says when a request is answered.
func (x *Index) bulkBy(ctx context.Context, path string, ops []*op) error {
	for len(ops) > 0 {
		n, size := 0, 0
		for n < len(ops) && n < maxOps && (n == 0 || size+len(ops[n].line) <= maxBulkBytes) {
			size += len(ops[n].line)
			n++
		}
		if err := x.request(ctx, path, ops[:n]); err != nil {
			return err
		}
		ops = ops[n:]
	}
	return nil
}

// request carries out the items of one request, again and again while some have a
// chance.
func (x *Index) request(ctx context.Context, path string, ops []*op) error {
	path += "&filter_path=items.*.status,items.*.result,items.*.error"
	t := newTries(ctx, x.client)
	for pending := ops; ; {
		var body bytes.Buffer
		for _, o := range pending {
			body.Write(o.head())
			if o.line != nil {
				body.Write(o.line)
				body.WriteByte('\n')
			}
		}
		r, err := x.client.sendBulk(ctx, call{method: http.MethodPost, path: path, body: body.Bytes(), repeat: true})
		if err != nil {
			return err
		}
		left, failed, err := x.noteItems(pending, &r)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return nil
		}
		if failed != nil && !t.wait(ctx, failed) {
			return fmt.Errorf("document %q: %w", left[0].id, failed)
		}
		pending = left
	}
}

// bulkRoom is how many bytes of bulks are under way at once. A node takes a tenth of its
// heap from all and refuses the rest.
const bulkRoom = 32 << 20

// sendBulk is send for bulks, which wait until those before have left room.
func (c *client) sendBulk(ctx context.Context, q call) (reply, error) {
	n := min(int64(len(q.body)), bulkRoom)
	if err := c.room.Acquire(ctx, n); err != nil {
		return reply{}, err
	}
	defer c.room.Release(n)
	return c.send(ctx, q)
}

// itemResult is what became of an item.
type itemResult struct {
	Status int
	Result string
	Error  json.RawMessage
}

// noteItems notes what became of items. It returns those to be sent again, with a failure
// of one, and the error of one that has no chance.
func (x *Index) noteItems(ops []*op, r *reply) (left []*op, failed, err error) {
	var a struct{ Items []map[string]itemResult }
	if err := json.Unmarshal(r.body, &a); err != nil {
		return nil, nil, fmt.Errorf("answer to a bulk: %w", err)
	}
	if len(a.Items) != len(ops) {
		return nil, nil, unavailable("the cluster answers %d of %d items of a bulk: try again", len(a.Items), len(ops))
	}
	for i, o := range ops {
		o.unsure = o.unsure || r.repeated
		repeat, bad := x.noteItem(o, a.Items[i][o.action])
		switch {
		case repeat:
			left, failed = append(left, o), cmp.Or(bad, failed)
		case bad != nil && err == nil:
			err = fmt.Errorf("document %q: %w", o.id, bad)
		}
	}
	return left, failed, err
}

// noteItem notes what became of one item, and reports whether it is to be sent again
// and what failed.
func (x *Index) noteItem(o *op, item itemResult) (repeat bool, failed error) {
	switch {
	case item.Status >= http.StatusOK && item.Status < http.StatusMultipleChoices, item.Status == http.StatusNotFound && o.action == "delete" && item.Error == nil:
		o.result = item.Result
		return false, nil
	case item.Status != http.StatusConflict:
		e := newPart(item.Status, item.Error)
		o.unsure = o.unsure || bool(carriedOut(e))
		return again(e), e
	case o.version == 0:
		o.refused = true
		return false, nil
	case o.unsure:
		return false, nil
	}
	met, ok := storedVersion(item.Error)
	if !ok {
		return false, newPart(item.Status, item.Error)
	}
	o.version = x.clock.after(met)
	return true, nil
}

// metVersion is what the cluster says of a version only in words.
var metVersion = regexp.MustCompile(`current version \[([0-9]+)\]`)

func storedVersion(conflict []byte) (int64, bool) {
	m := metVersion.FindSubmatch(conflict)
	if m == nil {
		return 0, false
	}
	v, err := strconv.ParseInt(string(m[1]), 10, 64)
	return v, err == nil
}
