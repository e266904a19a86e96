package ingest

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"vankien/internal/viet"
)

// A list of files is asked for rarely, by result and by words of the path, newest
// first. Indexes for that would cost every run something. So all entries are read,
// some hundred thousand a second: a part of them in a transaction, so that nothing
// that is written waits for the rest, and of those that are asked for only the
// newest are held, as many as stand before the end of the page.

// Bounds of a list.
const (
	MaxListed       = 1000    // files in one
	MaxListedBefore = 100_000 // files that may stand before the first of one
	listPart        = 2000    // entries read in one transaction
)

// Filter says which files a list has.
type Filter struct {
	Result Result // "": whatever became of them
	Path   string // what the path has in it, in any case and, if it has no marks, with any; "": anything
	Offset int    // files that stand before, up to MaxListedBefore
	Limit  int    // files in the list, up to MaxListed
}

// Listed is what a journal knows of a file.
type Listed struct {
	Path      string // as found; of a file that was sent, its name
	Sent      bool
	Result    Result // when it was read last; never ResultDuplicate or ResultWaiting
	Code      string // why it failed or was skipped, for programs
	Reason    string // the same, for people
	IDs       []string
	Documents int    // of which IDs are the first MaxSeenIDs
	Failed    int    // records that cannot be used
	Waits     int    // pages that are yet to be recognised
	Of        string // path of a file with the same bytes, when this is a duplicate of it
	Size      int64
	Read      time.Time
}

// Listing is a page of a list.
type Listing struct {
	Files  []Listed
	Total  int            // files that the filter lets through
	Counts map[Result]int // files by result, whatever Filter.Result says. Those that are duplicates or wait count there, too
	All    int            // files with such a path
	Waits  int            // pages of any file that are yet to be recognised
}

// List returns files, those read last first. Of several with the same bytes all
// but the first by path are duplicates.
func (j *Journal) List(ctx context.Context, f Filter) (Listing, error) {
	l := &lister{journal: j, Filter: f, first: map[string]string{}, Listing: Listing{Counts: map[Result]int{}}}
	if f.Offset < 0 || f.Offset > MaxListedBefore || f.Limit < 0 || f.Limit > MaxListed {
		return Listing{}, fmt.Errorf("list files: at most %d may be listed and %d before them", MaxListed, MaxListedBefore)
	}
	l.hold()
	if err := l.scan(ctx); err != nil {
		return Listing{}, fmt.Errorf("list files: %w", err)
	}
	slices.SortFunc(l.newest, func(a, b dated) int { return cmp.Or(cmp.Compare(b.when, a.when), strings.Compare(a.key, b.key)) })
	for _, d := range l.newest[min(f.Offset, len(l.newest)):] {
		if e := j.get(d.key); e != nil {
			l.Files = append(l.Files, listed(d.key, e, d.of))
		}
	}
	return l.Listing, nil
}

func listed(key string, e *entry, of string) Listed {
	return Listed{Path: e.name(key), Sent: e.Sent, Result: e.Result, Code: e.Code, Reason: e.Reason, IDs: firstIDs(e.IDs), Documents: len(e.IDs),
		Failed: e.Failed, Waits: pageCount(e.Waits), Of: of, Size: e.Size, Read: time.Unix(e.When, 0)}
}

// name is what a file is called for people.
func (e *entry) name(key string) string {
	if e.Sent {
		return e.rel()
	}
	return e.path(key)
}

// lister goes over the entries of a journal.
type lister struct {
	journal *Journal
	Filter
	Listing
	held   map[string]*entry // those that are not written yet; nil was removed
	first  map[string]string // of held ones by SHA-256, the first key
	newest newest
}

// hold notes what is not on disk: it counts instead of what is there.
func (l *lister) hold() {
	l.journal.mu.Lock()
	l.held = maps.Clone(l.journal.held)
	l.journal.mu.Unlock()
	for key, e := range l.held {
		if e != nil && e.SHA256 != "" && (l.first[e.SHA256] == "" || key < l.first[e.SHA256]) {
			l.first[e.SHA256] = key
		}
	}
}

