package exec

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Layout names the fields with a role of their own.
type Layout struct {
	Text    string // field whose words are scored by the length of the document
	Lengths string // column of that length, a decimal number
	Pairs   string // field of pairs of neighbouring words
	Dates   string // column of dates: YYYY, YYYY-MM or YYYY-MM-DD
	Years   string // name of the column of years that is derived from it
	Titles  string // column of the keys by which titles are ordered
}

// view is a segment within one snapshot.
type view struct {
	*scorch.SegmentSnapshot
	engine *Engine
	name   string // of its file
	n      int    // documents, deleted ones included
	words  int    // length of a bitset
	live   bitset // nil when no document is deleted
	alive  int    // documents that are not deleted
}

func newView(e *Engine, s *scorch.SegmentSnapshot) *view {
	n := int(s.FullSize())
	return &view{SegmentSnapshot: s, engine: e, name: SegmentName(s.Segment()), n: n, words: wordsFor(n)}
}

// key names a value of the segment in the cache.
func (v *view) key(name string) key { return key{owner{id: v.Id()}, name} }

// guard runs f, which reads the segment and nothing else.
func (v *view) guard(f func() error) error { return Guard(v.name, f) }

// cached returns the value of a key, which read makes of the segment when it is
// not there. A search does so dozens of times, so nothing is allocated for a value
// that is there.
func cached[T Sized](ctx context.Context, v *view, name string, read func() (T, error)) (made T, err error) {
	k := v.key(name)
	got, f, err := v.engine.cache.get(ctx, k)
	switch {
	case err != nil:
		return made, err
	case f == nil:
		return got.(T), nil
	}
	err = v.guard(func() (err error) { made, err = read(); return err })
	v.engine.cache.end(k, f, made, err)
	return made, err
}

// liveSet is a bitset that remembers how many documents it was made without.
type liveSet struct {
	set     bitset
	deleted uint64
	alive   int
	length  uint64 // sum of the lengths of live documents
}

// Bytes estimates the memory of the set.
func (l *liveSet) Bytes() int64 { return 8 * int64(len(l.set)) }

// setLive works out which documents are not deleted, and their total length. A
// segment only ever loses documents, so their number names the state.
func (v *view) setLive(ctx context.Context) (length uint64, err error) {
	deleted := v.Deleted()
	gone := uint64(0)
	if deleted != nil {
		gone = deleted.GetCardinality()
	}
	old, _ := v.engine.cache.peek(v.key("live")).(*liveSet)
	if old == nil || old.deleted != gone {
		lens, err := v.lengths(ctx)
		if err != nil {
			return 0, err
		}
		old = &liveSet{deleted: gone, alive: v.n - int(gone)}
		for _, n := range lens.of {
			old.length += uint64(n)
		}
		if gone > 0 {
			old.set = make(bitset, v.words)
			old.set.fill(v.n)
			for it := deleted.Iterator(); it.HasNext(); {
				d := it.Next()
				old.set[d>>6] &^= 1 << (d & 63)
				old.length -= uint64(lens.of[d])
			}
		}
		v.engine.cache.put(v.key("live"), old)
	}
	v.live, v.alive = old.set, old.alive
	return old.length, nil
}

// numbers is a column of numbers.
type numbers struct{ of []uint32 }

// Bytes estimates the memory of the column.
func (n *numbers) Bytes() int64 { return 4 * int64(len(n.of)) }

func (v *view) lengths(ctx context.Context) (*numbers, error) {
	return cached(ctx, v, "lengths", func() (*numbers, error) {
		list, err := readNumbers(ctx, v.Segment(), v.engine.layout.Lengths)
		return &numbers{list}, err
	})
}

// column returns the column of a field; that of years is derived from that of
// dates.
func (v *view) column(ctx context.Context, name string) (*column, error) {
	return cached(ctx, v, "c"+name, func() (*column, error) {
		if name != v.engine.layout.Years {
			return readColumn(ctx, v.Segment(), name)
		}
		c, err := v.column(ctx, v.engine.layout.Dates)
		if err != nil {
			return nil, err
		}
		return c.years(v.n), nil
	})
}

func (v *view) dates(ctx context.Context) (*dates, error) {
	return cached(ctx, v, "dates", func() (*dates, error) {
		c, err := v.column(ctx, v.engine.layout.Dates)
		if err != nil {
			return nil, err
		}
		ids, err := v.ids(ctx)
		if err != nil {
			return nil, err
		}
		return newDates(ctx, c, ids.rank)
	})
}

// order is the documents of a segment in some order.
type order struct {
	docs []uint32 // in order
	rank []uint32 // position of each document; nil where nobody needs it
}

// Bytes estimates the memory of the order.
func (o *order) Bytes() int64 { return 4 * int64(len(o.docs)+len(o.rank)) }

