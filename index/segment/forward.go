package segment

import "iter"

const (
	// maxCommon is the number of words that take one unit of the forward index.
	maxCommon = 0xe000

	escape   = 0xf000 // unit escape + high half, then the low half: a rarer word
	gapUnit  = 0xeffe // between words that do not stand side by side
	partUnit = 0xefff // before every part but the first

	// SampleRate is the number of words between two whose offset is kept.
	SampleRate = 32

	maxWords = maxCommon + (0xffff-escape+1)<<16
)

// Occurrence is a word where it stands in a document.
type Occurrence struct {
	Number uint32 // of the word
	Part   int
	Place  int  // in its part, from 0
	Apart  bool // it does not stand beside the word before
}

// Forward returns the words of a document in order.
func (s *Segment) Forward(document uint32) iter.Seq[Occurrence] {
	units := s.units(document)
	common := uint32(s.head.Common)
	return func(yield func(Occurrence) bool) {
		r := Occurrence{Place: -1}
		for i := 0; i < len(units); i++ {
			switch u := units[i]; {
			case u == gapUnit:
				r.Apart = true
				continue
			case u == partUnit:
				r = Occurrence{Part: r.Part + 1, Place: -1}
				continue
			case u >= escape:
				i++
				r.Number = common + uint32(u-escape)<<16 + uint32(units[i])
			default:
				r.Number = uint32(u)
			}
			r.Place++
			if !yield(r) {
				return
			}
			r.Apart = false
		}
	}
}

// units is what the forward index holds of a document.
func (s *Segment) units(document uint32) []uint16 {
	from, to := s.forwardAt.of(document)
	return s.forward[from:to]
}

// appendUnits appends a word.
func appendUnits(to []uint16, word, common uint32) []uint16 {
	if word < common {
		return append(to, uint16(word))
	}
	word -= common
	return append(to, uint16(escape+word>>16), uint16(word))
}
