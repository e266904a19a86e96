package remote_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/query"
)

// traffic writes and searches a collection from several sides, whatever happens to
// it, and holds every answer against what was acknowledged before its question:
//
//   - A total below that is a part, or something acknowledged is lost.
//   - One above what was sent counts something twice.
//   - Counts of a facet that do not add up to the total are of another state.
//   - An error is index.ErrUnavailable, or the deadline.
//
// A writer repeats what failed until it is acknowledged, as people do, so that in the
// end what is there is known exactly.
type traffic struct {
	t       testing.TB
	sides   []index.Engine // over the same collection, as if of several processes
	queries []query.Node

	acknowledged, sent atomic.Int64
	mu                 sync.Mutex
	docs               map[string]index.Document // as acknowledged last
	reads, writes      watch

	ending  chan struct{}
	running sync.WaitGroup
}

// Bounds of what traffic does.
const (
	writers   = 2 // each over each side
	readers   = 2
	batchSize = 10
	readTime  = 15 * time.Second // deadlines
	writeTime = 30 * time.Second
)

func newTraffic(t testing.TB, sides ...index.Engine) *traffic {
	f := &traffic{t: t, sides: sides, docs: map[string]index.Document{}}
	for _, q := range []string{"chung", "việc chung", `"việc chung"`, "kind:report chung", "viec chung tay"} {
		f.queries = append(f.queries, indextest.Parse(t, q))
	}
	return f
}

// begin goes on until end.
func (f *traffic) begin() {
	f.ending = make(chan struct{})
	for i, x := range f.sides {
		for k := range writers {
			f.running.Go(func() { f.write(x, fmt.Sprintf("%d-%d", i, k)) })
		}
		for range readers {
			f.running.Go(func() { f.read(x) })
		}
	}
}

// end waits until what was sent is acknowledged.
func (f *traffic) end() {
	close(f.ending)
	f.running.Wait()
}

func (f *traffic) ended() bool {
	select {
	case <-f.ending:
		return true
	default:
		return false
	}
}

// write puts new documents, and some that are there, with another number.
func (f *traffic) write(x index.Engine, writer string) {
	for n := 0; !f.ended() && !f.t.Failed(); n++ {
		var batch []index.Document
		fresh := int64(0)
		for i := range batchSize {
			id := fmt.Sprintf("%s-%d", writer, i) // of the first batch, again and again
			if i >= batchSize/2 {
				id = fmt.Sprintf("%s-%d-%d", writer, time.Now().UnixNano(), i)
			}
			if f.stored(id) == nil {
				fresh++
			}
			batch = append(batch, index.Document{ID: id, Kind: index.KindReport, Title: "Báo cáo " + id, Body: "Việc chung tay xây dựng, lần " + fmt.Sprint(n),
				Number: fmt.Sprint(n), Topics: []string{"w" + writer}})
		}
		f.sent.Add(fresh)
		f.insist(x, batch)
		f.note(batch)
		f.acknowledged.Add(fresh)
	}
}

// insist puts a batch until it is acknowledged.
func (f *traffic) insist(x index.Engine, batch []index.Document) {
	for !f.t.Failed() {
		began := time.Now()
		ctx, cancel := context.WithTimeout(f.t.Context(), writeTime)
		err := x.Put(ctx, batch...)
		cancel()
		if f.told("Put", began, writeTime, err, &f.writes) {
			return
		}
	}
}

func (f *traffic) stored(id string) *index.Document {
	f.mu.Lock()
	defer f.mu.Unlock()
	if d, ok := f.docs[id]; ok {
		return &d
	}
	return nil
}

func (f *traffic) note(batch []index.Document) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range batch {
		f.docs[d.ID] = d
	}
}

