package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"vankien/index"
	"vankien/internal/duplicate"
)

// What is known of duplicates is kept beside the index, in a file that names the
// state of the collection that it is of. As long as the collection is in that
// state, or those who write have said which documents they changed since, only
// these are read. Otherwise all documents are read once, and those that are not as
// they were are taken anew; a file that is damaged or missing costs no more than
// that. Between two refreshes only relations stay in memory, which are small.

// Collection is what Duplicates asks of an engine; index.Engine says what its
// methods promise.
type Collection interface {
	Get(ctx context.Context, id string) (index.Document, error)
	Each(ctx context.Context, f func(index.Document) error) error
	State(ctx context.Context) (string, error)
}

// Duplicates knows which documents of one collection say the same. It is safe for
// use from many goroutines.
type Duplicates struct {
	of        Collection
	store     DuplicatesStore // nil in memory
	turn      Turn            // where other processes have the collection, too
	relations atomic.Pointer[duplicate.Relations]
	wrote     chan struct{} // holds a token after a write

	mu      sync.Mutex // held for moments only
	changed map[string]bool
	writing map[string]int // writes under way

	compared   sync.Once
	refreshing sync.Mutex // guards what follows
	set        *duplicate.Set
	state      string // that set, or the file, is of
	sure       bool   // what was changed since is in changed
	loaded     bool   // the file was read
	documents  int    // of it
	skipped    int
	searched   time.Time     // by this process, of several
	took       time.Duration // that
}

// OpenDuplicates returns what is known of a collection that was just opened, in a
// directory or, with "", in memory. Until Refresh that is nothing.
func OpenDuplicates(dir string, c Collection) *Duplicates {
	d := newDuplicates(c)
	if dir != "" {
		d.store = fileIn(dir)
	}
	return d
}

func newDuplicates(c Collection) *Duplicates {
	d := &Duplicates{of: c, wrote: make(chan struct{}, 1), changed: map[string]bool{}, writing: map[string]int{}}
	d.relations.Store(&duplicate.Relations{})
	return d
}

// compare asks once, before anything is written or looked at, whether what is kept is
// of the state that the collection was opened in. That is not done on opening: an
// engine may not answer before it has checked its files.
func (d *Duplicates) compare() {
	d.compared.Do(func() {
		if d.store == nil || d.turn != nil {
			return
		}
		state, err := d.store.State()
		if err != nil || state == "" {
			return
		}
		d.state = state
		now, err := d.of.State(context.Background())
		d.sure = err == nil && now == d.state
	})
}

// load reads what is kept once more, if it is there and whole. The first time what it
// says is known from then on, old as it may be.
func (d *Duplicates) load() {
	if d.store == nil || d.set != nil {
		return
	}
	raw, _, err := d.store.Load()
	if err == nil {
		d.set, _, err = duplicate.Read(raw)
	}
	if err != nil {
		d.set, d.sure = nil, false
		return
	}
	if !d.loaded {
		d.relations.Store(d.set.Relations())
	}
	d.loaded, d.documents = true, d.set.Len()
}

// Relations returns what was known after the last Refresh; it never changes.
func (d *Duplicates) Relations() *duplicate.Relations { return d.relations.Load() }

// Writing says that documents are about to be put or removed. The caller calls
// done when they were, or not.
func (d *Duplicates) Writing(ids ...string) (done func()) {
	d.compare()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, id := range ids {
		d.writing[id]++
	}
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		for _, id := range ids {
			if d.writing[id]--; d.writing[id] == 0 {
				delete(d.writing, id)
			}
			d.changed[id] = true
		}
		select {
		case d.wrote <- struct{}{}:
		default:
		}
	}
}

// Refreshed tells what a Refresh found.
type Refreshed struct {
	Documents  int  // with words
	Read       int  // whose text was taken anew
	All        bool // every document was looked at
	Groups     int
	Duplicates int // documents in groups but for the first of each
	Skipped    int // places at which too many texts are alike to compare each with each
}

// Refresh brings what is known up to the present state of the collection. After an
// error what was known stays.
func (d *Duplicates) Refresh(ctx context.Context) (Refreshed, error) {
	d.compare()
	d.refreshing.Lock()
	defer d.refreshing.Unlock()
	r, err := d.refresh(ctx)
	if err != nil {
		d.set, d.sure = nil, false // half of it may be new
		return r, fmt.Errorf("look for duplicates: %w", err)
	}
	return r, nil
}

func (d *Duplicates) refresh(ctx context.Context) (r Refreshed, err error) {
	if d.turn != nil {
		held, release, done, err := d.follow(ctx)
		if err != nil || done {
			return d.told(r), err
		}
		defer release()
		ctx = held
		defer func(began time.Time) { d.searched, d.took = time.Now(), time.Since(began) }(time.Now())
	}
	if !d.loaded {
		d.load()
	}
	now, err := d.of.State(ctx)
	if err != nil {
		return r, err
	}
	changed := d.take()
	if d.sure && now == d.state && len(changed) == 0 {
		return d.told(r), nil
	}
	d.load()
	if d.set == nil || !d.sure || len(changed) == 0 {
		r.All = true
		r.Read, err = d.readAll(ctx)
	} else {
		r.Read, err = d.readSome(ctx, changed)
	}
	if err != nil {
		return r, err
	}
	report, err := d.set.Relate(ctx, func(id string) (string, bool, error) { return d.body(ctx, id) })
	if err != nil {
		return r, err
	}
	d.relations.Store(d.set.Relations())
	d.state, d.sure, d.loaded, d.documents, d.skipped = now, true, true, d.set.Len(), report.Skipped
	if d.store != nil {
		err = d.save()
	}
	return d.told(r), err
}

