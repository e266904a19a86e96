package index

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
)

// item is a match on its way to a page.
type item struct {
	at    place
	score float64
	day   int32  // of a sort by date
	key   string // of a sort by title
	id    string // read only when two items are otherwise equal
}

// top keeps the first k items of an order; the last of them is at the root of
// the heap.
type top struct {
	k     int
	sort  Sort
	snap  *snapshot
	items []item
	err   error
}

// add offers an item.
func (t *top) add(it item) {
	switch {
	case t.k <= 0:
	case len(t.items) < t.k:
		heap.Push(t, it)
	case t.compare(&it, &t.items[0]) < 0:
		t.items[0] = it
		heap.Fix(t, 0)
	}
}

// sorted returns the items in order and empties the heap.
func (t *top) sorted() []item {
	items := t.items
	slices.SortFunc(items, func(a, b item) int { return t.compare(&a, &b) })
	t.items = nil
	return items
}

func (t *top) compare(a, b *item) int {
	c := 0
	switch t.sort {
	case Relevance:
		c = cmp.Compare(b.score, a.score)
	case Newest:
		c = cmp.Compare(b.day, a.day)
	case Oldest:
		c = cmp.Compare(a.day, b.day)
	case ByTitle:
		c = strings.Compare(a.key, b.key)
	}
	if c != 0 || a.at == b.at {
		return c
	}
	return strings.Compare(t.idOf(a), t.idOf(b))
}

func (t *top) idOf(it *item) string {
	if it.id == "" {
		id, err := t.snap.segments[it.at.seg].DocID(it.at.local)
		if err != nil && t.err == nil {
			t.err = err
		}
		it.id = string(id)
	}
	return it.id
}

func (t *top) Len() int           { return len(t.items) }
func (t *top) Less(i, j int) bool { return t.compare(&t.items[i], &t.items[j]) > 0 }
func (t *top) Swap(i, j int)      { t.items[i], t.items[j] = t.items[j], t.items[i] }
func (t *top) Push(x any)         { t.items = append(t.items, x.(item)) }
func (t *top) Pop() any {
	last := t.items[len(t.items)-1]
	t.items = t.items[:len(t.items)-1]
	return last
}
