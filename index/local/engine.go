package local

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/lexicon"
	"vankien/index/rank"
	"vankien/index/segment"
)

// engine is what a store keeps for searches: the newest state as the executor
// sees it, and whole answers.
//
// A search reads segments where they are mapped, so nothing decoded is kept.
// But people ask the same again, page by page and window by window, so an equal
// request over the same state gets the answer that is there, until the state
// changes or a segment has been read again for its sums.
type engine struct {
	last    atomic.Pointer[state]
	states  atomic.Uint64 // made so far
	answers *otter.Cache[answerKey, keptAnswer]
	held    atomic.Int64 // bytes within the limit that are no answers
	limit   atomic.Int64
}

// state is a state of the index for the executor.
type state struct {
	*exec.Snapshot
	source  *scorch.IndexSnapshot
	number  uint64
	lexicon *lexicon.Lexicon
	counted lexicon.Kept[int] // completions, by their queries
}

// answerKey is a request over a state.
type answerKey struct {
	state   uint64
	request string
}

// keptAnswer is what is kept for it, and a form of it that was made when it was asked
// for again.
type keptAnswer struct {
	*index.Result
	form *index.Form
}

func (a keptAnswer) bytes() int {
	if a.form == nil {
		return resultBytes(a.Result)
	}
	return resultBytes(a.Result) + a.form.Bytes
}

func newEngine() *engine {
	e := &engine{}
	e.answers = otter.Must(&otter.Options[answerKey, keptAnswer]{
		MaximumWeight: DefaultCache,
		Weigher:       func(k answerKey, a keptAnswer) uint32 { return uint32(len(k.request) + a.bytes()) },
		StatsRecorder: stats.NewCounter(),
	})
	e.setLimit(DefaultCache)
	return e
}

// setLimit bounds the bytes that are kept.
func (e *engine) setLimit(bytes int64) {
	e.limit.Store(bytes)
	e.answers.SetMaximum(uint64(max(0, bytes-e.held.Load())))
}

// hold says how many bytes of the limit are taken by what is kept elsewhere.
func (e *engine) hold(bytes int64) {
	e.held.Store(bytes)
	e.setLimit(e.limit.Load())
}

func (e *engine) stats() index.CacheStats {
	s := e.answers.Stats()
	return index.CacheStats{Bytes: int64(e.answers.WeightedSize()) + e.held.Load(), Limit: e.limit.Load(),
		Entries: e.answers.EstimatedSize(), Hits: s.Hits, Misses: s.Misses, Dropped: s.Evictions}
}

// state returns a state of the index as the executor sees it.
func (e *engine) state(is *scorch.IndexSnapshot) (*state, error) {
	before := e.last.Load()
	if before != nil && before.source == is {
		return before, nil
	}
	var old *exec.Snapshot
	var words *lexicon.Lexicon
	if before != nil {
		old, words = before.Snapshot, before.lexicon
	}
	sources, err := sourcesOf(is)
	if err != nil {
		return nil, err
	}
	snap, err := exec.NewSnapshot(&exec.Layout{From: layout.Numbers[0], To: layout.Numbers[1], Titles: layout.Orders[0], Times: layout.Orders[1]}, rank.Default(), sources, old)
	if err != nil {
		return nil, err
	}
	s := &state{Snapshot: snap, source: is, number: e.states.Add(1), lexicon: lexicon.New(lexiconParts(sources), words)}
	if e.last.CompareAndSwap(before, s) {
		e.answers.InvalidateAll()
	}
	return s, nil
}

// forget drops what was worked out so far. Searches under way keep the state that
// they have, whose answers nobody gets any more.
func (e *engine) forget() {
	e.last.Store(nil)
	e.answers.InvalidateAll()
}

func sourcesOf(is *scorch.IndexSnapshot) (list []exec.Source, err error) {
	for _, x := range is.Segments() {
		name := exec.SegmentName(x.Segment())
		s, ok := segment.Of(x.Segment())
		if !ok {
			return nil, &exec.FaultError{Segment: name, Value: "it is of another format"}
		}
		var deleted *roaring.Bitmap
		if d := x.Deleted(); d != nil && !d.IsEmpty() {
			deleted = d
		}
		list = append(list, exec.Source{Name: name, Segment: s, Deleted: deleted})
	}
	return list, nil
}

// answer returns the answer to a request over a state, which work makes when it
// is not there.
func (e *engine) answer(ctx context.Context, s *state, req *index.Request, work func() (*index.Result, error)) (*index.Result, error) {
	if e.answers.GetMaximum() == 0 {
		return work()
	}
	key := answerKey{s.number, string(appendRequest(make([]byte, 0, 256), req))}
	a, again := e.answers.GetIfPresent(key)
	if !again {
		r, err := work()
		if err != nil {
			return nil, err
		}
		a.Result = r
		e.answers.Set(key, a)
	}
	own := *a.Result
	own.Hits, own.Facets, own.Warnings = slices.Clone(a.Hits), maps.Clone(a.Facets), slices.Clone(a.Warnings)
	own.Also, own.Suggestions, own.Reading.Units = slices.Clone(a.Also), slices.Clone(a.Suggestions), slices.Clone(a.Reading.Units)
	own.Reading.Totals = maps.Clone(a.Reading.Totals)
	if again {
		own.Forms = index.NewForms(a.form, func(f *index.Form) { e.answers.Set(key, keptAnswer{a.Result, f}) })
	}
	return &own, ctx.Err()
}

// resultBytes estimates the memory of an answer.
func resultBytes(r *index.Result) int {
	const ofHit, ofFragment, ofValue, ofMark, ofUnit = 500, 120, 40, 24, 200
	n := 500
	for _, list := range [][]index.Hit{r.Hits, r.Also} {
		for i := range list {
			h := &list[i]
			n += ofHit + documentBytes(&h.Document) + ofMark*len(h.TitleMarks)
			for k := range h.Fragments {
				n += ofFragment + len(h.Fragments[k].Text) + ofMark*len(h.Fragments[k].Marks)
			}
		}
	}
	for _, u := range r.Reading.Units {
		n += ofUnit + len(u.Text)
	}
	for _, s := range r.Suggestions {
		n += ofUnit + len(s.Query.String())
	}
	for _, f := range r.Facets {
		for i := range f.Values {
			n += ofValue + len(f.Values[i].Value)
		}
	}
	return n
}

// documentBytes is the length of the texts of a document.
func documentBytes(d *index.Document) (n int) {
	for _, name := range layout.Stored {
		eachValue(d, name, func(v string) { n += len(v) })
	}
	return n
}
