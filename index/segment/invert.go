package segment

import (
	"slices"
	"strings"
	"sync"
)

// Marks in the sequence of a document's words.
const (
	gapMark  = 1<<32 - 1
	partMark = 1<<32 - 2
)

// inversion is a batch of documents as numbers: keys are numbered as they are
// met first.
type inversion struct {
	layout *Layout

	ids   []map[string]uint32 // by field: 0 words by their text, then the fields, last the extra terms
	keys  []string
	field []uint16 // of each key, extra terms being of field 0

	counts []uint32 // of each key in the document at hand
	seen   []uint32 // keys that it has

	of    []uint32 // postings: key,
	docs  []uint32 // document
	freqs []uint32 // and frequency, in the order of documents

	lengths  []uint32
	sequence []uint32 // words of all documents, with marks
	starts   []int    // of each document in it, and the end
	samples  []uint32
	sampleAt []uint32
	pairs    pairTable
}

// inversions keeps the room of batches for the next ones: a batch is as large
// as the one before, and growing anew would copy all of it several times.
var inversions = sync.Pool{New: func() any { return &inversion{} }}

func newInversion(l *Layout) *inversion {
	v := inversions.Get().(*inversion)
	v.layout = l
	v.starts, v.sampleAt = append(v.starts[:0], 0), append(v.sampleAt[:0], 0)
	for len(v.ids) < len(l.Fields)+2 {
		v.ids = append(v.ids, map[string]uint32{})
	}
	v.ids = v.ids[:len(l.Fields)+2]
	v.pairs.reset()
	return v
}

// release gives the room back. Nothing of the batch is referred to any more.
func (v *inversion) release() {
	for i := range v.ids {
		clear(v.ids[i])
	}
	clear(v.keys)
	v.keys, v.field, v.counts, v.seen = v.keys[:0], v.field[:0], v.counts[:0], v.seen[:0]
	v.of, v.docs, v.freqs = v.of[:0], v.docs[:0], v.freqs[:0]
	v.lengths, v.sequence, v.samples = v.lengths[:0], v.sequence[:0], v.samples[:0]
	inversions.Put(v)
}

// add takes the next document in.
func (v *inversion) add(a *Analysis) {
	d := uint32(len(v.lengths))
	length := uint32(0)
	for p := range v.layout.Parts {
		if p > 0 {
			v.sequence = append(v.sequence, partMark)
		}
		weight := v.layout.Parts[p].Weight
		length += weight * uint32(len(a.Parts[p]))
		v.part(d, a.Parts[p], weight)
	}
	for _, t := range a.Extra {
		v.hit(v.extra(t.Text), t.Count)
	}
	for f, terms := range a.Fields {
		for _, t := range terms {
			v.hit(v.key(f+1, t.Text, t.Text), t.Count)
		}
	}
	for _, k := range v.seen {
		v.of, v.docs, v.freqs = append(v.of, k), append(v.docs, d), append(v.freqs, v.counts[k])
		v.counts[k] = 0
	}
	v.seen = v.seen[:0]
	v.lengths = append(v.lengths, length)
	v.starts = append(v.starts, len(v.sequence))
	v.sampleAt = append(v.sampleAt, uint32(len(v.samples)))
}

func (v *inversion) part(d uint32, words []Word, weight uint32) {
	last := uint32(gapMark)
	for i := range words {
		w := &words[i]
		k, known := v.ids[0][w.Text]
		if !known {
			k = v.key(0, w.Text, WordKey(w.Text, w.Group))
		}
		v.hit(k, weight)
		switch {
		case i == 0:
		case w.Apart:
			v.sequence = append(v.sequence, gapMark)
		default:
			v.pairs.add(last, k, d, weight)
		}
		if i > 0 && i%SampleRate == 0 {
			v.samples = append(v.samples, w.Start)
		}
		v.sequence = append(v.sequence, k)
		last = k
	}
}

