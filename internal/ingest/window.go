package ingest

import (
	"sort"
	"strings"
	"sync"
	"time"
)

// A run looks files up in nearly the order in which records stand, and each look at a
// shared store is a journey. So what follows a key is fetched along, the more of it the
// more of the last was of use, and answers what is asked next: above all that there is
// nothing. What this process writes ends that, and so does a second, in which another
// one may have written: nothing is decided by it that two processes could decide
// differently, since homes are claimed.

const (
	windowTime  = time.Second
	windowFirst = 8
	windowMost  = 1000
)

// windows are SharedJournalStore with a window over each part.
type windows struct {
	SharedJournalStore

	mu      sync.Mutex // guards what follows
	over    map[string]*window
	changed int // times that windows were dropped
}

// window is a stretch of the records of a part.
type window struct {
	from   string
	end    string // its last key
	open   bool   // there is nothing behind it
	keys   []string
	values map[string][]byte
	at     time.Time
	size   int
	used   bool
}

// behind is the first key that does not begin with a prefix and stands behind all that
// do; "" when there is none.
func behind(prefix string) string {
	b := []byte(prefix)
	for len(b) > 0 {
		if b[len(b)-1]++; b[len(b)-1] != 0 {
			return string(b)
		}
		b = b[:len(b)-1]
	}
	return ""
}

// has reports whether all records from a key on and before another one, "" being behind
// all, are in the window.
func (w *window) has(from, before string) bool {
	return w != nil && time.Since(w.at) < windowTime && from >= w.from && (w.open || before != "" && before <= w.end)
}

// look returns a window with the records of a stretch, or one that begins with it.
func (s *windows) look(part, from, before string) (*window, error) {
	s.mu.Lock()
	w := s.over[part]
	if w.has(from, before) {
		w.used = true
		s.mu.Unlock()
		return w, nil
	}
	size := windowFirst
	if w != nil && w.used {
		size = min(4*w.size, windowMost)
	}
	changed := s.changed
	s.mu.Unlock()
	w = &window{from: from, values: map[string][]byte{}, at: time.Now(), size: size}
	err := s.SharedJournalStore.Range(part, "", from, size, func(key string, value []byte) bool {
		w.keys = append(w.keys, key)
		w.values[key] = append(none, value...)
		w.end = key
		return true
	})
	if err != nil {
		return nil, err
	}
	w.open = len(w.keys) < size
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == changed { // else it may be of before
		s.over[part] = w
	}
	return w, nil
}

// drop forgets the windows over parts that change.
func (s *windows) drop(parts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed++
	for _, part := range parts {
		delete(s.over, part)
	}
}

func (s *windows) Get(part string, keys ...string) (map[string][]byte, error) {
	if len(keys) != 1 || part == partPages {
		return s.SharedJournalStore.Get(part, keys...)
	}
	before := keys[0] + "\x00"
	w, err := s.look(part, keys[0], before)
	if err != nil {
		return nil, err
	}
	if v, found := w.values[keys[0]]; found {
		return map[string][]byte{keys[0]: v}, nil
	}
	return nil, nil // the window begins with it, or has all around it
}

func (s *windows) Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error {
	from = max(from, prefix)
	if most > maxAlikeFiles || part == partPages {
		return s.SharedJournalStore.Range(part, prefix, from, most, f)
	}
	w, err := s.look(part, from, behind(prefix))
	if err != nil {
		return err
	}
	i := sort.SearchStrings(w.keys, from)
	for n := 0; n < most; n, i = n+1, i+1 {
		if i == len(w.keys) && !w.open {
			if n > 0 {
				from = w.keys[i-1] + "\x00"
			}
			return s.SharedJournalStore.Range(part, prefix, from, most-n, f)
		}
		if i == len(w.keys) || !strings.HasPrefix(w.keys[i], prefix) || !f(w.keys[i], w.values[w.keys[i]]) {
			return nil
		}
	}
	return nil
}

func (s *windows) Apply(changes map[string]map[string][]byte) error {
	defer s.drop(sortedKeys(changes)...)
	return s.SharedJournalStore.Apply(changes)
}

func (s *windows) Claim(part string, values map[string][]byte) ([]string, error) {
	defer s.drop(part)
	return s.SharedJournalStore.Claim(part, values)
}