// told notes what became of a call, and reports whether it succeeded.
func (f *traffic) told(what string, began time.Time, limit time.Duration, err error, w *watch) bool {
	took := time.Since(began)
	if err == nil {
		w.succeeded(began)
		return true
	}
	if w.failed(); f.t.Context().Err() != nil {
		return false // the test is over
	}
	if !errors.Is(err, index.ErrUnavailable) && !errors.Is(err, context.DeadlineExceeded) {
		f.t.Errorf("%s after %v: %v", what, took, err)
	}
	if took > limit+limit/2 {
		f.t.Errorf("%s returned after %v, long after its deadline of %v", what, took, limit)
	}
	return false
}

func (f *traffic) read(x index.Engine) {
	for n := 0; !f.ended() && !f.t.Failed(); n++ {
		q := f.queries[n%len(f.queries)]
		least, began := f.acknowledged.Load(), time.Now()
		ctx, cancel := context.WithTimeout(f.t.Context(), readTime)
		res, err := x.Search(ctx, index.Request{Query: q, Snippets: 1, Facets: []index.Field{index.FieldTopic}})
		cancel()
		if f.told("Search", began, readTime, err, &f.reads) {
			f.check(q, res, least)
		}
	}
}

// check holds an answer against what was acknowledged before its question.
func (f *traffic) check(q query.Node, res *index.Result, least int64) {
	if most := f.sent.Load(); int64(res.Total) < least || int64(res.Total) > most {
		f.t.Errorf("%s: total %d, there were %d acknowledged before and %d sent", q, res.Total, least, most)
	}
	counted := 0
	for _, v := range res.Facets[index.FieldTopic].Values {
		counted += v.Count
	}
	if counted != res.Total {
		f.t.Errorf("%s: total %d, but the topics of %d documents are counted", q, res.Total, counted)
	}
}

// verify looks, after end, whether exactly what was acknowledged is there.
func (f *traffic) verify() {
	f.t.Helper()
	for _, x := range f.sides {
		res := indextest.Search(f.t, x, index.Request{Query: f.queries[0], Limit: index.NoHits})
		if res.Total != len(f.docs) {
			f.t.Errorf("%d documents are found, %d acknowledged", res.Total, len(f.docs))
		}
	}
	var all []index.Document
	for _, d := range f.docs {
		all = append(all, d)
	}
	absent, different, err := f.sides[0].Diff(f.t.Context(), all)
	if err != nil || len(absent)+len(different) > 0 {
		f.t.Errorf("of %d documents %d are absent, %d different, %v", len(all), len(absent), len(different), err)
	}
	for _, d := range all[:min(50, len(all))] {
		if got, err := f.sides[0].Get(f.t.Context(), d.ID); err != nil || got.Number != d.Number || got.Body != d.Body {
			f.t.Errorf("%s is stored as %+v, %v; acknowledged was %+v", d.ID, got, err, d)
		}
	}
}

// watch notes since a fault when calls succeeded that began after it.
type watch struct {
	mu          sync.Mutex
	since, last time.Time
	first, gap  time.Duration // until the first success; the longest time without one
	good, bad   int
	reached     chan struct{} // closed when good is as much as is waited for
	wanted      int
}

// restart forgets what was, and returns a channel that is closed after n successes.
func (w *watch) restart(n int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since, w.last = time.Now(), time.Now()
	w.first, w.gap, w.good, w.bad, w.wanted = 0, 0, 0, 0, n
	w.reached = make(chan struct{})
	return w.reached
}

func (w *watch) succeeded(began time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if began.Before(w.since) {
		return
	}
	now := time.Now()
	if w.good++; w.good == 1 {
		w.first = now.Sub(w.since)
	}
	w.gap, w.last = max(w.gap, now.Sub(w.last)), now
	if w.reached != nil && w.good == w.wanted {
		close(w.reached)
	}
}

func (w *watch) failed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bad++
}

// String tells the time until the first success, the longest without one, and how
// many there were and were not.
func (w *watch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return fmt.Sprintf("%6.1f %6.1f %6d %4d", w.first.Seconds(), w.gap.Seconds(), w.good, w.bad)
}
