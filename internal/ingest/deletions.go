package ingest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"vankien/index"
)

// Who follows a collection must be told of what was deleted, too, and no document is
// left to tell it. A record of deletions beside the collection does, in the journal's
// store, which every engine has.
//
// It is written before the documents are deleted: a process that ends in between, at
// whatever moment, leaves records of documents that are still there, which whoever reads
// them sees and passes over. So the engine needs no transaction with it, and no deletion
// is lost. A deletion whose record cannot be written is not made.
//
// The record is bounded: the oldest are given up. It knows since when it is whole, and
// has a name, so that who comes with a place in another record is told to begin anew.

// DefaultDeletions is how many deletions are remembered unless another number is set.
const DefaultDeletions = 100_000

// trimEvery is after how many deletions the oldest are given up.
const trimEvery = 1 << 12

// Deletions is the record of the documents that were deleted from a collection. It is
// safe for use from many goroutines and, in a store that is shared, processes.
type Deletions struct {
	open func() (JournalStore, error)
	keep int

	mu    sync.Mutex
	store JournalStore // once it is open
	added int          // since the oldest were given up
}

// NewDeletions returns a record in a store that is opened when it is needed; keep is how
// many it has, 0 meaning DefaultDeletions.
func NewDeletions(open func() (JournalStore, error), keep int) *Deletions {
	if keep <= 0 {
		keep = DefaultDeletions
	}
	return &Deletions{open: open, keep: keep, added: trimEvery}
}

// Keep sets how many deletions the record has, 0 meaning DefaultDeletions.
func (d *Deletions) Keep(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.keep = n; n <= 0 {
		d.keep = DefaultDeletions
	}
}

// deletionLog is what a record knows of itself.
type deletionLog struct {
	Name  string `json:"name"`
	Begun string `json:"begun"` // it has no deletion before that time
	Since string `json:"since"` // of those, it has every one after that time
}

// logKey is the key of it.
const logKey = "log"

// deletionKey orders deletions by time.
func deletionKey(at, id string) string { return at + "\x00" + id }

// ready opens the record, or begins it. Callers hold mu.
func (d *Deletions) ready() (deletionLog, error) {
	var log deletionLog
	if d.store == nil {
		store, err := d.open()
		if err != nil {
			return log, err
		}
		d.store = store
	}
	have, err := d.store.Get(partDeletionLog, logKey)
	if err != nil {
		return log, err
	}
	if raw := have[logKey]; raw != nil && json.Unmarshal(raw, &log) == nil {
		return log, nil
	}
	log = deletionLog{Name: rand.Text(), Begun: index.Instant(time.Now())}
	return log, d.write(log)
}

func (d *Deletions) write(log deletionLog) error {
	raw, err := json.Marshal(log)
	if err != nil {
		return err
	}
	return d.store.Apply(map[string]map[string][]byte{partDeletionLog: {logKey: raw}})
}

// add records that documents are being deleted; times go with ids.
func (d *Deletions) add(ids, times []string) error {
	if len(ids) == 0 {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	log, err := d.ready()
	if err == nil {
		values := make(map[string][]byte, len(ids))
		for i, id := range ids {
			values[deletionKey(times[i], id)] = none
		}
		err = d.store.Apply(map[string]map[string][]byte{partDeletions: values})
	}
	if err == nil {
		if d.added += len(ids); d.added >= min(trimEvery, d.keep) {
			err = d.trim(log)
		}
	}
	if err != nil {
		return fmt.Errorf("record what is deleted: %w", err)
	}
	return nil
}

// trim gives the oldest up, and notes that first: what is named as whole is.
func (d *Deletions) trim(log deletionLog) error {
	d.added = 0
	var keys []string
	err := d.store.Range(partDeletions, "", "", math.MaxInt, func(key string, _ []byte) bool {
		keys = append(keys, key)
		return true
	})
	if err != nil || len(keys) <= d.keep {
		return err
	}
	gone := map[string][]byte{}
	for _, key := range keys[:len(keys)-d.keep] {
		gone[key] = nil
		log.Since, _, _ = strings.Cut(key, "\x00")
	}
	if err := d.write(log); err != nil {
		return err
	}
	return d.store.Apply(map[string]map[string][]byte{partDeletions: gone})
}

// log returns what the record knows of itself.
func (d *Deletions) log() (deletionLog, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ready()
}

// after returns at most n deletions that come after a place, up to a time.
func (d *Deletions) after(p position, to string, n int) (list []position, err error) {
	err = d.store.Range(partDeletions, "", deletionKey(p.At, p.ID), n+1, func(key string, _ []byte) bool {
		at, id, _ := strings.Cut(key, "\x00")
		if next := (position{at, id}); at <= to && p.before(next) && len(list) < n {
			list = append(list, next)
		}
		return at <= to
	})
	return list, err
}

// delete removes documents and records that, before it does.
func (w *Writer) delete(ctx context.Context, ids []string) ([]string, error) {
	present, err := w.present(ctx, ids)
	if err != nil || len(present) == 0 {
		return nil, err
	}
	s := w.clock.begin()
	defer s.end()
	if err := w.record(s, present); err != nil {
		return nil, err
	}
	return w.store.Delete(ctx, present...)
}

// record notes that documents are being deleted.
func (w *Writer) record(s *span, ids []string) error {
	if w.opt.Deletions == nil {
		return nil
	}
	times := make([]string, len(ids))
	for i := range ids {
		times[i] = s.next()
	}
	return w.opt.Deletions.add(ids, times)
}

// present returns those ids of which the store has a document.
func (w *Writer) present(ctx context.Context, ids []string) (present []string, err error) {
	var stubs []index.Document
	for _, id := range ids {
		if d := (index.Document{ID: id}); d.Check() == nil {
			stubs = append(stubs, d)
		}
	}
	absent, _, err := w.store.Diff(ctx, stubs)
	if err != nil {
		return nil, err
	}
	gone := make(map[string]bool, len(absent))
	for i := range absent {
		gone[absent[i].ID] = true
	}
	for _, d := range stubs {
		if !gone[d.ID] {
			gone[d.ID] = true // named twice, it is one
			present = append(present, d.ID)
		}
	}
	return present, nil
}