// ids is the order of ids, which decides between equals. The dictionary of ids
// has it, so no id is read.
func (v *view) ids(ctx context.Context) (*order, error) {
	return cached(ctx, v, "ids", func() (*order, error) {
		o := &order{docs: make([]uint32, 0, v.n), rank: make([]uint32, v.n)}
		dict, err := v.Segment().Dictionary("_id")
		if err != nil {
			return nil, fmt.Errorf("read ids: %w", err)
		}
		err = eachTerm(ctx, dict, nil, nil, func(_ string, list segment.PostingsList) error {
			it := list.Iterator(false, false, false, nil)
			for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
				if err != nil {
					return err
				}
				o.rank[p.Number()] = uint32(len(o.docs))
				o.docs = append(o.docs, uint32(p.Number()))
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read ids: %w", err)
		}
		return o, nil
	})
}

// titles is the order of titles; documents without one come last.
func (v *view) titles(ctx context.Context) (*order, error) {
	return cached(ctx, v, "titles", func() (*order, error) {
		ids, err := v.ids(ctx)
		if err != nil {
			return nil, err
		}
		keys := make([]string, v.n)
		err = visitValues(ctx, v.Segment(), v.engine.layout.Titles, func(d uint64, value []byte) {
			if value != nil {
				keys[d] = string(value)
			} else if keys[d] == "" {
				keys[d] = noTitle
			}
		})
		if err != nil {
			return nil, err
		}
		o := &order{docs: slices.Clone(ids.docs)}
		return o, sortWithin(ctx, o.docs, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(ids.rank[a], ids.rank[b]))
		})
	})
}

// sortWithin sorts a list. When ctx ends first it returns the error of ctx, and
// leaves the list in any order.
func sortWithin[T any](ctx context.Context, list []T, compare func(a, b T) int) error {
	n, over := 0, ctx.Err() != nil
	slices.SortFunc(list, func(a, b T) int {
		if n++; n%deadlineEvery == 0 {
			over = over || ctx.Err() != nil
		}
		if over {
			return 0 // all that is left are equals, which costs next to nothing
		}
		return compare(a, b)
	})
	return ctx.Err()
}

// noTitle comes after every key of a title, which is UTF-8.
const noTitle = "\xff"

// builders are reused: one holds a number for each document of a segment.
var builders = sync.Pool{New: func() any { return &builder{} }}

// posting returns the decoded posting of a word.
func (v *view) posting(ctx context.Context, w *Word, name string) (*posting, error) {
	p, err := cached(ctx, v, name, func() (*posting, error) {
		return v.build(func(b *builder) error { return v.decode(ctx, b, w) })
	})
	if err != nil {
		return nil, fmt.Errorf("read postings of %s: %w", w.Field, err)
	}
	return p, nil
}

// build returns the posting that add makes. A builder that a panic leaves half
// full is not used again.
func (v *view) build(add func(*builder) error) (*posting, error) {
	b := builders.Get().(*builder)
	b.reset(v.n)
	err := add(b)
	p := b.build()
	builders.Put(b)
	return p, err
}

// decode adds the frequencies of a word's terms to b.
func (v *view) decode(ctx context.Context, b *builder, w *Word) error {
	dict, err := v.Segment().Dictionary(w.Field)
	if err != nil {
		return err
	}
	d := decoder{ctx: ctx, dict: dict, to: b}
	for _, t := range w.Terms {
		if err := d.add([]byte(t.Text), t.Weight); err != nil {
			return err
		}
	}
	for _, r := range w.Ranges {
		entries := dict.AutomatonIterator(nil, []byte(r.Text), afterPrefix(r.Text))
		for e, err := entries.Next(); e != nil || err != nil; e, err = entries.Next() {
			if err != nil {
				return err
			}
			if slices.ContainsFunc(w.Terms, func(t Term) bool { return t.Text == e.Term }) {
				continue
			}
			if err := d.add([]byte(e.Term), r.Weight); err != nil {
				return err
			}
		}
	}
	return nil
}

// afterPrefix returns the first key after all that begin with prefix, or nil.
func afterPrefix(prefix string) []byte {
	end := []byte(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// decoder adds posting lists of one dictionary to a builder.
type decoder struct {
	ctx  context.Context
	dict segment.TermDictionary
	to   *builder
	list segment.PostingsList
	it   segment.PostingsIterator
}

func (d *decoder) add(term []byte, weight float32) (err error) {
	if d.list, err = d.dict.PostingsList(term, nil, d.list); err != nil {
		return err
	}
	d.it = d.list.Iterator(true, false, false, d.it)
	for n := 0; ; n++ {
		if n%deadlineEvery == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		p, err := d.it.Next()
		if p == nil || err != nil {
			return err
		}
		d.to.add(uint32(p.Number()), weight*float32(p.Frequency()))
	}
}

// deadlineEvery is how many documents, or terms, pass between two looks at the
// deadline. Loops that do no more with a document than to set or count a bit do
// not look: a million documents take them a millisecond or two.
const deadlineEvery = 4096