// scan goes over all entries.
func (l *lister) scan(ctx context.Context) error {
	var next []byte
	for more := l.journal.db != nil; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := l.journal.db.View(func(tx *bbolt.Tx) error {
			next, more = l.scanPart(tx, next)
			return nil
		})
		if err != nil {
			return err
		}
	}
	see := func(tx *bbolt.Tx) error {
		for key, e := range l.held {
			if e != nil {
				l.see(tx, key, e)
			}
		}
		return nil
	}
	if l.journal.db == nil {
		return see(nil)
	}
	return l.journal.db.View(see)
}

// scanPart goes over some entries from a key on and returns the next key.
func (l *lister) scanPart(tx *bbolt.Tx, from []byte) (next []byte, more bool) {
	c := tx.Bucket(bucketFiles).Cursor()
	k, v := c.Seek(from)
	for n := 0; k != nil && n < listPart; n++ {
		key := string(k)
		if _, held := l.held[key]; !held {
			e := new(entry)
			if unseal(k, v, e) == nil {
				l.see(tx, key, e)
			}
		}
		k, v = c.Next()
	}
	return slices.Clone(k), k != nil
}

// see counts a file and holds it if it is among the newest.
func (l *lister) see(tx *bbolt.Tx, key string, e *entry) {
	waits := pageCount(e.Waits)
	l.Waits += waits
	if !l.has(e.name(key)) {
		return
	}
	of := l.duplicateOf(tx, key, e.SHA256)
	l.All++
	l.Counts[e.Result]++
	if waits > 0 {
		l.Counts[ResultWaiting]++
	}
	if of != "" {
		l.Counts[ResultDuplicate]++
	}
	switch {
	case l.Result == "", l.Result == e.Result, l.Result == ResultWaiting && waits > 0, l.Result == ResultDuplicate && of != "":
		l.Total++
		l.newest.keep(dated{e.When, key, of}, l.Offset+l.Limit)
	}
}

// has reports whether a path has in it what is asked for.
func (l *lister) has(path string) bool {
	if l.Path == "" {
		return true
	}
	asked, is := viet.Term(l.Path), viet.Term(path)
	return strings.Contains(is, asked) || strings.Contains(viet.Fold(is), asked)
}

// duplicateOf returns the path of the first file with these bytes, unless it is
// that of the key.
func (l *lister) duplicateOf(tx *bbolt.Tx, key, sum string) string {
	if sum == "" {
		return ""
	}
	first := l.first[sum]
	if tx != nil {
		prefix := sum + "\x00"
		c := tx.Bucket(bucketSums).Cursor()
		for k, _ := c.Seek([]byte(prefix)); k != nil && strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
			at := string(k[len(prefix):])
			if _, held := l.held[at]; held {
				continue // as it was; as it is it is in first
			}
			if first == "" || at < first {
				first = at
			}
			break
		}
	}
	if first == "" || first == key {
		return ""
	}
	e := l.held[first]
	if e == nil && tx != nil {
		e = load(tx, []byte(first))
	}
	if e == nil {
		return first
	}
	return e.name(first)
}

// dated is a file by when it was read.
type dated struct {
	when int64
	key  string
	of   string
}

// newest is a heap of files whose first is the one that was read earliest.
type newest []dated

func (n newest) Len() int { return len(n) }
func (n newest) Less(i, k int) bool {
	return n[i].when < n[k].when || n[i].when == n[k].when && n[i].key > n[k].key
}
func (n newest) Swap(i, k int) { n[i], n[k] = n[k], n[i] }
func (n *newest) Push(x any)   { *n = append(*n, x.(dated)) }
func (n *newest) Pop() any {
	last := (*n)[len(*n)-1]
	*n = (*n)[:len(*n)-1]
	return last
}

// keep holds a file if it is among the newest of so many.
func (n *newest) keep(d dated, most int) {
	switch {
	case len(*n) < most:
		heap.Push(n, d)
	case most > 0 && (newest{(*n)[0], d}).Less(0, 1):
		(*n)[0] = d
		heap.Fix(n, 0)
	}
}
