package segment

// unitSet is a set of units of the forward index that is quickly passed over: it
// is small enough to stay in the nearest cache while documents are read.
type unitSet [1 << 16 / 64]uint64

// add adds the units of those words of a set that take one each.
func (s *unitSet) add(set WordSet, common uint32) {
	for _, r := range set {
		for w := r.From; w < min(r.To, common); w++ {
			s[w/64] |= 1 << (w % 64)
		}
	}
}

// addOdd adds all units that are no word by themselves.
func (s *unitSet) addOdd() {
	for u := gapUnit; u < len(s)*64; u++ {
		s[u/64] |= 1 << (u % 64)
	}
}

func (s *unitSet) has(u uint16) bool { return s[u/64]&(1<<(u%64)) != 0 }

// next returns where the first of units, from a place on, is in the set; or where
// they end.
func (s *unitSet) next(units []uint16, from int) int {
	for ; from < len(units) && !s.has(units[from]); from++ {
	}
	return from
}