// told adds what is known.
func (d *Duplicates) told(r Refreshed) Refreshed {
	groups := d.Relations().Groups()
	r.Documents, r.Skipped, r.Groups = d.documents, d.skipped, len(groups)
	for _, g := range groups {
		r.Duplicates += len(g) - 1
	}
	return r
}

// body returns the text of a document that is still there.
func (d *Duplicates) body(ctx context.Context, id string) (text string, ok bool, err error) {
	doc, err := d.of.Get(ctx, id)
	if errors.Is(err, index.ErrNotFound) {
		return "", false, nil
	}
	return textOf(&doc).Body, err == nil, err
}

// take returns the documents that were changed since it was called last, and those
// that are being changed, of which it will tell again.
func (d *Duplicates) take() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []string
	for id := range d.changed {
		ids = append(ids, id)
	}
	for id := range d.writing {
		ids = append(ids, id)
	}
	d.changed = map[string]bool{}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// readAll compares every document with what is known of it.
func (d *Duplicates) readAll(ctx context.Context) (read int, err error) {
	if d.set == nil {
		d.set = &duplicate.Set{}
	}
	seen := map[string]bool{}
	var s duplicate.Signer
	err = d.of.Each(ctx, func(doc index.Document) error {
		seen[doc.ID] = true
		read += d.put(&s, &doc)
		return nil
	})
	if err != nil {
		return read, err
	}
	for _, id := range slices.Collect(d.set.All()) {
		if !seen[id] {
			d.set.Delete(id)
		}
	}
	return read, nil
}

// readSome looks at documents that were changed.
func (d *Duplicates) readSome(ctx context.Context, ids []string) (read int, err error) {
	var s duplicate.Signer
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return read, err
		}
		doc, err := d.of.Get(ctx, id)
		switch {
		case errors.Is(err, index.ErrNotFound):
			d.set.Delete(id)
		case err != nil:
			return read, err
		default:
			read += d.put(&s, &doc)
		}
	}
	return read, nil
}

// put takes the signature of a document anew if it is not as it was, and returns
// how many it took.
func (d *Duplicates) put(s *duplicate.Signer, doc *index.Document) int {
	t := textOf(doc)
	sum := t.Sum()
	if d.set.Has(doc.ID, sum) {
		return 0
	}
	d.set.Put(doc.ID, sum, s.Sign(t))
	return 1
}

// textOf is what of a document is compared.
func textOf(d *index.Document) duplicate.Text {
	return duplicate.Text{ID: d.ID, Title: d.Title, Body: cmp.Or(d.Body, d.Abstract), Number: d.Number, Date: d.Date}
}

// save keeps what is known; then the signatures need no memory any more.
func (d *Duplicates) save() error {
	if err := d.store.Save(d.state, func(w io.Writer) error { return d.set.Write(w, d.state) }); err != nil {
		return err
	}
	d.set = nil
	return nil
}

// pauses are how long keep waits.
type pauses struct {
	quiet   time.Duration // without a write
	longest time.Duration // for that
	again   time.Duration // after an error
	others  time.Duration // between two looks at what other processes found
}

// Keep refreshes at once, and whenever writes have been quiet for some seconds,
// until ctx ends; after an error, such as that of a damaged collection, also some
// minutes later. What other processes write or find is looked for all the time. tell
// hears of each; it may be nil.
func (d *Duplicates) Keep(ctx context.Context, tell func(Refreshed, error)) {
	d.keep(ctx, pauses{quiet: 3 * time.Second, longest: 5 * time.Minute, again: 5 * time.Minute, others: 10 * time.Second}, tell)
}

func (d *Duplicates) keep(ctx context.Context, wait pauses, tell func(Refreshed, error)) {
	for ctx.Err() == nil {
		r, err := d.Refresh(ctx)
		if tell != nil && ctx.Err() == nil {
			tell(r, err)
		}
		var again <-chan time.Time
		if err != nil {
			again = time.After(wait.again)
		} else if d.turn != nil {
			again = time.After(wait.others)
		}
		select {
		case <-d.wrote:
			d.waitQuiet(ctx, wait)
		case <-again:
		case <-ctx.Done():
		}
	}
}

// waitQuiet returns when nothing was written for a while, or very long after it
// was called.
func (d *Duplicates) waitQuiet(ctx context.Context, wait pauses) {
	last := time.After(wait.longest)
	for {
		select {
		case <-d.wrote:
		case <-time.After(wait.quiet):
			return
		case <-last:
			return
		case <-ctx.Done():
			return
		}
	}
}
