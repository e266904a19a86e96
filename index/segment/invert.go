package segment

import (
	"slices"
	"strings"
	"sync"
	"unsafe"

	"vankien/index/runs"
)

// Marks in the sequence of a document's words.
const (
	gapMark  = 1<<32 - 1
	partMark = 1<<32 - 2
	cutMark  = runs.CutMark
	nameMark = runs.NameMark
)

// inversion is a batch of documents as numbers: keys are numbered as they are
// met first.
type inversion struct {
	layout *Layout

	ids   []map[string]uint32 // by field: 0 words by their text, then the fields, last the extra terms
	met   [metWords]metWord
	keys  []string
	field []uint16 // of each key, extra terms being of field 0

	counts []uint32 // of each key in the document at hand
	seen   []uint32 // keys that it has

	of    []uint32 // postings in the order of documents: key
	freqs []uint32 // and frequency
	ends  []int    // of each document's postings

	lengths  []uint32
	sequence []uint32 // words of all documents, with marks
	starts   []int    // of each document in it, and the end
	samples  []uint16
	sampleAt []uint32

	grouped grouped
	pairs   pairSorter
	lexicon runs.Sorter
}

// metWord is a word met lately. Tokenizers give equal words the same memory, so
// that comparing addresses finds most of them; as the string is held here, no
// other can come to lie there.
type metWord struct {
	text string
	key  uint32
}

const metBits, metWords = 13, 1 << metBits

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
	return v
}

// release gives the room back. Nothing of the batch is referred to any more.
func (v *inversion) release() {
	for i := range v.ids {
		clear(v.ids[i])
	}
	clear(v.met[:])
	clear(v.keys)
	v.keys, v.field, v.counts, v.seen = v.keys[:0], v.field[:0], v.counts[:0], v.seen[:0]
	v.of, v.freqs, v.ends = v.of[:0], v.freqs[:0], v.ends[:0]
	v.lengths, v.sequence, v.samples = v.lengths[:0], v.sequence[:0], v.samples[:0]
	inversions.Put(v)
}

// add takes the next document in.
func (v *inversion) add(a *Analysis) {
	length := uint32(0)
	for p := range v.layout.Parts {
		if p > 0 {
			v.sequence = append(v.sequence, partMark)
		}
		weight := v.layout.Parts[p].Weight
		length += weight * uint32(len(a.Parts[p]))
		v.part(a.Parts[p], weight)
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
		v.of, v.freqs = append(v.of, k), append(v.freqs, v.counts[k])
		v.counts[k] = 0
	}
	v.seen = v.seen[:0]
	v.ends = append(v.ends, len(v.of))
	v.lengths = append(v.lengths, length)
	v.starts = append(v.starts, len(v.sequence))
	v.sampleAt = append(v.sampleAt, uint32(len(v.samples)))
}

func (v *inversion) part(words []Word, weight uint32) {
	sampled := uint32(0)
	for i := range words {
		w := &words[i]
		k := v.word(w)
		v.hit(k, weight)
		if i > 0 && w.Apart {
			v.sequence = append(v.sequence, gapMark)
		}
		if v.layout.Lexicon {
			v.lexiconMarks(w, i, len(words))
		}
		if i > 0 && i%SampleRate == 0 {
			v.samples = appendSample(v.samples, w.Start-sampled)
			sampled = w.Start
		}
		v.sequence = append(v.sequence, k)
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

// lexiconMarks adds the marks before word i of a part of n words that only the
// lexicon knows.
func (v *inversion) lexiconMarks(w *Word, i, n int) {
	if i > 0 && w.Cut && !w.Apart {
		v.sequence = append(v.sequence, cutMark)
	}
	if w.Name >= 2 && w.Name <= MaxName && i+int(w.Name) <= n {
		v.sequence = append(v.sequence, nameMark+uint32(w.Name))
	}
}

// word returns the number of the key of a word.
func (v *inversion) word(w *Word) uint32 {
	at := uintptr(unsafe.Pointer(unsafe.StringData(w.Text)))
	m := &v.met[uint64(at)*0x9e3779b97f4a7c15>>(64-metBits)]
	if len(m.text) == len(w.Text) && unsafe.StringData(m.text) == unsafe.StringData(w.Text) {
		return m.key
	}
	k, known := v.ids[0][w.Text]
	if !known {
		k = v.key(0, w.Text, WordKey(w.Text, w.Group))
	}
	*m = metWord{w.Text, k}
	return k
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
	g := &v.grouped
	g.starts = zeroed(g.starts, len(v.keys)+2)
	g.docs, g.freqs = resized(g.docs, len(v.of)), resized(g.freqs, len(v.of))
	at := g.starts[1:] // of each key, where its next posting goes: in the end, the start of the next key
	for _, k := range v.of {
		at[k+1]++
	}
	for k := range v.keys {
		at[k+1] += at[k]
	}
	v.postings(func(d int, k, freq uint32) {
		g.docs[at[k]], g.freqs[at[k]] = uint32(d), freq
		at[k]++
	})
	return g
}

// postings calls yield with all postings in the order of documents.
func (v *inversion) postings(yield func(d int, key, freq uint32)) {
	i := 0
	for d, end := range v.ends {
		for ; i < end; i++ {
			yield(d, v.of[i], v.freqs[i])
		}
	}
}

// resized is s with n values, of any content.
func resized[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// zeroed is s with n zeros.
func zeroed[T any](s []T, n int) []T {
	s = resized(s, n)
	clear(s)
	return s
}
