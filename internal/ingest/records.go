package ingest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// JournalStore is where a Journal is kept: values by key, in named parts, in the order of
// the bytes of their keys.
type JournalStore interface {
	// Get returns the values of those keys that have one.
	Get(part string, keys ...string) (map[string][]byte, error)

	// Range calls f with the records whose keys begin with prefix, from a key on, at
	// most most of them, until it returns false. f does not use the store.
	Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error

	// Apply sets values by part and key; nil removes one. When it returns nil they are
	// on disk. Repeating it is safe.
	Apply(changes map[string]map[string][]byte) error
}

// SharedJournalStore is a JournalStore that several processes have at once.
type SharedJournalStore interface {
	JournalStore

	// Claim sets the values of those keys that have none, and returns the keys that
	// have another value.
	Claim(part string, values map[string][]byte) (taken []string, err error)
}

// The parts of a journal. Keys of homes are unique; ids and sums have keys of two
// parts.
const (
	partFiles = "files" // key: an entry
	partIDs   = "ids"   // id, key
	partSums  = "sums"  // SHA-256, key
	partHomes = "homes" // home: key
	partWaits = "waits" // key of a file with pages that wait
	partPages = "pages" // SHA-256, number: a page

	partDeletions   = "deletions"    // time, id of a deleted document
	partDeletionLog = "deletion-log" // what is known of them
	partAlerts      = "alerts"       // id: an alert, of package alert
)

// journalChanges are those of an Apply.
type journalChanges map[string]map[string][]byte

func (c journalChanges) put(part, key string, value []byte) {
	if c[part] == nil {
		c[part] = map[string][]byte{}
	}
	c[part][key] = value
}

// none is the value of a key that says all by being there.
var none = []byte{}

// index has an entry found by what is known of it.
func (c journalChanges) index(key string, e *entry) {
	for _, id := range e.IDs {
		c.put(partIDs, pair(id, key), none)
	}
	if e.SHA256 != "" {
		c.put(partSums, pair(e.SHA256, key), none)
	}
	if len(e.Home) > 0 {
		c.put(partHomes, string(e.Home), []byte(key))
	}
	if len(e.Waits) > 0 {
		c.put(partWaits, key, none)
	}
}

// unindex undoes index; owners are the keys that homes have.
func (c journalChanges) unindex(key string, e *entry, owners map[string][]byte) {
	for _, id := range e.IDs {
		c.put(partIDs, pair(id, key), nil)
	}
	c.put(partSums, pair(e.SHA256, key), nil)
	c.put(partWaits, key, nil)
	if home := string(e.Home); home != "" && string(owners[home]) == key {
		c.put(partHomes, home, nil)
	}
}

// pair is a key of two parts.
func pair(first, key string) string { return first + "\x00" + key }

// load returns the entries of those keys that have one. One that cannot be read is
// none: then its file is read again.
func (j *Journal) load(keys ...string) map[string]*entry {
	values, err := j.records.Get(partFiles, keys...)
	j.note(err)
	list := map[string]*entry{}
	for key, b := range values {
		e := new(entry)
		if unseal([]byte(key), b, e) == nil {
			list[key] = e
		}
	}
	return list
}

// note holds that the records could not be read, until somebody is told: what is not
// known of files then is no reason to take them for new.
func (j *Journal) note(err error) {
	if err == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fault == nil {
		j.fault = fmt.Errorf("read the journal: %w", err)
	}
}

// faulty returns what note holds.
func (j *Journal) faulty() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.fault
	j.fault = nil
	return err
}

// claim has the homes that were given out kept for their files, wherever others are
// given out at the same time. Documents that are called by them are put afterwards.
func (j *Journal) claim() error {
	shared, ok := j.records.(SharedJournalStore)
	if err := j.faulty(); err != nil || !ok {
		return err
	}
	j.mu.Lock()
	fresh := j.fresh
	j.fresh = map[string][]byte{}
	j.mu.Unlock()
	if len(fresh) == 0 {
		return nil
	}
	taken, err := shared.Claim(partHomes, fresh)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	if len(taken) > 0 {
		return fmt.Errorf("%q: %w", taken[0], errHomeTaken)
	}
	return nil
}

var errHomeTaken = errors.New("another process added a file of this path from elsewhere at the same moment; call again")

// written are the changes that bring entries, nil for those that go, among what is
// there.
func (j *Journal) written(entries map[string]*entry) (journalChanges, error) {
	keys := slices.Sorted(maps.Keys(entries))
	old := j.load(keys...)
	var homes []string
	for _, e := range old {
		if len(e.Home) > 0 {
			homes = append(homes, string(e.Home))
		}
	}
	owners, err := j.records.Get(partHomes, homes...)
	if err == nil {
		err = j.faulty()
	}
	if err != nil {
		return nil, err
	}
	c := journalChanges{}
	for key, e := range old {
		c.unindex(key, e, owners)
	}
	for _, key := range keys {
		e := entries[key]
		if e == nil {
			c.put(partFiles, key, nil)
			continue
		}
		b, err := seal([]byte(key), e)
		if err != nil {
			return nil, err
		}
		c.put(partFiles, key, b)
		c.index(key, e)
	}
	return c, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
