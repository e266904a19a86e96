package lexicon

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/runs"
)

// Builder counts documents into a table. It is a content.Sink, so that who analyses
// documents for another purpose, too, need not do it twice.
type Builder struct {
	fields    []vocabulary
	sequence  []uint32 // words of the running texts, numbered as they were met first, and marks
	part      int      // of the running text that is being told
	documents uint32
	names     []runs.Name
	sorter    runs.Sorter
}

// vocabulary is the keys of a field, numbered as they were met first.
type vocabulary struct {
	words, bare, typed map[string]uint32 // by term
	keys               []string
	held               []uint32
	last               []uint32 // document that had the key last, from 1
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{fields: make([]vocabulary, 1+len(content.Fields()))}
	for i := range b.fields {
		b.fields[i] = vocabulary{words: map[string]uint32{}, bare: map[string]uint32{}, typed: map[string]uint32{}}
	}
	return b
}

// Add counts a composed document.
func (b *Builder) Add(d *index.Document) {
	b.Next()
	content.Analyze(d, b)
}

// Next begins the next document, of which content.Analyze tells then.
func (b *Builder) Next() {
	b.documents++
	b.part = -1
}

// Word implements content.Sink.
func (b *Builder) Word(to content.Place, w *content.Word) {
	if to.Part >= 0 {
		if w.Apart || w.Cut || to.Part != b.part {
			b.sequence = append(b.sequence, runs.CutMark)
			b.part = to.Part
		}
		b.sequence = append(b.sequence, b.fields[0].word(w, b.documents))
	}
	if to.Field >= 0 {
		b.fields[1+to.Field].word(w, b.documents)
	}
}

// Name implements content.Sink.
func (b *Builder) Name(_ content.Place, n int) {
	name := runs.Name{Count: 1}
	for i := len(b.sequence) - 1; n > 0; i-- {
		if x := b.sequence[i]; x < runs.NameMark {
			n--
			name.Words[n] = x + 1
		}
	}
	b.names = append(b.names, name)
}

// Term implements content.Sink.
func (b *Builder) Term(to content.Place, term string) {
	if to.Part >= 0 {
		b.fields[0].term(term, b.documents)
	}
	if to.Field >= 0 {
		b.fields[1+to.Field].term(term, b.documents)
	}
}

// word notes that a document has a word, and returns its number.
func (v *vocabulary) word(w *content.Word, document uint32) uint32 {
	of := v.words
	if w.Bare {
		of = v.bare
	}
	n, known := of[w.Term]
	if !known {
		n = v.add(content.KeyOf(w))
		of[strings.Clone(w.Term)] = n
	}
	v.note(n, document)
	return n
}

// term notes that a document has a term without a place.
func (v *vocabulary) term(term string, document uint32) {
	of := v.words
	if content.IsTyped(term) {
		of = v.typed
	}
	n, known := of[term]
	if !known {
		n = v.add(content.Key(term))
		of[strings.Clone(term)] = n
	}
	v.note(n, document)
}

func (v *vocabulary) add(key string) uint32 {
	v.keys, v.held, v.last = append(v.keys, key), append(v.held, 0), append(v.last, 0)
	return uint32(len(v.keys) - 1)
}

func (v *vocabulary) note(n, document uint32) {
	if v.last[n] != document {
		v.last[n] = document
		v.held[n]++
	}
}

// sorted returns the keys in order, and the new place of each.
func (v *vocabulary) sorted() (k keys, place []uint32) {
	order := make([]uint32, len(v.keys))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(v.keys[a], v.keys[b]) })
	place = make([]uint32, len(order))
	var w keyWriter
	for to, from := range order {
		w.add(v.keys[from], v.held[from])
		place[from] = uint32(to)
	}
	return w.keys(), place
}

// Table returns the table of the documents and empties the builder.
func (b *Builder) Table() *Table {
	t := &Table{fields: make([]keys, len(b.fields)), least: runs.LeastOf(int(b.documents))}
	var place []uint32
	for i := range b.fields {
		k, of := b.fields[i].sorted()
		if t.fields[i] = k; i == 0 {
			place = of
		}
	}
	common := t.setWords(func(int) bool { return true })
	for i, x := range b.sequence {
		if x < runs.NameMark {
			b.sequence[i] = t.number[place[x]] - 1
		}
	}
	for i, p := range place {
		place[i] = t.number[p] - 1 // runs.Dropped for what is no word
	}
	for i := range b.names {
		b.names[i].Renumber(place)
	}
	texts := func(yield func([]uint32) bool) { yield(b.sequence) }
	t.counts = b.sorter.Count(common, len(t.wordKey), texts, b.names, &runs.Writer{Least: t.least})
	t.counts.Documents = uint64(b.documents)
	*b = Builder{fields: NewBuilder().fields, sequence: b.sequence[:0], sorter: b.sorter}
	return t
}
