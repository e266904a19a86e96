package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vankien/index"
)

// A collection is rebuilt beside itself:
//
//  1. The index that has the documents takes no more writes; it goes on answering.
//  2. A new one is made without copies and without being shown, and filled from what
//     the old one stores, by this program's analysis, each document with its version.
//  3. It gets its copies, and is compared with the old one.
//  4. In one step the name of the collection passes to it.
//  5. The old one goes, with what was counted of its words.
//
// Who does that holds a lease, so one process does at a time. A process may end at any
// point: then its lease stays without being renewed, and whoever opens the collection
// next tidies up. That is the same at every point: what the name stands for is the
// collection, every other numbered index is a rest, and writes are let in again.

// Reindex rebuilds a collection that may have been built by another version of the
// analysis, as Index.Reindex does.
func Reindex(ctx context.Context, opt Options, progress func(done, total int)) error {
	x, err := newIndex(opt)
	if err != nil {
		return err
	}
	defer x.Close()
	if err := x.client.checkVersion(ctx); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	return x.Reindex(ctx, progress)
}

// Reindex rebuilds the collection from the documents it stores. Searches go on, and
// writes are refused with index.ErrUnavailable until it is done. While another
// process does the same, that is the error, too. After an error the collection is as
// it was.
func (x *Index) Reindex(ctx context.Context, progress func(done, total int)) error {
	end, err := x.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	defer x.forget()
	err = x.alone(ctx, func(held context.Context) (tidied bool, err error) {
		if err := x.tidy(held); err != nil {
			return false, err
		}
		return x.rebuild(held, progress)
	})
	if err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	return nil
}

// rebuilding is a collection that is rebuilt.
type rebuilding struct {
	*Index
	old      *located
	name     string // of the new index
	guard    string // alias of it that it is written by: no index is made in its place
	meta     meta
	progress func(done, total int)

	mu          sync.Mutex
	done, total int
}

// times are those of who rebuilds a collection.
type times struct {
	lease time.Duration
	tidy  time.Duration // for tidying up after what failed or was given up: less than a lease
}

func defaultTimes() times { return times{DefaultLease, DefaultLease * 2 / 3} }

func (x *Index) rebuild(ctx context.Context, progress func(done, total int)) (tidied bool, err error) {
	old, err := x.behind(ctx)
	if err != nil {
		return true, err
	}
	r := &rebuilding{Index: x, old: old, name: x.nextName(old.name), guard: x.name + "+new", meta: newMeta(), progress: progress}
	err = r.run(ctx)
	if lost := context.Cause(ctx); errors.Is(lost, errLost) {
		return false, lost
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), x.times.tidy)
	defer cancel()
	if err != nil {
		if at, unknown := x.behind(late); unknown == nil && at.name == r.name {
			err = nil // the answer was lost
		}
	}
	return x.tidy(late) == nil, err
}

// nextName returns the name of the index that comes after one.
func (x *Index) nextName(old string) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(old, x.name+"-"))
	return fmt.Sprintf("%s-%d", x.name, n+1)
}

func (r *rebuilding) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.block, r.create, r.copy, r.complete, r.compare, r.swap} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// block lets no writes into the old index; those under way are in it then.
func (r *rebuilding) block(ctx context.Context) error {
	if err := r.client.change(ctx, http.MethodPut, "/"+r.old.name+"/_block/write", nil); err != nil {
		return err
	}
	total, err := r.documentsIn(ctx, r.old.name)
	r.total = total
	return err
}

func (r *rebuilding) create(ctx context.Context) error {
	shards := r.opt.Shards
	if shards == 0 {
		shards, _ = strconv.Atoi(fmt.Sprint(r.old.Settings.Index["number_of_shards"]))
	}
	d, err := documentsOf(&r.opt, shards, 0, r.meta)
	if err != nil {
		return err
	}
	d.Settings.Index["refresh_interval"] = "-1"
	d.Aliases = aliasOf(r.guard)
	return r.client.make(ctx, r.name, d)
}

// copy fills the new index, by several goroutines that each have a part of the documents,
// and counts its words.
func (r *rebuilding) copy(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	copied := make(chan []index.Document, inFlight)
	group.Go(func() error {
		defer close(copied)
		return r.copyAll(ctx, copied)
	})
	group.Go(func() error {
		return r.rebuildLexicon(ctx, r.meta.Generation, func(yield func(*index.Document) error) error {
			for docs := range copied {
				for i := range docs {
					if err := yield(&docs[i]); err != nil {
						return err
					}
				}
			}
			return nil
		})
	})
	return group.Wait()
}