// extra returns the number of the key of a term without a place, which may be
// that of a word.
func (v *inversion) extra(key string) uint32 {
	if group, word, is := strings.Cut(key, string(groupMark)); is {
		return v.key(0, cond(word == "", group, word), key)
	}
	return v.key(len(v.ids)-1, key, key)
}

// key returns the number of a key by a name that tells it from others of its kind.
func (v *inversion) key(kind int, name, key string) uint32 {
	k, known := v.ids[kind][name]
	if !known {
		k = uint32(len(v.keys))
		v.ids[kind][name] = k
		v.keys = append(v.keys, key)
		v.field = append(v.field, uint16(kind%(len(v.ids)-1)))
		v.counts = append(v.counts, 0)
	}
	return k
}

func (v *inversion) hit(k, n uint32) {
	if v.counts[k] == 0 {
		v.seen = append(v.seen, k)
	}
	v.counts[k] += n
}

// grouped is postings by key.
type grouped struct {
	starts      []uint32
	docs, freqs []uint32
}

func (g *grouped) of(k uint32) (docs, freqs []uint32) {
	return g.docs[g.starts[k]:g.starts[k+1]], g.freqs[g.starts[k]:g.starts[k+1]]
}

// byKey groups the postings.
func (v *inversion) byKey() *grouped {
	g := &grouped{make([]uint32, len(v.keys)+1), make([]uint32, len(v.of)), make([]uint32, len(v.of))}
	for _, k := range v.of {
		g.starts[k+1]++
	}
	for k := range v.keys {
		g.starts[k+1] += g.starts[k]
	}
	at := slices.Clone(g.starts)
	for i, k := range v.of {
		g.docs[at[k]], g.freqs[at[k]] = v.docs[i], v.freqs[i]
		at[k]++
	}
	return g
}

// pairTable collects pairs of neighbours: an open hash table from two keys to
// the number of the pair, and postings of pairs in the order of documents.
type pairTable struct {
	slots []pairSlot
	shift uint
	keys  []uint64 // of each pair: first key, second key
	last  []uint32 // posting of the newest document of each pair + 1

	of    []uint32 // postings: pair,
	docs  []uint32 // document
	freqs []uint8  // and frequency, 255 for that and more
}

type pairSlot struct {
	key  uint64
	pair uint32 // + 1
}

func (t *pairTable) reset() {
	clear(t.slots)
	t.keys, t.last = t.keys[:0], t.last[:0]
	t.of, t.docs, t.freqs = t.of[:0], t.docs[:0], t.freqs[:0]
	if t.slots == nil {
		t.grow(1 << 12)
	}
}

func (t *pairTable) grow(n int) {
	t.slots, t.shift = make([]pairSlot, n), 64
	for x := n; x > 1; x >>= 1 {
		t.shift--
	}
	for i, k := range t.keys {
		*t.slot(k) = pairSlot{k, uint32(i) + 1}
	}
}

// slot finds the slot of a key, or where it would go (Fibonacci hashing, linear
// probing).
func (t *pairTable) slot(key uint64) *pairSlot {
	mask := len(t.slots) - 1
	for i := int(key * 0x9e3779b97f4a7c15 >> t.shift); ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.pair == 0 || s.key == key {
			return s
		}
	}
}

func (t *pairTable) add(a, b, d, weight uint32) {
	key := uint64(a)<<32 | uint64(b)
	s := t.slot(key)
	if s.pair == 0 {
		if len(t.keys)*2 >= len(t.slots) {
			t.grow(4 * len(t.slots))
			s = t.slot(key)
		}
		t.keys, t.last = append(t.keys, key), append(t.last, 0)
		*s = pairSlot{key, uint32(len(t.keys))}
	}
	p := s.pair - 1
	if l := t.last[p]; l > 0 && t.docs[l-1] == d {
		t.freqs[l-1] = uint8(min(bigTF, uint32(t.freqs[l-1])+weight))
		return
	}
	t.of, t.docs, t.freqs = append(t.of, p), append(t.docs, d), append(t.freqs, uint8(min(bigTF, weight)))
	t.last[p] = uint32(len(t.of))
}
