package segment

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
)

// referenceFactor is by how much the average that bounds are made for surpasses
// that of the segment.
const referenceFactor = 1.15

// keyWriter writes the lists of keys, which come field by field and in order.
type keyWriter struct {
	lists     listWriter
	keys      []byte
	offsets   []uint32
	records   []record
	unions    []record
	fieldKeys []int
	wordKey   []uint32

	begun      [maxBeginning]begun
	beginnings []uint32
	begunLists []record // of each of them
	docs       []uint32

	sum *adder
}

// begin starts with the lengths of the documents, which decide bounds.
func (w *keyWriter) begin(f *fileWriter, l *Layout, h *head, lengths []uint32) {
	n := len(lengths)
	for _, x := range lengths {
		h.Length += uint64(x)
	}
	h.Reference = max(1, float64(h.Length)/max(1, float64(n))) * referenceFactor
	k := make([]float32, n)
	for i, x := range lengths {
		k[i] = float32((l.K1*(1-l.B) + l.K1*l.B*float64(x)/h.Reference) * (1 - 1e-6))
	}
	w.lists = listWriter{to: f, n: n, k: k}
	w.offsets, w.sum = []uint32{0}, newAdder(n)
	whole(f, lengthSection, lengths)
	f.begin(listSection)
}

func (w *keyWriter) nextField() {
	w.noteBeginnings("", nil)
	w.fieldKeys = append(w.fieldKeys, len(w.records))
}

func (w *keyWriter) add(key string, docs, freqs []uint32) {
	if group := groupOf(key); group != "" && len(w.fieldKeys) == 1 {
		w.noteBeginnings(group[:len(group)-1], docs)
	}
	w.keys = append(w.keys, key...)
	w.offsets = append(w.offsets, uint32(len(w.keys)))
	w.records = append(w.records, w.lists.write(docs, freqs))
}

func (w *keyWriter) key(i int) string { return text(w.keys[w.offsets[i]:w.offsets[i+1]]) }

// groupOf returns the beginning of a word's key that all words of its group
// share; "" for what is no word.
func groupOf(key string) string {
	return key[:strings.IndexByte(key, groupMark)+1]
}

// addUnions writes the unions of groups with several words: fill adds the lists
// of the keys of a group to the sum, and its error ends it.
func (w *keyWriter) addUnions(fill func(from, to int, sum *adder) error) error {
	end := len(w.records)
	for i := 0; i < end; {
		j := i + 1
		if g := groupOf(w.key(i)); g != "" {
			for j < end && strings.HasPrefix(w.key(j), g) {
				j++
			}
			if j > i+1 {
				if err := fill(i, j, w.sum); err != nil {
					return err
				}
				r := w.lists.write(w.sum.take())
				r.Union = uint32(j)
				w.unions = append(w.unions, r)
				w.records[i].Union = uint32(len(w.unions))
			}
		}
		i = j
	}
	return w.lists.to.err
}

// end writes the keys. It returns ErrTooLarge where they cannot be numbered.
func (w *keyWriter) end(f *fileWriter) error {
	if len(w.wordKey) > maxWords || len(w.keys) > math.MaxUint32 {
		return fmt.Errorf("%w: %d words, %d bytes of keys", ErrTooLarge, len(w.wordKey), len(w.keys))
	}
	f.end()
	whole(f, keyOffsetSection, w.offsets)
	whole(f, keySection, w.keys)
	whole(f, recordSection, w.records)
	whole(f, unionSection, w.unions)
	beginnings, lists := w.sortBeginnings()
	whole(f, beginningSection, beginnings)
	whole(f, beginningListSection, lists)
	whole(f, wordSection, w.wordKey)
	return f.err
}

// adder sums lists of documents.
type adder struct {
	freqs []uint32
	set   []uint64
	docs  []uint32
	out   []uint32
}

func newAdder(n int) *adder { return &adder{freqs: make([]uint32, n), set: make([]uint64, words(n))} }

func (a *adder) add(d, freq uint32) {
	a.freqs[d] += freq
	a.set[d>>6] |= 1 << (d & 63)
}

// take returns the sum and empties it; the slices are valid until the next call.
func (a *adder) take() (docs, freqs []uint32) {
	a.docs, a.out = a.docs[:0], a.out[:0]
	for w, x := range a.set {
		for ; x != 0; x &= x - 1 {
			d := uint32(w<<6 + bits.TrailingZeros64(x))
			a.docs, a.out = append(a.docs, d), append(a.out, a.freqs[d])
			a.freqs[d] = 0
		}
		a.set[w] = 0
	}
	return a.docs, a.out
}
