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
	n      int    // documents, deleted ones included
	words  int    // length of a bitset
	live   bitset // nil when no document is deleted
	alive  int    // documents that are not deleted
}

// cached returns the value of a key, which read makes when it is not there.
func cached[T interface{ bytes() int64 }](v *view, key string, read func() (T, error)) (T, error) {
	if got, ok := v.engine.cache.get(v.Id(), key).(T); ok {
		return got, nil
	}
	made, err := read()
	if err == nil {
		v.engine.cache.put(v.Id(), key, made, made.bytes())
	}
	return made, err
}

// liveSet is a bitset that remembers how many documents it was made without.
type liveSet struct {
	set     bitset
	deleted uint64
	alive   int
	length  uint64 // sum of the lengths of live documents
}

func (l *liveSet) bytes() int64 { return 8 * int64(len(l.set)) }

// setLive works out which documents are not deleted, and their total length. A
// segment only ever loses documents, so their number names the state.
func (v *view) setLive() (length uint64, err error) {
	deleted := v.Deleted()
	gone := uint64(0)
	if deleted != nil {
		gone = deleted.GetCardinality()
	}
	old, _ := v.engine.cache.get(v.Id(), "live").(*liveSet)
	if old == nil || old.deleted != gone {
		lens, err := v.lengths()
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
		v.engine.cache.put(v.Id(), "live", old, old.bytes())
	}
	v.live, v.alive = old.set, old.alive
	return old.length, nil
}

// numbers is a column of numbers.
type numbers struct{ of []uint32 }

func (n *numbers) bytes() int64 { return 4 * int64(len(n.of)) }

func (v *view) lengths() (*numbers, error) {
	return cached(v, "lengths", func() (*numbers, error) {
		list, err := readNumbers(v.Segment(), v.engine.layout.Lengths)
		return &numbers{list}, err
	})
}

// column returns the column of a field.
func (v *view) column(name string) (*column, error) {
	return cached(v, "c"+name, func() (*column, error) {
		if name == v.engine.layout.Years {
			return v.years()
		}
		return readColumn(v.Segment(), name, v.engine.dictionary(name))
	})
}

// years derives the column of years from that of dates.
func (v *view) years() (*column, error) {
	c, err := v.column(v.engine.layout.Dates)
	if err != nil {
		return nil, err
	}
	values := c.dict.all()
	y := &column{dict: v.engine.dictionary(v.engine.layout.Years), one: make([]uint32, v.n)}
	for d := range y.one {
		if id, ok := c.first(uint32(d)); ok {
			y.one[d] = y.dict.number([]byte(values[id][:4])) + 1
		}
	}
	return y, nil
}

func (v *view) dates() (*dates, error) {
	return cached(v, "dates", func() (*dates, error) {
		c, err := v.column(v.engine.layout.Dates)
		if err != nil {
			return nil, err
		}
		ids, err := v.ids()
		if err != nil {
			return nil, err
		}
		return newDates(c, ids.rank), nil
	})
}

// order is the documents of a segment in some order.
type order struct {
	docs []uint32 // in order
	rank []uint32 // place of each document; nil where nobody needs it
}

func (o *order) bytes() int64 { return 4 * int64(len(o.docs)+len(o.rank)) }

// ids is the order of ids, which decides between equals. The dictionary of ids
// has it, so no id is read.
func (v *view) ids() (*order, error) {
	return cached(v, "ids", func() (*order, error) {
		o := &order{docs: make([]uint32, 0, v.n), rank: make([]uint32, v.n)}
		dict, err := v.Segment().Dictionary("_id")
		if err != nil {
			return nil, fmt.Errorf("read ids: %w", err)
		}
		var pl segment.PostingsList
		var it segment.PostingsIterator
		entries := dict.AutomatonIterator(nil, nil, nil)
		for e, err := entries.Next(); e != nil || err != nil; e, err = entries.Next() {
			if err != nil {
				return nil, fmt.Errorf("read ids: %w", err)
			}
			if pl, err = dict.PostingsList([]byte(e.Term), nil, pl); err != nil {
				return nil, fmt.Errorf("read ids: %w", err)
			}
			it = pl.Iterator(false, false, false, it)
			for p, err := it.Next(); p != nil || err != nil; p, err = it.Next() {
				if err != nil {
					return nil, fmt.Errorf("read ids: %w", err)
				}
				o.rank[p.Number()] = uint32(len(o.docs))
				o.docs = append(o.docs, uint32(p.Number()))
			}
		}
		return o, nil
	})
}

// titles is the order of titles; documents without one come last.
func (v *view) titles() (*order, error) {
	return cached(v, "titles", func() (*order, error) {
		ids, err := v.ids()
		if err != nil {
			return nil, err
		}
		keys := make([]string, v.n)
		err = visitValues(v.Segment(), v.engine.layout.Titles, func(d uint64, value []byte) {
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
		slices.SortFunc(o.docs, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(ids.rank[a], ids.rank[b]))
		})
		return o, nil
	})
}

// noTitle comes after every key of a title, which is UTF-8.
const noTitle = "\xff"

// builders are reused: one holds a number for each document of a segment.
var builders = sync.Pool{New: func() any { return &builder{} }}

// posting returns the decoded posting of a word.
func (v *view) posting(ctx context.Context, w *Word, key string) (*posting, error) {
	p, err := cached(v, key, func() (*posting, error) {
		b := builders.Get().(*builder)
		defer builders.Put(b)
		b.reset(v.n)
		if err := v.decode(ctx, b, w); err != nil {
			b.build()
			return nil, err
		}
		return b.build(), nil
	})
	if err != nil {
		return nil, fmt.Errorf("read postings of %s: %w", w.Field, err)
	}
	return p, nil
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

// deadlineEvery is how many documents pass between two looks at the deadline.
const deadlineEvery = 4096
