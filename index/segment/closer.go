package segment

// Place is a word of a set where it stands in a document.
type Place struct {
	Word  uint32 // its number
	Place int    // among the units of the document: words, and about one for each end of a sentence
}

// Places appends to out where words of the set stand in a document, in order,
// among its first most units.
func (m *WordMap) Places(out []Place, document uint32, most int) []Place {
	units, common := m.segment.units(document), uint32(m.segment.head.Common)
	units = units[:min(len(units), most)]
	for i := m.common.next(units, 0); i < len(units); i = m.common.next(units, i+1) {
		switch u := units[i]; {
		case u < gapUnit:
			out = append(out, Place{uint32(u), i})
		case u >= escape && i+1 < len(units):
			i++
			if w := common + uint32(u-escape)<<16 + uint32(units[i]); m.set.Has(w) {
				out = append(out, Place{w, i})
			}
		}
	}
	return out
}
