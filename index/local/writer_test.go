package local

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"vankien/index"
)

// waitFor returns when n changes wait in the writer of x.
func waitFor(x *Index, n int) {
	for {
		x.writer.mu.Lock()
		have := len(x.writer.waiting)
		x.writer.mu.Unlock()
		if have == n {
			return
		}
		runtime.Gosched()
	}
}

// held opens an index on disk that begins no batch until release is called,
// and notes what it then writes at once.
func held(t *testing.T) (x *Index, batches func() []int, release func()) {
	t.Helper()
	x, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	var mu sync.Mutex
	var sizes []int
	commit := x.writer.commit
	x.writer.commit = func(list []*change) error {
		mu.Lock()
		sizes = append(sizes, len(list))
		mu.Unlock()
		return commit(list)
	}
	x.writer.pause()
	return x, func() []int { mu.Lock(); defer mu.Unlock(); return sizes }, x.writer.resume
}

// TestJoin has many calls wait: they are written as one batch, and each learns
// its own outcome.
func TestJoin(t *testing.T) {
	t.Parallel()
	x, batches, release := held(t)
	const n = 50
	errs := make(chan error, n+1)
	for i := range n {
		go func() { errs <- x.Put(t.Context(), index.Document{ID: fmt.Sprint(i), Title: "Báo cáo"}) }()
	}
	if err := x.Put(t.Context(), index.Document{ID: "bad", Date: "31/12"}); !errors.As(err, new(*index.FieldError)) {
		t.Errorf("an invalid document: %v", err)
	}
	waitFor(x, n)
	if res := search(t, x, index.Request{}); res.Total != 0 {
		t.Errorf("%d documents are found before they are written", res.Total)
	}
	release()
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := search(t, x, index.Request{Query: parse(t, "bao cao")}).Total; got != n {
		t.Errorf("%d documents", got)
	}
	if got := batches(); len(got) != 1 || got[0] != n {
		t.Errorf("batches of %v calls", got)
	}
}

// TestJoinBounds checks that batches stay small but no call is divided.
func TestJoinBounds(t *testing.T) {
	t.Parallel()
	x, batches, release := held(t)
	many := make([]index.Document, batchDocs+1)
	for i := range many {
		many[i].ID = fmt.Sprint("m", i)
	}
	calls := [][]index.Document{many[:600], many[600:900], many[900:], {{ID: "x", Body: strings.Repeat(" ", batchBytes/2)}}, {{ID: "y", Body: strings.Repeat(" ", batchBytes)}}}
	errs := make(chan error)
	for i, docs := range calls {
		go func() { errs <- x.Put(t.Context(), docs...) }()
		waitFor(x, i+1)
	}
	release()
	for range calls {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	sum := 0
	for _, n := range batches() {
		sum += n
	}
	if got := batches(); len(got) != 3 || sum != len(calls) {
		t.Errorf("batches of %v calls", got)
	}
	if got := search(t, x, index.Request{}).Total; got != len(many)+2 {
		t.Errorf("%d documents", got)
	}
}

// TestLaterCallWins checks the order of calls for one document.
func TestLaterCallWins(t *testing.T) {
	t.Parallel()
	x, _, release := held(t)
	errs := make(chan error)
	for i := range 20 {
		go func() {
			errs <- x.Put(t.Context(), index.Document{ID: "a", Title: fmt.Sprint(i)}, index.Document{ID: fmt.Sprint("b", i)})
		}()
		waitFor(x, i+1)
	}
	release()
	for range 20 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if d, err := x.Get(t.Context(), "a"); err != nil || d.Title != "19" {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestNeverTwiceAtOnce checks that batches built at the same time share no id.
func TestNeverTwiceAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	busy := map[string]*change{}
	w := writer{}
	w.commit = func(list []*change) error {
		defer mu.Unlock()
		mu.Lock()
		for _, c := range list {
			for _, id := range c.deleted {
				if busy[id] != nil {
					t.Errorf("%s is in two batches", id)
				}
			}
		}
		for _, c := range list {
			for _, id := range c.deleted {
				busy[id] = c
			}
		}
		mu.Unlock()
		runtime.Gosched()
		mu.Lock()
		for _, c := range list {
			for _, id := range c.deleted {
				delete(busy, id)
			}
		}
		return nil
	}
	var all sync.WaitGroup
	for g := range 16 {
		all.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 7))
			for range 200 {
				c := &change{}
				for range 1 + rnd.IntN(3) {
					c.deleted = append(c.deleted, fmt.Sprint(rnd.IntN(20)))
				}
				if err := w.do(context.Background(), c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	w.pause()
	defer w.resume()
	if w.building != 0 || len(w.busy) != 0 || len(w.waiting) != 0 {
		t.Errorf("left: %d batches, %d ids, %d changes", w.building, len(w.busy), len(w.waiting))
	}
}

// TestWaitingEnds checks that the end of a context ends the waiting of a call
// whose batch has not begun, and that nothing of it is written.
func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	x, _, release := held(t)
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error, 2)
	go func() { errs <- x.Put(ctx, index.Document{ID: "a"}) }()
	waitFor(x, 1)
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v", err)
	}
	go func() { errs <- x.Put(t.Context(), index.Document{ID: "b"}) }()
	waitFor(x, 1)
	release()
	if err := <-errs; err != nil {
		t.Error(err)
	}
	if got := ids(search(t, x, index.Request{})); got != "b" {
		t.Errorf("stored: %s", got)
	}
}

// TestReadersDoNotWait reads while the store is written to, opened anew in the
// middle of batches, and rebuilt: every search finds all that never changes,
// every write ends, and what is acknowledged stays.
func TestReadersDoNotWait(t *testing.T) {
	t.Parallel()
	x := onDisk(t, t.TempDir(), speeches...)
	stop := searching(t, x, 3)
	var writers sync.WaitGroup
	acknowledged := make(chan string, 4*12)
	for g := range 4 {
		writers.Go(func() {
			for i := range 12 {
				id := fmt.Sprint(g, "-", i)
				if err := x.Put(t.Context(), index.Document{ID: id}); err == nil {
					acknowledged <- id
				}
			}
		})
	}
	for range 3 {
		st, _ := x.current()
		if err := x.reopen(st); err != nil {
			t.Error(err)
		}
	}
	if err := x.Reindex(t.Context(), nil); err != nil {
		t.Error(err)
	}
	writers.Wait()
	stop()
	close(acknowledged)
	for id := range acknowledged {
		if _, err := x.Get(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// TestPausedReaders reads while the writing side stands still for good, as in a
// batch that never ends.
func TestPausedReaders(t *testing.T) {
	t.Parallel()
	x, _, release := held(t)
	defer release()
	go func() { _ = x.Put(t.Context(), index.Document{ID: "a"}) }()
	waitFor(x, 1)
	if got := search(t, x, index.Request{}).Total; got != 0 {
		t.Errorf("%d documents", got)
	}
}
