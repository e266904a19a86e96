package runs

import (
	"math"
	"slices"
)

// All is the number of documents up to which what was written once is kept; most of
// what more of them have would be that.
const All = 1000

// LeastOf returns the count below which runs and names of so many documents are left
// out.
func LeastOf(documents int) uint32 {
	if documents > All {
		return 2
	}
	return 1
}

// Writer lays counts out: runs of two are added in order, each with the words that
// follow it.
type Writer struct {
	Least uint32            // count below which runs and names are left out
	Third func(word uint16) // is told of the third words in their order; nil: they are kept

	to Counts
}

// third is a word that follows a run of two, and how often.
type third struct {
	word  uint16
	count uint32
}

func (w *Writer) add(a, b, count uint32, thirds []third) {
	if count < w.Least {
		return
	}
	w.startAt(int(a))
	w.to.Seconds, w.to.Behind = append(w.to.Seconds, uint16(b)), append(w.to.Behind, uint32(len(w.to.Triples.Low)))
	w.to.Pairs.Add(count)
	for _, t := range thirds {
		if t.count < w.Least {
			continue
		}
		w.to.Triples.Add(t.count)
		if w.Third != nil {
			w.Third(t.word)
		} else {
			w.to.Thirds = append(w.to.Thirds, t.word)
		}
	}
}

// startAt begins the runs of word a, and those before it that begin none.
func (w *Writer) startAt(a int) {
	for len(w.to.Starts) <= a {
		w.to.Starts = append(w.to.Starts, uint32(len(w.to.Seconds)))
	}
}

// end ends with the counts of all words and the names, of which equal ones are added
// up.
func (w *Writer) end(common int, words []uint32, names []Name) *Counts {
	w.startAt(common)
	w.to.Behind = append(w.to.Behind, uint32(len(w.to.Triples.Low)))
	for _, n := range words {
		w.to.Written += uint64(n)
	}
	w.to.Words, w.to.Names = words, w.summed(names)
	return &w.to
}

func (w *Writer) summed(names []Name) []Name {
	slices.SortFunc(names, Name.compare)
	out := names[:0]
	for i := 0; i < len(names); {
		n := names[i]
		for i++; i < len(names) && names[i].Words == n.Words; i++ {
			n.Count = plus(n.Count, names[i].Count)
		}
		if n.Count >= w.Least {
			out = append(out, n)
		}
	}
	return out
}

// plus is a sum that stays at the largest number.
func plus(a, b uint32) uint32 { return uint32(min(uint64(a)+uint64(b), math.MaxUint32)) }
