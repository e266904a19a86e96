package remote

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"vankien/index"
)

// Open opens a collection. It fails with index.ErrUnavailable when the cluster is
// away, and with index.ErrIncompatible and the reason when the cluster, its settings
// or the index are not such that answers would be right and what is acknowledged safe.
func Open(ctx context.Context, opt Options) (*Index, error) {
	x, err := newIndex(opt)
	if err != nil {
		return nil, err
	}
	if err = x.open(ctx); err == nil {
		err = x.mend(ctx)
	}
	if err != nil {
		_ = x.Close()
		return nil, fmt.Errorf("open collection %q: %w", x.name, err)
	}
	return x, nil
}

// OpenToServe is Open for who waits: when the cluster is away, it returns an index
// that says so at each call, and is opened as soon as the cluster is there. A reason
// why it cannot be opened that is found only then is the error of each call.
func OpenToServe(ctx context.Context, opt Options) (*Index, error) {
	x, err := newIndex(opt)
	if err != nil {
		return nil, err
	}
	err = x.open(ctx)
	switch {
	case err == nil:
		x.client.outage.background(x.mendLater)
		return x, nil
	case !errors.Is(err, index.ErrUnavailable):
		_ = x.Close()
		return nil, fmt.Errorf("open collection %q: %w", x.name, err)
	}
	x.gate.open(err)
	x.client.outage.until(err, func(ctx context.Context) error {
		err := x.open(ctx)
		if x.gate.open(err); err == nil {
			x.client.outage.background(x.mendLater)
		}
		return err
	})
	return x, nil
}

func newIndex(opt Options) (*Index, error) {
	opt = opt.withDefaults()
	if err := checkName(opt.Name); err != nil {
		return nil, err
	}
	c, err := newClient(&opt)
	if err != nil {
		return nil, err
	}
	return &Index{client: c, name: opt.Name, names: opt.Names, opt: opt, times: defaultTimes(), lexicons: newLexicons(), maxLine: maxLine}, nil
}

// open checks the cluster and the collection, which it makes if that is wanted.
func (x *Index) open(ctx context.Context) error {
	if err := x.client.checkVersion(ctx); err != nil {
		return err
	}
	at, err := x.behind(ctx)
	if isMissing(err) && x.opt.Create {
		if err := x.create(ctx); err != nil {
			return err
		}
		at, err = x.behind(ctx)
	}
	switch {
	case isMissing(err):
		return incompatible("there is no collection %s on the cluster at %s: add documents to it, or name another", x.name, x.client.where)
	case err != nil:
		return err
	}
	if err := at.check(at.name); err != nil {
		return err
	}
	if err := x.besides(ctx); err != nil {
		return err
	}
	return x.tryScripts(ctx)
}

// located is the index of documents, with its name.
type located struct {
	name string
	definition
}

// behind returns the index that the name of the collection stands for.
func (x *Index) behind(ctx context.Context) (*located, error) {
	var found map[string]definition
	if err := x.client.json(ctx, http.MethodGet, "/"+x.name+"?local=true", nil, &found); err != nil {
		return nil, err
	}
	return x.locate(found)
}

func (x *Index) locate(found map[string]definition) (*located, error) {
	if len(found) != 1 {
		return nil, incompatible("%s stands for %d indices (%s): remove the alias from those that are not the collection", x.name, len(found), strings.Join(slices.Sorted(maps.Keys(found)), ", "))
	}
	for name, d := range found {
		if name == x.name {
			return nil, incompatible("%s is an index of its own, not one that this program made: name another collection", name)
		}
		return &located{name, d}, nil
	}
	return nil, nil
}

// create makes the collection. Of two processes that do so at once, one makes it and
// the other finds it: the index and its alias are made in one step.
func (x *Index) create(ctx context.Context) error {
	replicas, err := x.wantedReplicas(ctx)
	if err != nil {
		return err
	}
	d, err := documentsOf(&x.opt, cmp.Or(x.opt.Shards, DefaultShards), replicas, newMeta())
	if err != nil {
		return err
	}
	d.Aliases = aliasOf(x.name)
	err = x.client.make(ctx, x.name+"-1", d)
	if isExisting(err) {
		if _, missing := x.behind(ctx); isMissing(missing) {
			return incompatible("index %s-1 is there, but is not called %s: give it that alias, or delete it", x.name, x.name)
		}
		return nil
	}
	return err
}

func newMeta() meta { return meta{Analysis: AnalysisVersion, Generation: rand.Text()} }

// besides makes what stands beside the documents, if it is not there.
func (x *Index) besides(ctx context.Context) error {
	replicas, err := x.wantedReplicas(ctx)
	if err != nil {
		return err
	}
	for suffix, body := range map[string]string{".meta": metaMapping, ".lexicon": lexiconMapping} {
		err := x.client.json(ctx, http.MethodGet, "/"+x.name+suffix+"?local=true&filter_path=*.mappings.dynamic", nil, nil)
		if !isMissing(err) {
			if err != nil {
				return err
			}
			continue
		}
		var d map[string]any
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			return err
		}
		d["settings"].(map[string]any)["index"].(map[string]any)["number_of_replicas"] = replicas
		if err := x.client.make(ctx, x.name+suffix, d); err != nil && !isExisting(err) {
			return err
		}
	}
	return nil
}

// make makes an index, and waits until it can be asked. An index that is there already
// is an error, but one that a repeated attempt made is not told from it.
func (c *client) make(ctx context.Context, name string, d any) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	_, err = c.send(ctx, call{method: http.MethodPut, path: "/" + name + "?wait_for_active_shards=1", body: body, repeat: true})
	return err
}

// wantedReplicas returns how many copies a new index gets.
func (x *Index) wantedReplicas(ctx context.Context) (int, error) {
	if x.opt.Replicas != 0 {
		return max(x.opt.Replicas, 0), nil
	}
	var h struct {
		Nodes int `json:"number_of_data_nodes"`
	}
	err := x.client.json(ctx, http.MethodGet, "/_cluster/health?local=true", nil, &h)
	return min(1, max(h.Nodes-1, 0)), err
}

// tryScripts makes a score as searches make it, since operators may forbid scripts.
func (x *Index) tryScripts(ctx context.Context) error {
	const body = `{"size":0,"query":{"script_score":{"query":{"match_all":{}},"script":{"lang":"expression","source":"_score/(_score+k+doc['n'].value)","params":{"k":1}}}}}`
	_, err := x.client.do(ctx, http.MethodPost, "/"+x.name+"/_search", []byte(body))
	var r *response
	if errors.As(err, &r) && r.Status == http.StatusBadRequest {
		return incompatible("%s (%s)", forbidden, r.Reason)
	}
	return err
}
