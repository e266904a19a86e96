package ingest

import (
	"cmp"
	"container/heap"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vankien/internal/viet"
)

// A list of files is asked for rarely, by result and by words of the path, newest
// first. Indexes for that would cost every run something. So all entries are read,
// some hundred thousand a second: a part of them at a time, so that nothing that is
// written waits for the rest, and of those that are asked for only the newest are
// held, as many as stand before the end of the page, and a few bytes of each sum.

// Bounds of a list.
const (
	MaxListed       = 1000    // files in one
	MaxListedBefore = 100_000 // files that may stand before the first of one
	listPart        = 2000    // entries read at once
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
	l := &lister{journal: j, Filter: f, first: map[string]string{}, sums: map[[16]byte]bool{}, Listing: Listing{Counts: map[Result]int{}}}
	if f.Offset < 0 || f.Offset > MaxListedBefore || f.Limit < 0 || f.Limit > MaxListed {
		return Listing{}, fmt.Errorf("list files: at most %d may be listed and %d before them", MaxListed, MaxListedBefore)
	}
	l.hold()
	if err := l.scan(ctx); err != nil {
		return Listing{}, fmt.Errorf("list files: %w", err)
	}
	slices.SortFunc(l.newest, func(a, b dated) int { return cmp.Or(cmp.Compare(b.when, a.when), strings.Compare(a.key, b.key)) })
	for _, d := range l.newest[min(f.Offset, len(l.newest)):] {
		e := j.get(d.key)
		if e == nil {
			continue
		}
		of := ""
		if d.copied {
			of = l.original(e.SHA256)
		}
		l.Files = append(l.Files, listed(d.key, e, of))
	}
	return l.Listing, j.faulty()
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
	first  map[string]string // of all files with the bytes of held ones, by SHA-256, the first key
	sums   map[[16]byte]bool // of files that were seen, in short
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
	for more, from := l.journal.records != nil, ""; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		err := l.journal.records.Range(partFiles, "", from, listPart, func(key string, value []byte) bool {
			n++
			from = key + "\x00"
			e := new(entry)
			if _, held := l.held[key]; !held && unseal([]byte(key), value, e) == nil {
				l.see(key, e)
			}
			return true
		})
		if err != nil {
			return err
		}
		more = n == listPart
	}
	for key, e := range l.held {
		if e != nil {
			l.see(key, e)
		}
	}
	return nil
}

// see counts a file and holds it if it is among the newest. Those that are written come
// in the order of their keys, and before those that are held.
func (l *lister) see(key string, e *entry) {
	copied := l.isCopy(key, e.SHA256)
	waits := pageCount(e.Waits)
	l.Waits += waits
	if !l.has(e.name(key)) {
		return
	}
	l.All++
	l.Counts[e.Result]++
	if waits > 0 {
		l.Counts[ResultWaiting]++
	}
	if copied {
		l.Counts[ResultDuplicate]++
	}
	switch {
	case l.Result == "", l.Result == e.Result, l.Result == ResultWaiting && waits > 0, l.Result == ResultDuplicate && copied:
		l.Total++
		l.newest.keep(dated{e.When, key, copied}, l.Offset+l.Limit)
	}
}

// isCopy reports whether a file before one has the same bytes.
func (l *lister) isCopy(key, sum string) bool {
	if sum == "" {
		return false
	}
	if first, held := l.first[sum]; held {
		l.first[sum] = min(first, key)
		return first < key
	}
	id := sha256.Sum256([]byte(sum))
	before := l.sums[[16]byte(id[:])]
	l.sums[[16]byte(id[:])] = true
	return before
}

// has reports whether a path has in it what is asked for.
func (l *lister) has(path string) bool {
	if l.Path == "" {
		return true
	}
	asked, is := viet.Term(l.Path), viet.Term(path)
	return strings.Contains(is, asked) || strings.Contains(viet.Fold(is), asked)
}

// original returns the path of the first file with these bytes.
func (l *lister) original(sum string) string {
	first := l.first[sum]
	for _, key := range l.journal.below(partSums, pair(sum, ""), len(l.held)+1) {
		if _, held := l.held[key]; !held { // else it may have other bytes by now
			if first == "" || key < first {
				first = key
			}
			break
		}
	}
	if e := l.journal.get(first); e != nil {
		return e.name(first)
	}
	return first
}

// dated is a file by when it was read.
type dated struct {
	when   int64
	key    string
	copied bool
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
