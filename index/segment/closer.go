package segment

// Place is a word of a set where it stands in a document.
type Place struct {
	Word  uint32 // its number
	Place int    // among all words of the document, whatever their part
}

// Places appends to out where words of the set stand in a document, in order,
// among its first most words or a few more.
func (m *WordMap) Places(out []Place, document uint32, most int) []Place {
	units, common := m.segment.units(document), uint32(m.segment.head.Common)
	skipped := 0 // units that are no word
	for i := 0; i < len(units) && i-skipped < most; i++ {
		u := units[i]
		switch {
		case u < gapUnit:
			if m.common.has(u) {
				out = append(out, Place{uint32(u), i - skipped})
			}
		case u < escape:
			skipped++
		default:
			i++
			skipped++
			if w := common + uint32(u-escape)<<16 + uint32(units[i]); m.set.Has(w) {
				out = append(out, Place{w, i - skipped})
			}
		}
	}
	return out
}