func (r *rebuilding) copyAll(ctx context.Context, copied chan<- []index.Document) error {
	group, ctx := errgroup.WithContext(ctx)
	for i := range inFlight {
		group.Go(func() error {
			from, err := r.scan(ctx, r.old.name)
			if err != nil {
				return err
			}
			defer from.close(context.WithoutCancel(ctx))
			from.slice = &slice{ID: i, Max: inFlight}
			return r.copySlice(ctx, from, copied)
		})
	}
	return group.Wait()
}

func (r *rebuilding) copySlice(ctx context.Context, from *scan, copied chan<- []index.Document) error {
	for {
		found, err := from.next(ctx)
		if err != nil || len(found) == 0 {
			return err
		}
		docs, err := r.write(ctx, found)
		if err != nil {
			return err
		}
		select {
		case copied <- docs:
		case <-ctx.Done():
			return ctx.Err()
		}
		r.tell(len(found))
	}
}

// write writes documents with the versions that they have, so that a write which comes
// late is as late afterwards.
func (r *rebuilding) write(ctx context.Context, found []scanned) ([]index.Document, error) {
	docs, ops := make([]index.Document, len(found)), make([]*op, len(found))
	for i := range found {
		docs[i] = found[i].Source.Doc.Composed()
		line, err := r.line(&docs[i])
		if err != nil {
			return nil, err
		}
		ops[i] = &op{action: "index", index: r.guard, alias: true, id: docs[i].ID, line: line, version: found[i].Version}
	}
	return docs, r.bulkBy(ctx, "/_bulk?refresh=false", ops)
}

func (r *rebuilding) tell(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += n
	if r.progress != nil {
		r.progress(min(r.done, r.total), r.total)
	}
}

// complete has the new index shown and copied as the old one is.
func (r *rebuilding) complete(ctx context.Context) error {
	interval := r.old.Settings.Index["refresh_interval"]
	if interval == nil || interval == "-1" {
		interval = fmt.Sprintf("%dms", r.opt.Refresh.Milliseconds())
	}
	settings := object{"index": object{"number_of_replicas": r.old.replicas(), "refresh_interval": interval}}
	if err := r.client.change(ctx, http.MethodPut, "/"+r.name+"/_settings", settings); err != nil {
		return err
	}
	if _, err := r.client.do(ctx, http.MethodPost, "/"+r.name+"/_refresh", nil); err != nil {
		return err
	}
	return r.waitForCopies(ctx)
}

// copiesTime is how long nothing may happen before a new index is taken without all its
// copies, as the cluster makes no more.
const copiesTime = time.Minute

func (r *rebuilding) waitForCopies(ctx context.Context) error {
	for quiet := time.Now(); ; {
		h, err := r.client.colour(ctx, r.name, "wait_for_status=green&timeout=2s")
		if err != nil {
			return err
		}
		if h.Initializing > 0 || h.Relocating > 0 {
			quiet = time.Now()
		}
		complete := h.Status == "green"
		alone := h.Status == "yellow" && h.Initializing == 0 && (h.Nodes <= r.old.replicas() || time.Since(quiet) > copiesTime)
		if complete || alone {
			return nil
		}
		if h.Status == "red" && time.Since(quiet) > copiesTime {
			return unavailable("the new index has no place on the cluster: see that its nodes run and have room")
		}
	}
}

// compare refuses a new index with other documents than the old one has.
func (r *rebuilding) compare(ctx context.Context) error {
	n, err := r.documentsIn(ctx, r.name)
	if err == nil && n != r.total {
		err = fmt.Errorf("the new index has %d documents instead of %d, so the old one stays: try again", n, r.total)
	}
	return err
}

func (r *rebuilding) swap(ctx context.Context) error {
	type of struct {
		Index string `json:"index"`
		Alias string `json:"alias"`
	}
	return r.client.change(ctx, http.MethodPost, "/_aliases", object{"actions": []map[string]of{
		{"remove": {r.old.name, r.Index.name}}, {"remove": {r.name, r.guard}}, {"add": {r.name, r.Index.name}},
	}})
}

// documentsIn returns how many documents an index has.
func (x *Index) documentsIn(ctx context.Context, name string) (int, error) {
	type answer struct {
		whole
		Hits struct{ Total struct{ Value int } }
	}
	a, err := ask[answer](ctx, x.client, searchPath(name, ""), object{"size": 0, "track_total_hits": true})
	return a.Hits.Total.Value, err
}
