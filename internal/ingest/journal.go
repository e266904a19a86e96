package ingest

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	berrors "go.etcd.io/bbolt/errors"
)

// A Journal knows the files that documents were read from: what they were like,
// which documents they gave, and why others gave none. By it a Run passes over
// what is as it was, without opening it, and knows what was moved or is gone.
//
// It is a help, not a store of record. It is written only after the documents
// that it tells of are, so whatever ends the process, the next run reads again
// what is not in it and finds those documents unchanged. A journal that is
// damaged is begun anew, to the same effect.
//
// Files are few enough to look each up on disk, and many enough that a
// transaction for each would take longer than reading them. So what becomes of
// files is held in memory, where it is found like the rest, until flush writes
// all of it at once.
//
// A Journal is safe for use from many goroutines and by several runs.
type Journal struct {
	records JournalStore // nil: what is held in memory is all there is
	close   func() error
	begun   bool
	host    string     // of this process, where files of others are in the journal
	writing sync.Mutex // held by flush

	mu    sync.Mutex
	held  map[string]*entry   // by key, until they are written; nil was removed
	homes map[string]string   // keys by home, of files that are on their way or held
	sums  map[string][]string // keys of held entries by SHA-256
	moved map[string]string   // keys by that of the place that a file on its way was moved from
	onWay map[string]*entry   // files that were read, by key, until it is known what became of them
	pages map[string]page     // without records
	fresh map[string][]byte   // keys by home, of homes that were given out and not claimed yet
	fault error               // that kept records from being read
}

// ErrJournalHeld says that another process has the journal open.
var ErrJournalHeld = errors.New("another process is adding to this collection or watching for it; wait for it, or end it")

// OpenJournal opens the journal at a path, or begins one.
func OpenJournal(path string) (*Journal, error) {
	j := newJournal()
	db, err := openBolt(path)
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open the journal %q: %w", path, ErrJournalHeld)
	}
	if err == nil {
		if err = checkBolt(path); err != nil {
			db.Close()
		}
	}
	if damaged(err) {
		if err = os.Remove(path); err == nil {
			j.begun = true
			db, err = openBolt(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open the journal %q: %w", path, err)
	}
	j.records, j.close = bolt{db}, db.Close
	return j, nil
}

// OpenJournalIn returns the journal in records that other processes have, too, on
// machines with other disks: host names this one. Files of other machines are never
// taken to be gone, unless they are in a folder that is compared.
func OpenJournalIn(records SharedJournalStore, host string) *Journal {
	j := newJournal()
	j.records, j.close, j.host = records, func() error { return nil }, host
	return j
}

// newJournal is one that is nowhere but in memory.
func newJournal() *Journal {
	return &Journal{held: map[string]*entry{}, homes: map[string]string{}, sums: map[string][]string{}, moved: map[string]string{}, onWay: map[string]*entry{}, pages: map[string]page{},
		fresh: map[string][]byte{}}
}

// Records returns the store in which the journal is, for what else is kept beside a
// collection.
func (j *Journal) Records() JournalStore { return j.records }

// Damaged reports whether what was at the path was damaged, so that this journal
// knows nothing.
func (j *Journal) Damaged() bool { return j.begun }

// Close writes what is held.
func (j *Journal) Close() error {
	err := j.flush()
	if j.records != nil {
		err = errors.Join(err, j.close())
	}
	return err
}

// get returns what is known of a file, nil for nothing. Callers do not change it.
func (j *Journal) get(key string) *entry {
	j.mu.Lock()
	e, ok := j.held[key]
	j.mu.Unlock()
	if ok || j.records == nil {
		return e
	}
	return j.load(key)[key]
}

// put holds what became of a file until flush. A file that it was moved from is
// forgotten.
func (j *Journal) put(key string, e *entry, from string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.held[key] = e
	delete(j.onWay, key)
	if e != nil {
		e.Host = j.host
		j.addSum(key, e.SHA256)
	}
	if e != nil && e.Home != nil {
		j.homes[string(e.Home)] = key
	}
	if from != "" {
		j.held[from] = nil
		delete(j.moved, from)
	}
}

// addSum has a file found by its bytes. Callers hold mu.
func (j *Journal) addSum(key, sum string) {
	if sum != "" && !slices.Contains(j.sums[sum], key) {
		j.sums[sum] = append(j.sums[sum], key)
	}
}

// waiting is how many entries are held.
func (j *Journal) waiting() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.held)
}

// flush writes what is held, at once.
func (j *Journal) flush() error {
	if j.records == nil {
		return nil
	}
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	now := maps.Clone(j.held)
	j.mu.Unlock()
	if len(now) == 0 {
		return nil
	}
	all, err := j.written(now)
	if err == nil {
		err = j.records.Apply(all)
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	j.release(now)
	return nil
}

// release lets go of what was written, unless it has changed since.
func (j *Journal) release(written map[string]*entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for key, e := range written {
		if j.held[key] != e {
			continue
		}
		delete(j.held, key)
		if e == nil {
			continue
		}
		if j.homes[string(e.Home)] == key {
			delete(j.homes, string(e.Home))
		}
		if j.sums[e.SHA256] = slices.DeleteFunc(j.sums[e.SHA256], func(k string) bool { return k == key }); len(j.sums[e.SHA256]) == 0 {
			delete(j.sums, e.SHA256)
		}
	}
}

// Forget has the files that gave these documents read again, though they have not
// changed: their documents were taken away.
func (j *Journal) Forget(ids ...string) error {
	for _, id := range ids {
		for _, key := range j.below(partIDs, id+"\x00", maxAlikeFiles) {
			if e := j.get(key); e != nil {
				again := *e
				again.Rules = ""
				j.put(key, &again, "")
			}
		}
	}
	return j.flush()
}

// files returns the keys of the files below a folder.
func (j *Journal) files(folder string) []string {
	prefix := strings.TrimSuffix(key(folder), string(os.PathSeparator)) + string(os.PathSeparator)
	list := j.below(partFiles, prefix, int(^uint(0)>>1))
	for i := range list {
		list[i] = prefix + list[i]
	}
	return list
}

// waitingKeys are the keys of files with pages that wait.
func (j *Journal) waitingKeys() []string {
	list := j.below(partWaits, "", int(^uint(0)>>1))
	j.mu.Lock()
	defer j.mu.Unlock()
	for key, e := range j.held {
		if e != nil && len(e.Waits) > 0 {
			list = append(list, key)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
