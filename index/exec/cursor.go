package exec

import "math/bits"

// cursor reads a posting for documents in ascending order.
type cursor struct {
	*posting
	hint int    // place where the last look-up ended
	last uint16 // the document looked up there
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
