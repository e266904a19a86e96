package exec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// sized is a value of so many bytes.
type sized int64

func (s sized) Bytes() int64 { return int64(s) }

func of(segment uint64, name string) key { return key{owner{id: segment}, name} }

// TestCache checks that a cache stays within its limit, drops what is not used
// before what is, and forgets what was merged away.
func TestCache(t *testing.T) {
	const each = 400 + 5 + entryBytes
	c := newCache(20*each + 50)
	c.retain([]owner{{id: 1}, {id: 2}})
	name := func(i int) key { return of(uint64(1+i%2), fmt.Sprintf("key%02d", i)) }
	for i := range 60 {
		c.put(name(i), sized(400))
		c.peek(name(0)) // in use all the time
		if c.bytes > c.limit {
			t.Fatalf("%d bytes after %d entries, the limit is %d", c.bytes, i+1, c.limit)
		}
	}
	for i := range 60 {
		if there, want := c.peek(name(i)) != nil, i == 0 || i > 40; there != want {
			t.Errorf("entry %d is there: %v, want %v", i, there, want)
		}
	}
	want := CacheStats{Bytes: 20 * each, Limit: c.limit, Entries: 20, Dropped: 40}
	if st := c.stats(); st != want {
		t.Errorf("stats %+v, want %+v", st, want)
	}
	c.put(name(0), sized(300))
	c.put(of(1, "huge"), sized(20_000))
	c.put(of(9, "foreign"), sized(10))
	want.Bytes -= 100
	if st := c.stats(); c.peek(name(0)) != sized(300) || st != want {
		t.Errorf("after a replacement %+v, want %+v", st, want)
	}
	c.hold(10 * each)
	if st := c.stats(); st.Entries != 10 || st.Bytes > st.Limit {
		t.Errorf("with half of the limit held elsewhere %+v", st)
	}
	c.retain([]owner{{id: 3}})
	if st := c.stats(); st.Bytes != 10*each || st.Entries != 0 || c.ring.Len() != 0 {
		t.Errorf("after the segments are gone %+v", st)
	}
}

// TestCacheSteps drops more entries than one step does.
func TestCacheSteps(t *testing.T) {
	const n = 5*stepEntries + 3
	c := newCache(1 << 30)
	c.retain([]owner{{id: 1}})
	for i := range n {
		c.put(of(1, fmt.Sprint(i)), sized(1000))
		c.peek(of(1, fmt.Sprint(i)))
	}
	c.setLimit(c.bytes / 2)
	if st := c.stats(); st.Bytes > st.Limit || st.Entries < n/2-1 {
		t.Errorf("after the limit was halved %+v", st)
	}
	c.retain(nil)
	if st := c.stats(); st.Entries != 0 || st.Bytes != 0 {
		t.Errorf("after the segment is gone %+v", st)
	}
}

// TestState checks that what is remembered of a state goes with it, and that
// one value of it cannot take a great part of the limit.
func TestState(t *testing.T) {
	c := newCache(1000 * stateShare)
	first, second := owner{true, 1}, owner{true, 2}
	c.retain([]owner{first})
	c.put(key{first, "plan"}, sized(500))
	c.put(key{first, "great plan"}, sized(1000))
	if c.peek(key{first, "plan"}) == nil || c.peek(key{first, "great plan"}) != nil {
		t.Error("a plan is not kept, or one too great is")
	}
	c.retain([]owner{second})
	if st := c.stats(); st.Entries != 0 || st.Bytes != 0 {
		t.Errorf("after the state is gone %+v", st)
	}
}

// TestSingleFlight checks that a value wanted by many at once is made once.
func TestSingleFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1 << 20)
		c.retain([]owner{{id: 1}})
		var made atomic.Int32
		fly := make(chan struct{})
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				v, err := c.obtain(t.Context(), of(1, "a"), func() (Sized, error) { made.Add(1); <-fly; return sized(7), nil })
				if v != sized(7) || err != nil {
					t.Errorf("got %v, %v", v, err)
				}
			})
		}
		synctest.Wait()
		close(fly)
		all.Wait()
		if made.Load() != 1 {
			t.Errorf("made %d times", made.Load())
		}
	})
}

// TestFlightEnds checks what those who wait get when a flight does not make the
// value.
func TestFlightEnds(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		first func() (Sized, error) // of the flight
		want  error                 // of who waits
	}{
		"an error is everybody's":          {func() (Sized, error) { return nil, broken }, broken},
		"a deadline is the maker's own":    {func() (Sized, error) { return nil, context.DeadlineExceeded }, nil},
		"a panic leaves the value to make": {func() (Sized, error) { panic("lost") }, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			cache := newCache(1 << 20)
			cache.retain([]owner{{id: 1}})
			fly := make(chan struct{})
			var all sync.WaitGroup
			all.Go(func() {
				_ = Guard("", func() error {
					_, err := cache.obtain(t.Context(), of(1, "a"), func() (Sized, error) { <-fly; return c.first() })
					return err
				})
			})
			synctest.Wait()
			all.Go(func() {
				_, err := cache.obtain(t.Context(), of(1, "a"), func() (Sized, error) { return sized(1), nil })
				if !errors.Is(err, c.want) {
					t.Errorf("%s: %v", name, err)
				}
			})
			all.Go(func() {
				gone, leave := context.WithCancel(t.Context())
				leave()
				if _, err := cache.obtain(gone, of(1, "a"), nil); !errors.Is(err, context.Canceled) {
					t.Errorf("%s: who does not wait gets %v", name, err)
				}
			})
			synctest.Wait()
			close(fly)
			all.Wait()
		})
	}
}

// TestColumnsAreCounted checks that the values of columns count, and go with
// their segments.
func TestColumnsAreCounted(t *testing.T) {
	const n, long = 200, 1000
	s := newStore(t)
	e := New(layout, Scoring{}, 1<<24)
	for round := range 3 {
		batch := s.b.NewBatch()
		for i := range n {
			d := &doc{id: fmt.Sprint(i), length: 1, topics: []string{strings.Repeat("x", long) + fmt.Sprint(round, i)}}
			if err := batch.IndexAdvanced(d.bleve()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.b.Batch(batch); err != nil {
			t.Fatal(err)
		}
		if res, _ := find(t, s.state(t, e), &Query{Match: All{}, Facets: []Facet{{"topic", -1}}}); len(res.Facets[0].Values) != n {
			t.Errorf("%d values", len(res.Facets[0].Values))
		}
		// The segments of earlier rounds hold no live document, and are dropped.
		if got := e.Stats().Bytes; got < n*long || got > n*long*3/2 {
			t.Errorf("round %d: %d bytes are counted for %d bytes of values", round, got, n*long)
		}
	}
}

// TestWordKeys checks that words are told apart by every term, however many.
func TestWordKeys(t *testing.T) {
	seen := map[string]bool{}
	for n := range 200 {
		w := &Word{Field: "text"}
		for i := range n {
			w.Terms = append(w.Terms, Term{fmt.Sprint("term", i), 1})
		}
		if k := w.key(); seen[k] || len(k) > longKey {
			t.Errorf("the key of %d terms is %q", n, k)
		}
		seen[w.key()] = true
	}
}
