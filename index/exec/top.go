package exec

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// item is a match on its way to a page.
type item struct {
	Hit
	day int32  // of a sort by date
	key string // of a sort by title
	id  string // read only when two items are otherwise equal
}

// top keeps the first k items of an order; the last of them is at the root of
// the heap.
type top struct {
	ctx    context.Context
	snap   *Snapshot
	k      int
	sort   Sort
	scored bool // false when all scores are 0
	items  []item
	least  float64 // score that a full heap asks for; equals may get in by their id
	scorer *scorer // of a sort by score
	docs   []uint32
	bounds []float64 // of the blocks of a segment
	adds   int
	err    error // the first met; nothing more need be offered then
}

func newTop(ctx context.Context, s *Snapshot, k int, sort Sort, scored bool) top {
	return top{ctx: ctx, snap: s, k: k, sort: sort, scored: scored, least: math.Inf(-1)}
}

// addsEvery is how many items pass between two looks at the deadline: each may
// need its id read.
const addsEvery = 64

// add offers an item.
func (t *top) add(it item) {
	if t.adds++; t.adds%addsEvery == 0 && t.err == nil {
		t.err = t.ctx.Err()
	}
	switch {
	case len(t.items) < t.k:
		heap.Push(t, it)
	case t.compare(&it, &t.items[0]) < 0:
		t.items[0] = it
		heap.Fix(t, 0)
	default:
		return
	}
	if len(t.items) == t.k {
		t.least = t.items[0].Score
	}
}

// hits returns the items in order.
func (t *top) hits() ([]Hit, error) {
	slices.SortFunc(t.items, func(a, b item) int { return t.compare(&a, &b) })
	hits := make([]Hit, len(t.items))
	for i := range t.items {
		hits[i] = t.items[i].Hit
	}
	return hits, t.err
}

func (t *top) compare(a, b *item) int {
	c := 0
	switch t.sort {
	case ByScore:
		c = cmp.Compare(b.Score, a.Score)
	case Newest:
		c = cmp.Compare(b.day, a.day)
	case Oldest:
		c = cmp.Compare(a.day, b.day)
	case ByTitle:
		c = strings.Compare(a.key, b.key)
	}
	if c != 0 || a.Segment == b.Segment && a.Local == b.Local {
		return c
	}
	return strings.Compare(t.idOf(a), t.idOf(b))
}

func (t *top) idOf(it *item) string {
	if it.id == "" {
		id, err := t.snap.views[it.Segment].id(it.Local)
		if err != nil && t.err == nil {
			t.err = fmt.Errorf("read id: %w", err)
		}
		it.id = string(id)
	}
	return it.id
}

// collect offers the n documents found in a segment.
func (t *top) collect(r *searcher, number int, found bitset, n int) error {
	if t.k <= 0 || n == 0 {
		return nil
	}
	v := r.views[number]
	switch {
	case t.sort == Newest || t.sort == Oldest:
		return t.byDate(v, number, found, n)
	case t.sort == ByTitle:
		o, err := v.titles(t.ctx)
		if err != nil {
			return err
		}
		return t.inOrder(v, number, found, o)
	case t.scored:
		return t.byScore(r, number, found, n)
	}
	o, err := v.ids(t.ctx)
	if err != nil {
		return err
	}
	return t.inOrder(v, number, found, o)
}

// inOrder offers the first k documents of an order that were found.
func (t *top) inOrder(v *view, segment int, found bitset, o *order) error {
	n := 0
	for _, d := range o.docs {
		if !found.has(d) {
			continue
		}
		it := item{Hit: Hit{Segment: segment, Local: d}}
		if t.sort == ByTitle {
			key, err := v.title(d)
			if err != nil {
				return err
			}
			it.key = key
		}
		t.add(it)
		if n++; n == t.k || t.err != nil {
			break
		}
	}
	return t.err
}

// byDate offers the first k documents by date, equals by id. A few are taken
// as they come; of many, the order of dates is walked until k are found.
func (t *top) byDate(v *view, segment int, found bitset, n int) error {
	dates, err := v.dates(t.ctx)
	if err != nil {
		return err
	}
	if n <= max(t.k, v.n/fewDates) {
		found.each(func(d uint32) bool { t.addDated(segment, d, dates.days[d]); return t.err == nil })
		return t.err
	}
	left := t.k
	list := dates.order
	for len(list) > 0 && left > 0 && t.err == nil {
		var day []uint32
		if t.sort == Oldest {
			day, list = firstDay(dates, list)
		} else {
			day, list = lastDay(dates, list)
		}
		for _, d := range day {
			if left > 0 && found.has(d) {
				t.addDated(segment, d, dates.days[d])
				left--
			}
		}
	}
	if left > 0 {
		ids, err := v.ids(t.ctx)
		if err != nil {
			return err
		}
		for _, d := range ids.docs {
			if left > 0 && t.err == nil && dates.days[d] == noDays && found.has(d) {
				t.addDated(segment, d, noDays)
				left--
			}
		}
	}
	return t.err
}

// fewDates is the share of a segment's documents, as 1/fewDates, up to which
// they are sorted instead of looked for in the order of dates.
const fewDates = 64

// firstDay parts the documents of the first day from the rest.
func firstDay(d *dates, list []uint32) (day, rest []uint32) {
	n := 1
	for n < len(list) && d.days[list[n]].From == d.days[list[0]].From {
		n++
	}
	return list[:n], list[n:]
}

// lastDay parts the documents of the last day from the rest.
func lastDay(d *dates, list []uint32) (day, rest []uint32) {
	n := len(list) - 1
	for n > 0 && d.days[list[n-1]].From == d.days[list[n]].From {
		n--
	}
	return list[n:], list[:n]
}

func (t *top) addDated(segment int, d uint32, days Days) {
	it := item{Hit: Hit{Segment: segment, Local: d}, day: days.From}
	if days == noDays {
		it.day = math.MaxInt32
		if t.sort == Newest {
			it.day = math.MinInt32
		}
	}
	t.add(it)
}

// title reads the key by which a document's title is ordered.
func (v *view) title(d uint32) (key string, err error) {
	key = noTitle
	dv, ok := v.Segment().(segment.DocValueVisitable)
	if !ok {
		return key, fmt.Errorf("read title: segment %T keeps no doc values", v.Segment())
	}
	err = v.guard(func() error {
		_, err := dv.VisitDocValues(uint64(d), []string{v.engine.layout.Titles}, func(_ string, value []byte) { key = string(value) }, nil)
		return err
	})
	return key, err
}

// id reads the id of a document.
func (v *view) id(d uint32) (id []byte, err error) {
	err = v.guard(func() error { id, err = v.DocID(uint64(d)); return err })
	return id, err
}

func (t *top) Len() int           { return len(t.items) }
func (t *top) Less(i, j int) bool { return t.compare(&t.items[i], &t.items[j]) > 0 }
func (t *top) Swap(i, j int)      { t.items[i], t.items[j] = t.items[j], t.items[i] }

// Push and Pop are for container/heap.
func (t *top) Push(x any) { t.items = append(t.items, x.(item)) }

// Pop removes the last item.
func (t *top) Pop() any {
	last := t.items[len(t.items)-1]
	t.items = t.items[:len(t.items)-1]
	return last
}
