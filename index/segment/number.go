package segment

import "slices"

// numbering gives words their numbers: the common ones first, both kinds in the
// order of their keys.
type numbering struct {
	wordKey []uint32
	common  int
}

// numberWords numbers the words among records and writes the numbers there.
// isWord and mayBeCommon are asked by key.
func numberWords(records []record, isWord, mayBeCommon func(key int) bool) (n numbering) {
	var keys, counts []uint32
	for i := range records {
		if isWord(i) {
			keys, counts = append(keys, uint32(i)), append(counts, records[i].N)
		}
	}
	least := uint32(0)
	if len(counts) > maxCommon {
		slices.Sort(counts)
		least = counts[len(counts)-maxCommon] + 1
	}
	var rare []uint32
	for _, k := range keys {
		if records[k].N >= least && mayBeCommon(int(k)) {
			n.wordKey = append(n.wordKey, k)
		} else {
			rare = append(rare, k)
		}
	}
	n.common = len(n.wordKey)
	n.wordKey = append(n.wordKey, rare...)
	for number, k := range n.wordKey {
		records[k].Word = uint32(number) + 1
	}
	return n
}
