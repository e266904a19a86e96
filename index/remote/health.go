package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Health is the state of the cluster as far as the collection is concerned.
type Health struct {
	Colour       string `json:"colour"` // green, yellow (copies are missing) or red (documents are); "" when the cluster is away
	Nodes        int    `json:"nodes"`  // that hold documents
	Shards       int    `json:"shards"` // copies of shards of the collection that are there
	Unassigned   int    `json:"unassigned"`
	Documents    int    `json:"documents"`
	Bytes        int64  `json:"bytes"`   // on the disks of all nodes
	Pending      int    `json:"pending"` // changes that the cluster has not come to yet
	Version      string `json:"version"` // of OpenSearch
	LexiconBytes int64  `json:"lexicon_bytes"`
	Wrong        string `json:"wrong,omitempty"` // one sentence that says what to do; "" when all is well
}

// Health asks the cluster how it is. What keeps it from answering is what is wrong, so
// the only error is that of ctx, or index.ErrClosed.
func (x *Index) Health(ctx context.Context) (Health, error) {
	h := Health{LexiconBytes: x.held.Load()}
	end, err := x.begin(ctx)
	if err == nil {
		defer end()
		err = x.askHealth(ctx, &h)
	}
	if _, why := x.Unavailable(); err == nil && why != nil {
		err = why
	}
	switch ended := ctx.Err(); {
	case err == nil:
		return h, nil
	case ended != nil && kindOf(err) == nil, isClosed(err):
		return h, err
	}
	h.Wrong = err.Error()
	return h, nil
}

func (x *Index) askHealth(ctx context.Context, h *Health) error {
	blocks := ""
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return x.askColour(ctx, h) })
	group.Go(func() error { return x.askSize(ctx, h) })
	group.Go(func() (err error) { h.Version, err = x.client.version(ctx); return err })
	group.Go(func() (err error) { blocks, err = x.askBlocks(ctx); return err })
	if err := group.Wait(); err != nil {
		return err
	}
	h.Wrong = blocks
	switch {
	case h.Colour == "red":
		h.Wrong = fmt.Sprintf("a part of the collection has no copy on a node that runs (%d copies are missing), so searches fail: start the nodes that are missing", h.Unassigned)
	case h.Wrong == "" && h.Colour == "yellow":
		h.Wrong = fmt.Sprintf("%d copies of parts of the collection are missing, so the next node that fails may stop it: start the nodes that are missing", h.Unassigned)
	}
	return nil
}

func (x *Index) askColour(ctx context.Context, h *Health) error {
	a, err := x.client.colour(ctx, x.name+","+x.name+".*", "local=true&timeout=1s")
	h.Colour, h.Nodes, h.Shards, h.Unassigned, h.Pending = a.Status, a.Nodes, a.Shards, a.Unassigned, a.Pending
	return err
}

// colours are what the cluster says of the copies of indices.
type colours struct {
	Status       string
	Nodes        int `json:"number_of_data_nodes"`
	Shards       int `json:"active_shards"`
	Unassigned   int `json:"unassigned_shards"`
	Initializing int `json:"initializing_shards"`
	Relocating   int `json:"relocating_shards"`
	Pending      int `json:"number_of_pending_tasks"`
}

// colour asks for those of some indices, which may wait for something.
func (c *client) colour(ctx context.Context, names, parameters string) (a colours, err error) {
	raw, err := c.do(ctx, http.MethodGet, "/_cluster/health/"+names+"?"+parameters, nil)
	var r *response
	if errors.As(err, &r) && r.Status == http.StatusRequestTimeout {
		raw, err = r.body, nil // what was waited for has not come about
	}
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	return a, err
}

// askSize asks for the bytes of all that the collection has, and for its documents.
func (x *Index) askSize(ctx context.Context, h *Health) error {
	s, err := x.askStats(ctx)
	h.Documents, h.Bytes = s.documents, s.bytes
	return err
}

// askBlocks says why the collection takes no writes; "" while it does.
func (x *Index) askBlocks(ctx context.Context) (string, error) {
	var found map[string]definition
	if err := x.client.json(ctx, http.MethodGet, "/"+x.name+"/_settings?local=true&filter_path=*.settings.index.blocks", nil, &found); err != nil {
		return "", err
	}
	for _, d := range found {
		blocks, _ := d.Settings.Index["blocks"].(map[string]any)
		for name, on := range blocks {
			switch {
			case on != "true":
			case strings.HasPrefix(name, "read_only_allow_delete"):
				return "a node of the cluster has too little room on its disk, so nothing can be written: free some there, or add a node", nil
			case name == "write":
				return "the collection is being rebuilt and takes no writes until that is done", nil
			}
		}
	}
	return "", nil
}
