package segment

import "math"

// WordMap is a set of words of one segment, made to be looked up for each word of
// a long document. It is safe for concurrent use.
type WordMap struct {
	segment *Segment
	common  unitSet // and the units that rarer words begin with
	set     WordSet
}

// NewWordMap returns the map of some words.
func (s *Segment) NewWordMap(set WordSet) *WordMap {
	m := &WordMap{segment: s, set: set}
	m.common.add(set, uint32(s.head.Common))
	for i := escape / 64; i < len(m.common); i++ {
		m.common[i] = math.MaxUint64
	}
	return m
}

// Stretches appends to out the stretches of a part of a document in which the
// words stand: from one sampled word to another, in order, none touching the
// next. The last may end beyond the part.
func (m *WordMap) Stretches(out [][2]int, document uint32, part int) [][2]int {
	s := m.segment
	units := s.units(document)
	cut := cutter{at: s.samples[s.sampleAt[document]:s.sampleAt[document+1]]}
	for ; part > 0; part-- {
		n := 0
		units, n = wordsOfPart(units)
		_, cut.at = sumSamples(cut.at, max(0, n-1)/SampleRate)
	}
	place, common := 0, uint32(s.head.Common)
	for i := 0; i < len(units); i++ {
		u := units[i]
		is := false
		switch {
		case u < gapUnit:
			is = m.common.has(u)
		case u == gapUnit:
			continue
		case u == partUnit:
			units = units[:i+1]
			continue
		default:
			i++
			is = m.set.Has(common + uint32(u-escape)<<16 + uint32(units[i]))
		}
		if is {
			out = cut.add(out, place/SampleRate)
		}
		place++
	}
	return cut.end(out, max(0, place-1)/SampleRate)
}

// wordsOfPart returns what follows the first part, and how many words that has.
func wordsOfPart(units []uint16) (rest []uint16, n int) {
	for i := 0; i < len(units); i++ {
		switch u := units[i]; {
		case u == partUnit:
			return units[i+1:], n
		case u == gapUnit:
			continue
		case u >= escape:
			i++
		}
		n++
	}
	return nil, n
}

// cutter turns numbers of samples, which never fall, into stretches.
type cutter struct {
	at     []uint16 // samples to come
	sample int      // the last that was passed
	offset int      // of it
	open   int      // number of the sample that the last stretch reaches; 0: there is none
}

// to passes samples up to number k and returns its offset.
func (c *cutter) to(k int) int {
	var sum uint32
	sum, c.at = sumSamples(c.at, k-c.sample)
	c.offset, c.sample = c.offset+int(sum), k
	return c.offset
}

// add takes in what stands from sample k to the next.
func (c *cutter) add(out [][2]int, k int) [][2]int {
	switch {
	case c.open == k+1:
		return out
	case c.open == k && c.open > 0:
		c.open = k + 1
		return out
	case c.open > 0:
		out[len(out)-1][1] = c.to(c.open)
	}
	c.open = k + 1
	return append(out, [2]int{c.to(k), 0})
}

// end closes the last stretch; last is the number of the last sample.
func (c *cutter) end(out [][2]int, last int) [][2]int {
	switch {
	case c.open > last:
		out[len(out)-1][1] = endOfPart
	case c.open > 0:
		out[len(out)-1][1] = c.to(c.open)
	}
	return out
}

// endOfPart is beyond every part.
const endOfPart = 1 << 32
