package exec

import (
	"math/bits"

	"vankien/index/segment"
)

// cursor reads a posting for documents in ascending order.
type cursor struct {
	*posting
	hint  int    // place where the last look-up ended
	last  uint16 // the document looked up there
	hints []int  // of the parts
}

// frequency returns how often the posting stands in a document; 0: not at all.
func (c *cursor) frequency(d uint16) float32 {
	p := c.posting
	if p.bits == nil {
		if d < c.last {
			c.hint = 0
		}
		i, ok := gallop(p.docs, d, c.hint)
		c.last, c.hint = d, i
		if !ok {
			return 0
		}
		return p.at(d, i)
	}
	w, m := p.bits[d>>6], uint64(1)<<(d&63)
	if w&m == 0 {
		return 0
	}
	if len(p.parts) != 1 {
		return p.at(d, -1)
	}
	return p.at(d, p.parts[0].Before(int(d>>6))+bits.OnesCount64(w&(m-1)))
}

// reset has the cursor read another posting.
func (c *cursor) reset(p *posting) {
	*c = cursor{posting: p, hints: c.hints[:0]}
	for range p.parts {
		c.hints = append(c.hints, 0)
	}
}

// frequencies adds to tfs how often the posting stands in each of some documents
// in ascending order.
func (c *cursor) frequencies(docs []uint16, tfs []float32) {
	switch p := c.posting; {
	case p.n == 0:
	case p.tf == nil && p.few == nil && len(p.parts) > 0:
		for k := range p.parts {
			if x := &p.parts[k]; x.Bits != nil {
				addDense(x, docs, tfs)
			} else {
				c.hints[k] = addSparse(x, docs, tfs, c.hints[k])
			}
		}
	default:
		for j, d := range docs {
			tfs[j] = c.frequency(d)
		}
	}
}

// addDense adds the frequencies of a list that is a bitset.
func addDense(x *part, docs []uint16, tfs []float32) {
	word, before := -1, 0
	for j, d := range docs {
		w, m := int(d>>6), uint64(1)<<(d&63)
		if x.Bits[w]&m == 0 {
			continue
		}
		if w != word {
			word, before = w, x.Before(w)
		}
		tfs[j] += x.weight * timesIn(&x.Postings, before+bits.OnesCount64(x.Bits[w]&(m-1)), d)
	}
}

// addSparse adds the frequencies of a list in order. It begins to look at place i,
// and returns where it ended.
func addSparse(x *part, docs []uint16, tfs []float32, i int) int {
	list := x.Documents
	if i > 0 && (i >= len(list) || len(docs) > 0 && list[i-1] >= docs[0]) {
		i = 0 // blocks do not come in order
	}
	for j, d := range docs {
		if i < len(list) && list[i] < d {
			i, _ = gallop(list, d, i)
		}
		if i == len(list) {
			break
		}
		if list[i] == d {
			tfs[j] += x.weight * timesIn(&x.Postings, i, d)
		}
	}
	return i
}

// timesIn is how often a list has document d, at some place.
func timesIn(p *segment.Postings, place int, d uint16) float32 {
	if p.Frequencies != nil && p.Frequencies[place] < manyTimes {
		return float32(p.Frequencies[place])
	}
	return float32(p.Frequency(place, d))
}
