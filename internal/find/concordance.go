package find

import (
	"container/heap"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// concordance makes a page of lines of those that it is shown. Of an order that depends
// on all of them it keeps the first ones up to the end of the page.
type concordance struct {
	*KWIC
	address  string // query part of addresses
	from, to int    // lines of the page
	seen     int
	first    firstLines
	near     *neighbours // nil: they are not counted

	walked  *index.Walked // document at hand
	speaker string        // key of its speaker
}

func newConcordance(k *KWIC, q string) *concordance {
	c := &concordance{KWIC: k, address: k.pageQuery(q), from: (k.page - 1) * k.size, to: k.page * k.size}
	if k.neighbours {
		c.near = newNeighbours()
	}
	return c
}

// document begins with the lines of a document.
func (c *concordance) document(x *index.Walked) {
	c.walked = x
	if c.Order == bySpeaker {
		c.speaker = lastKey
		if x.Document.Speaker != "" {
			c.speaker = viet.SortKey(x.Document.Speaker)
		}
	}
}

// line takes a line.
func (c *concordance) line(l *textLine) error {
	c.near.add(l)
	at := c.seen
	c.seen++
	switch {
	case c.seesAll():
		if key := c.key(l); len(c.first) < c.to {
			heap.Push(&c.first, sortedLine{key, at, c.view(l)})
		} else if last := &c.first[0]; key < last.key { // of equal ones the earlier stay
			*last = sortedLine{key, at, c.view(l)}
			heap.Fix(&c.first, 0)
		}
	case at >= c.from && at < c.to:
		c.first = append(c.first, sortedLine{"", at, c.view(l)})
	}
	return nil
}

// page returns the lines of the page.
func (c *concordance) page() []*LineView {
	list := []*LineView{}
	if !c.seesAll() {
		for _, l := range c.first {
			list = append(list, l.view)
		}
		return list
	}
	slices.SortFunc(c.first, func(a, b sortedLine) int {
		if a.before(&b) {
			return -1
		}
		return 1
	})
	for _, l := range c.first[min(c.from, len(c.first)):] {
		list = append(list, l.view)
	}
	return list
}

// lastKey is behind every key of words.
const lastKey = "\xff"

// key is what the order goes by, before the order of documents and places.
func (c *concordance) key(l *textLine) string {
	switch c.Order {
	case byLeft:
		words := strings.Fields(l.left)
		slices.Reverse(words)
		return viet.SortKey(strings.Join(words, " "))
	case byRight:
		return viet.SortKey(l.right)
	}
	return c.speaker
}

func (c *concordance) view(l *textLine) *LineView {
	d := &c.walked.Document
	v := &LineView{ID: d.ID, URL: DocumentPath(d.ID) + c.address, Document: Summary(d), Field: string(l.field), Page: l.page,
		Left: strings.Clone(l.left), Match: strings.Clone(l.match), Right: strings.Clone(l.right), Anchor: l.anchor}
	if l.anchor > 0 {
		n := strconv.Itoa(l.anchor)
		v.URL += "&p=" + n + "#p" + n
	}
	return v
}

// sortedLine is a line with what decides its place.
type sortedLine struct {
	key  string
	at   int // place among all lines as they were met
	view *LineView
}

func (l *sortedLine) before(o *sortedLine) bool {
	return l.key < o.key || l.key == o.key && l.at < o.at
}

// firstLines is a heap with the last line at its root.
type firstLines []sortedLine

func (h firstLines) Len() int           { return len(h) }
func (h firstLines) Less(i, j int) bool { return h[j].before(&h[i]) }
func (h firstLines) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *firstLines) Push(x any) { *h = append(*h, x.(sortedLine)) }

// Pop implements heap.Interface.
func (h *firstLines) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
