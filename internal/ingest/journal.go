package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"vankien/internal/boltfile"
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
	db      *bbolt.DB // nil: what is held in memory is all there is
	begun   bool
	writing sync.Mutex // held by flush

	mu    sync.Mutex
	held  map[string]*entry   // by key, until they are written; nil was removed
	homes map[string]string   // keys by home, of files that are on their way or held
	sums  map[string][]string // keys of held entries by SHA-256
	moved map[string]string   // keys by that of the place that a file on its way was moved from
	onWay map[string]*entry   // files that were read, by key, until it is known what became of them
	pages map[string]page     // without db
}

// The buckets of a journal. Keys of homes are unique; ids and sums have keys of
// two parts.
var (
	bucketFiles = []byte("files") // key: an entry
	bucketIDs   = []byte("ids")   // id, key
	bucketSums  = []byte("sums")  // SHA-256, key
	bucketHomes = []byte("homes") // home: key
	bucketWaits = []byte("waits") // key of a file with pages that wait
	bucketPages = []byte("pages") // SHA-256, number: a page
)

// ErrJournalHeld says that another process has the journal open.
var ErrJournalHeld = errors.New("another process is adding to this collection or watching for it; wait for it, or end it")

// lockTimeout is how long a journal is waited for.
const lockTimeout = time.Second

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
	j.db = db
	return j, nil
}

// newJournal is one that is nowhere but in memory.
func newJournal() *Journal {
	return &Journal{held: map[string]*entry{}, homes: map[string]string{}, sums: map[string][]string{}, moved: map[string]string{}, onWay: map[string]*entry{}, pages: map[string]page{}}
}

// Damaged reports whether what was at the path was damaged, so that this journal
// knows nothing.
func (j *Journal) Damaged() bool { return j.begun }

// Close writes what is held.
func (j *Journal) Close() error {
	err := j.flush()
	if j.db != nil {
		err = errors.Join(err, j.db.Close())
	}
	return err
}

// openBolt opens a file that may be damaged anywhere: Bolt would end the process.
func openBolt(path string) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("%w: %v", errDamaged, p)
		}
	}()
	db, err = bbolt.Open(path, 0o644, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketFiles, bucketIDs, bucketSums, bucketHomes, bucketWaits, bucketPages} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// checkBolt reads all of the file without trust.
func checkBolt(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := boltfile.Read(data)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return f.Each(f.Root(), func(name, _ []byte, nested *boltfile.Bucket) error {
		sealed := bytes.Equal(name, bucketFiles) || bytes.Equal(name, bucketPages)
		if nested == nil || !sealed {
			return nil
		}
		return f.Each(*nested, func(key, value []byte, _ *boltfile.Bucket) error {
			if len(value) < 4 || unseal(key, value, new(struct{})) != nil {
				return errDamaged
			}
			return nil
		})
	})
}

func damaged(err error) bool {
	return errors.Is(err, errDamaged) || errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrVersionMismatch) ||
		errors.Is(err, berrors.ErrChecksum) || err != nil && strings.Contains(err.Error(), "file size too small")
}

// get returns what is known of a file, nil for nothing. Callers do not change it.
func (j *Journal) get(key string) *entry {
	j.mu.Lock()
	e, ok := j.held[key]
	j.mu.Unlock()
	if ok || j.db == nil {
		return e
	}
	_ = j.db.View(func(tx *bbolt.Tx) error {
		e = load(tx, []byte(key))
		return nil
	})
	return e
}

// load returns nil for an entry that is not there or cannot be read: then the
// file is read again.
func load(tx *bbolt.Tx, key []byte) *entry {
	b := tx.Bucket(bucketFiles).Get(key)
	if b == nil {
		return nil
	}
	e := new(entry)
	if unseal(key, b, e) != nil {
		return nil
	}
	return e
}

// put holds what became of a file until flush. A file that it was moved from is
// forgotten.
func (j *Journal) put(key string, e *entry, from string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.held[key] = e
	delete(j.onWay, key)
	if e != nil {
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

// flush writes what is held, in one transaction.
func (j *Journal) flush() error {
	if j.db == nil {
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
	if err := j.db.Update(func(tx *bbolt.Tx) error { return write(tx, now) }); err != nil {
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

func write(tx *bbolt.Tx, entries map[string]*entry) error {
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		k, e := []byte(key), entries[key]
		if old := load(tx, k); old != nil {
			if err := errors.Join(unindex(tx, k, old), tx.Bucket(bucketFiles).Delete(k)); err != nil {
				return err
			}
		}
		if e == nil {
			continue
		}
		b, err := seal(k, e)
		if err == nil {
			err = errors.Join(tx.Bucket(bucketFiles).Put(k, b), reindex(tx, k, e))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pair is a key of two parts.
func pair(first string, key []byte) []byte { return slices.Concat([]byte(first), []byte{0}, key) }

func reindex(tx *bbolt.Tx, key []byte, e *entry) error {
	var bad []error
	for _, id := range e.IDs {
		bad = append(bad, tx.Bucket(bucketIDs).Put(pair(id, key), nil))
	}
	if e.SHA256 != "" {
		bad = append(bad, tx.Bucket(bucketSums).Put(pair(e.SHA256, key), nil))
	}
	if len(e.Home) > 0 {
		bad = append(bad, tx.Bucket(bucketHomes).Put(e.Home, key))
	}
	if len(e.Waits) > 0 {
		bad = append(bad, tx.Bucket(bucketWaits).Put(key, nil))
	}
	return errors.Join(bad...)
}

func unindex(tx *bbolt.Tx, key []byte, e *entry) error {
	var bad []error
	for _, id := range e.IDs {
		bad = append(bad, tx.Bucket(bucketIDs).Delete(pair(id, key)))
	}
	bad = append(bad, tx.Bucket(bucketSums).Delete(pair(e.SHA256, key)), tx.Bucket(bucketWaits).Delete(key))
	if homes := tx.Bucket(bucketHomes); len(e.Home) > 0 && bytes.Equal(homes.Get(e.Home), key) {
		bad = append(bad, homes.Delete(e.Home))
	}
	return errors.Join(bad...)
}

// Forget has the files that gave these documents read again, though they have not
// changed: their documents were taken away.
func (j *Journal) Forget(ids ...string) error {
	for _, id := range ids {
		for _, key := range j.below(bucketIDs, id+"\x00", maxAlikeFiles) {
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
	list := j.below(bucketFiles, prefix, int(^uint(0)>>1))
	for i := range list {
		list[i] = prefix + list[i]
	}
	return list
}

// waitingKeys are the keys of files with pages that wait.
func (j *Journal) waitingKeys() []string {
	list := j.below(bucketWaits, "", int(^uint(0)>>1))
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
