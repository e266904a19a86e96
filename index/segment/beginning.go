package segment

import (
	"math/bits"
	"slices"
)

// A beginning of words that stands for many has a list of its own, of documents
// only: to add up thousands of lists takes milliseconds.

// fewWords is how many words of a segment begin alike at most without a list of
// documents for their beginning.
const fewWords = 64

// maxBeginning is the length in bytes of the longest beginnings that have lists;
// few that are longer stand for many documents.
const maxBeginning = 3

// beginningKey is a beginning as a number: in the order of beginnings.
func beginningKey(s string) (k uint32) {
	for i := range maxBeginning {
		k <<= 8
		if i < len(s) {
			k |= uint32(s[i])
		}
	}
	return k<<8 | uint32(len(s))
}

// Beginning returns the documents that have words that begin so, if there is a
// list of them. It has no frequencies.
func (s *Segment) Beginning(prefix string) (List, bool) {
	if prefix == "" || len(prefix) > maxBeginning {
		return List{}, false
	}
	i, found := slices.BinarySearch(s.beginnings, beginningKey(prefix))
	if !found {
		return List{}, false
	}
	l := s.list(0, &s.begun[i])
	l.freqs = false
	return l, true
}

// begun collects the documents of a beginning whose words are being written.
type begun struct {
	prefix string
	words  int
	set    []uint64
}

// noteBeginnings takes in a word, which comes in order; the empty one ends it.
func (w *keyWriter) noteBeginnings(group string, docs []uint32) {
	for i := range w.begun {
		b := &w.begun[i]
		if b.words > 0 && (len(group) <= i || group[:i+1] != b.prefix) {
			w.endBeginning(b)
		}
		if len(group) <= i {
			continue
		}
		if b.words == 0 {
			b.prefix = group[:i+1]
			if b.set == nil {
				b.set = make([]uint64, words(w.lists.n))
			}
		}
		b.words++
		for _, d := range docs {
			b.set[d>>6] |= 1 << (d & 63)
		}
	}
}

func (w *keyWriter) endBeginning(b *begun) {
	if b.words > fewWords {
		w.docs = w.docs[:0]
		for i, x := range b.set {
			for ; x != 0; x &= x - 1 {
				w.docs = append(w.docs, uint32(i<<6+bits.TrailingZeros64(x)))
			}
		}
		w.beginnings = append(w.beginnings, beginningKey(b.prefix))
		w.begunLists = append(w.begunLists, w.lists.write(w.docs, nil))
	}
	clear(b.set)
	b.words = 0
}

// sortBeginnings orders the beginnings: a longer one ends before a shorter.
func (w *keyWriter) sortBeginnings() (keys []uint32, lists []record) {
	order := make([]int, len(w.beginnings))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(int64(w.beginnings[a]) - int64(w.beginnings[b])) })
	for _, i := range order {
		keys, lists = append(keys, w.beginnings[i]), append(lists, w.begunLists[i])
	}
	return keys, lists
}
