package exec

import (
	"vankien/index/segment"
)

// addition is what one goroutine adds up, segment by segment.
type addition struct {
	*adder
	read    func(Hit) (int, error)
	segment int // that is being added up
	field   int
	keys    int
	column  segment.Column
	numbers []int32   // nil: the segment has none
	by      []Sums    // by place of the value + 1; 0 is documents without one
	counts  []float32 // by document of the chunk, or empty: nothing is counted. All are 0
	sums    SumsResult
}

// add adds up a range.
func (w *addition) add(x *span) error {
	if x.chunk.segment != w.segment {
		w.finish()
		w.start(x.chunk)
	}
	if err := w.count(x); err != nil {
		return err
	}
	switch {
	case w.field < 0:
		w.each(x, func(_ int, s Sums) { w.by[0].add(s) })
	case w.column.Starts != nil:
		w.each(x, func(d int, s Sums) {
			none := true
			w.column.Places(x.chunk.base+uint32(d), func(place int) { w.by[place+1].add(s); none = false })
			if none {
				w.by[0].add(s)
			}
		})
	case w.column.Wide != nil:
		places := w.column.Wide[x.chunk.base:]
		w.each(x, func(d int, s Sums) { w.by[places[d]].add(s) })
	default:
		places := w.column.Narrow[x.chunk.base:]
		w.each(x, func(d int, s Sums) { w.by[places[d]].add(s) })
	}
	return nil
}

// start begins with the segment of a chunk.
func (w *addition) start(c *chunk) {
	w.segment, w.field, w.keys, w.numbers = c.segment, c.Field(w.Column), 0, nil
	if w.field >= 0 {
		w.column, w.keys = c.Segment.Column(w.field), c.Keys(w.field, "", "").Len()
	}
	if i := number(c.Layout().Numbers, w.Number); i >= 0 {
		w.numbers = c.Numbers(i)
	}
	if cap(w.by) < w.keys+1 {
		w.by = make([]Sums, w.keys+1)
	}
	w.by = w.by[:w.keys+1]
	clear(w.by)
}

// each calls f with what each document of a range has, and takes its count away.
func (w *addition) each(x *span, f func(d int, s Sums)) {
	var all Sums
	var numbers []int32
	if w.numbers != nil {
		numbers = w.numbers[x.chunk.base:]
	}
	eachBit(x.found, func(d int) {
		s := Sums{Documents: 1}
		if numbers != nil {
			s.Number = int(numbers[d])
		}
		if len(w.counts) > 0 {
			s.Places = int(w.counts[d])
			w.counts[d] = 0
		}
		all.add(s)
		f(d, s)
	})
	w.sums.Total.add(all)
}

// count counts places in the documents of a range.
func (w *addition) count(x *span) error {
	if w.read == nil && len(w.counted) == 0 {
		return nil
	}
	if len(w.counts) == 0 {
		w.counts = make([]float32, segment.ChunkSize)
	}
	if w.read != nil {
		return w.readAll(x)
	}
	for i, l := range w.counted {
		l.postings[x.at].addCounts(w.counts, x.found, w.Count[i].Times)
	}
	return nil
}

// readAll has the documents of a range read.
func (w *addition) readAll(x *span) (err error) {
	x.found.each(func(d uint16) bool {
		n := 0
		if n, err = w.read(Hit{Segment: x.chunk.segment, Local: x.chunk.base + uint32(d)}); err == nil {
			err = w.ctx.Err()
		}
		w.counts[d] = float32(n)
		return err == nil
	})
	return err
}

// addCounts adds to some counts how often the posting stands in the documents of a
// set, times a factor.
func (p *posting) addCounts(counts []float32, set bitset, times float32) {
	switch {
	case p.tf != nil:
		for i, d := range p.docs {
			if set.has(d) {
				counts[d] += times * p.tf[i]
			}
		}
	case p.few != nil:
		for i, d := range p.docs {
			if set.has(d) {
				counts[d] += times * float32(p.few[i])
			}
		}
	case len(p.parts) == 0:
		p.eachIn(set, func(d uint16) { counts[d] += times })
	default:
		for i := range p.parts {
			x := p.parts[i]
			x.weight *= times
			x.addTo(counts, set)
		}
	}
}

// finish adds the sums of a segment to those before.
func (w *addition) finish() {
	if w.segment < 0 {
		return
	}
	v := w.views[w.segment]
	w.sums.Missing.add(w.by[0])
	var own []ValueSums
	if w.field >= 0 {
		first := v.Keys(w.field, "", "").From
		for k := range w.by[1:] {
			if s := w.by[k+1]; s.Documents > 0 {
				own = append(own, ValueSums{v.Key(first + k), s})
			}
		}
	}
	w.sums.Values = mergedSums(w.sums.Values, own)
}
