package remote

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vankien/index"
	"vankien/index/content"
)

// A document of the index is one line of JSON, written by hand: most of it are words,
// which need no escaping (see FuzzFields), and there are many.
//
// A sentence is a value of x and xf, and ends with stopSign unless it is the last of its
// text: that and the gap between values that the mapping has are as far as viet.Gap keeps
// sentences apart. By its distance alone the next word could not be told from one behind
// as many words. A part that counts several times stands there as often.

// partGap is how many empty values stand between two parts, so that no words of both are
// near each other.
const partGap = 14

var apart = strings.Repeat(`,""`, partGap)

// maxString bounds the bytes of a string of terms: the cluster refuses a JSON string of
// 50 million characters.
const maxString = 1 << 20

// writer makes lines of documents. What it knows of words goes from one to the next.
type writer struct {
	out   []byte
	names []string // terms of t by their numbers
	terms map[string]uint32
	words map[string]uint32 // numbers of words as they stand, in passages with marks
	bare  map[string]uint32 // and in others
	folds []uint32          // of each term that is a word, the number of its fold's

	counts []uint32 // of each term in the running text of the document at hand
	seen   []uint32 // terms that it has
	pairs  map[uint64]uint32
	order  []uint64 // pairs as they were met first
	length uint64
	read   uint64 // words of texts to read

	place   content.Place // of the text at hand
	before  uint32        // its last word; none at its beginning and that of a sentence
	text    positions
	of      []uint32 // terms of it, if it is a field
	running positions
	fields  []field

	cites content.Citations
}

// none is the number of no term.
const none = ^uint32(0)

// positions are values of x and xf, without the brackets around them.
type positions struct{ x, xf []byte }

// field is what the words of a field are.
type field struct {
	terms []uint32
	positions
}

// What a writer keeps for the next document, and how long a line one may have made that
// is kept itself.
const (
	maxNames = 1 << 17 // terms
	maxKept  = 4 << 20 // bytes
)

var writers = sync.Pool{New: func() any {
	return &writer{terms: map[string]uint32{}, words: map[string]uint32{}, bare: map[string]uint32{}, pairs: map[uint64]uint32{},
		fields: make([]field, len(content.Fields()))}
}}

// fields returns a document as a line of a bulk, without the line's end. d is checked
// and composed.
func fields(d *index.Document) []byte {
	w := writers.Get().(*writer)
	w.reset()
	content.Analyze(d, w)
	w.endText()
	w.document(d)
	if cap(w.out) > maxKept {
		return w.out
	}
	defer writers.Put(w)
	return slices.Clone(w.out)
}

func (w *writer) reset() {
	if len(w.names) > maxNames {
		clear(w.terms)
		clear(w.words)
		clear(w.bare)
		w.names, w.folds, w.counts = w.names[:0], w.folds[:0], w.counts[:0]
	}
	clear(w.pairs)
	w.cites.Reset()
	w.out, w.seen, w.order, w.length, w.read = w.out[:0], w.seen[:0], w.order[:0], 0, 0
	w.running.reset()
	for i := range w.fields {
		w.fields[i].reset()
		w.fields[i].terms = w.fields[i].terms[:0]
	}
	w.begin(content.Place{Part: -1, Field: -1})
}

func (p *positions) reset() { p.x, p.xf = p.x[:0], p.xf[:0] }

// begin begins a text.
func (w *writer) begin(at content.Place) {
	w.place, w.before, w.of = at, none, w.of[:0]
	w.text.reset()
}

// Word implements content.Sink.
func (w *writer) Word(at content.Place, word *content.Word) {
	w.in(at)
	k := w.word(word)
	fold := w.folds[k]
	w.add(k)
	w.add(fold)
	if word.Apart || len(w.text.x) == 0 {
		w.text.value()
		w.before = none
	} else {
		w.text.x, w.text.xf = append(w.text.x, ' '), append(w.text.xf, ' ')
	}
	w.text.x = append(w.text.x, w.names[k]...)
	w.text.xf = append(w.text.xf, word.Fold...)
	if p := at.Part; p >= 0 {
		weight := content.Parts()[p].Weight
		w.length += uint64(weight)
		if content.Parts()[p].Read {
			w.read++
		}
		if w.before != none {
			w.pair(w.before, k, weight)
			w.pair(w.folds[w.before], fold, weight)
		}
	}
	w.before = k
}

// Term implements content.Sink. A term that is a word has a fold, too, by which it is
// asked for without marks.
func (w *writer) Term(at content.Place, term string) {
	w.in(at)
	w.cites.Term(at, term)
	w.add(w.term(termOf(term)))
	if !content.IsTyped(term) {
		fold, _ := content.CutKey(content.Key(term))
		w.add(w.term(foldOf(fold)))
	}
}

// Name implements content.Sink: names are not indexed.
func (w *writer) Name(content.Place, int) {}

// in goes on to the text of what comes.
func (w *writer) in(at content.Place) {
	if at != w.place {
		w.endText()
		w.begin(at)
	}
}

// word returns the number of a word.
func (w *writer) word(word *content.Word) uint32 {
	known := w.words
	if word.Bare {
		known = w.bare
	}
	k, ok := known[word.Term]
	if !ok {
		term := termOf(word.Term)
		if word.Bare {
			term = bareOf(word.Term)
		}
		k = w.term(term)
		w.folds[k] = w.term(foldOf(word.Fold))
		known[word.Term] = k
	}
	return k
}

// term returns the number of a term.
func (w *writer) term(name string) uint32 {
	k, ok := w.terms[name]
	if !ok {
		k = uint32(len(w.names))
		w.terms[name] = k
		w.names, w.folds, w.counts = append(w.names, name), append(w.folds, none), append(w.counts, 0)
	}
	return k
}

// add counts a term of the text at hand.
func (w *writer) add(k uint32) {
	if w.place.Field >= 0 {
		w.of = append(w.of, k)
	}
	if w.place.Part < 0 {
		return
	}
	if w.counts[k] == 0 {
		w.seen = append(w.seen, k)
	}
	w.counts[k] += content.Parts()[w.place.Part].Weight
}

func (w *writer) pair(a, b, weight uint32) {
	p := uint64(a)<<32 | uint64(b)
	n := w.pairs[p]
	if n == 0 {
		w.order = append(w.order, p)
	}
	w.pairs[p] = n + weight
}

// value ends a value and begins the next.
func (p *positions) value() {
	if len(p.x) > 0 {
		const stop = " " + stopSign + `","`
		p.x, p.xf = append(p.x, stop...), append(p.xf, stop...)
	} else {
		p.x, p.xf = append(p.x, '"'), append(p.xf, '"')
	}
}

// endText puts the text at hand where it belongs.
func (w *writer) endText() {
	if len(w.of) > 0 {
		f := &w.fields[w.place.Field]
		f.terms = append(f.terms, w.of...)
		f.add(&w.text)
	}
	if w.place.Part >= 0 && len(w.text.x) > 0 {
		for range content.Parts()[w.place.Part].Weight {
			w.running.add(&w.text)
		}
	}
}

// add adds the values of a text, apart from those before.
func (p *positions) add(text *positions) {
	if len(text.x) == 0 {
		return
	}
	if len(p.x) > 0 {
		p.x, p.xf = append(append(p.x, apart...), ','), append(append(p.xf, apart...), ',')
	}
	p.x = append(append(p.x, text.x...), '"')
	p.xf = append(append(p.xf, text.xf...), '"')
}

// document writes the line.
func (w *writer) document(d *index.Document) {
	raw, err := json.Marshal(d)
	if err != nil {
		panic("remote: a document is no JSON: " + err.Error()) // a checked one has only numbers that JSON has
	}
	w.out = append(append(w.out, `{"doc":`...), raw...)
	w.value("id", d.ID)
	w.value("hash", d.Tag())
	w.name("n")
	w.out = strconv.AppendUint(w.out, w.length, 10)
	w.name("words")
	w.out = strconv.AppendUint(w.out, w.read, 10)
	if d.Date != "" {
		days := content.DaysOf(d.Date)
		w.out = fmt.Appendf(w.out, `,"day":%d,"days":{"gte":%[1]d,"lte":%d}`, days.From, days.To)
	}
	if d.Indexed != "" {
		w.name("indexed")
		w.out = strconv.AppendInt(w.out, micros(d.Indexed), 10)
	}
	if key := content.TitleKey(d); key != "" {
		w.value("tsort", hex.EncodeToString([]byte(key)))
	}
	for _, c := range content.Columns() {
		w.values(d, c)
	}
	w.runningText()
	for i := range w.fields {
		w.field(string(content.Fields()[i]), &w.fields[i])
	}
	w.out = append(w.out, '}')
}

// micros is a checked time as the index has it.
func micros(instant string) int64 {
	t, _ := index.ParseInstant(instant)
	return t.UnixMicro()
}

func (w *writer) name(s string) { w.out = append(append(append(w.out, `,"`...), s...), `":`...) }

func (w *writer) value(name, v string) {
	w.name(name)
	w.quoted(v)
}

func (w *writer) quoted(s string) {
	raw, _ := json.Marshal(s) // a string always is JSON
	w.out = append(w.out, raw...)
}

func (w *writer) values(d *index.Document, column index.Field) {
	n := 0
	content.Values(d, &w.cites, column, func(v string) {
		if n++; n == 1 {
			w.name(string(column))
			w.out = append(w.out, '[')
		} else {
			w.out = append(w.out, ',')
		}
		w.quoted(v)
	})
	if n > 0 {
		w.out = append(w.out, ']')
	}
}

func (w *writer) runningText() {
	if len(w.seen) > 0 {
		w.name("t")
		s := w.lists()
		for _, k := range w.seen {
			s.add(w.counts[k], w.names[k])
			w.counts[k] = 0
		}
		for _, p := range w.order {
			s.add(w.pairs[p], pairSign, w.names[p>>32], pairJoint, w.names[uint32(p)])
		}
		s.end()
	}
	w.where("", &w.running)
}

// where writes positions.
func (w *writer) where(suffix string, p *positions) {
	if len(p.x) == 0 {
		return
	}
	w.name("x" + suffix)
	w.out = append(append(append(w.out, '['), p.x...), ']')
	w.name("xf" + suffix)
	w.out = append(append(append(w.out, '['), p.xf...), ']')
}

func (w *writer) field(name string, f *field) {
	if len(f.terms) == 0 {
		return
	}
	slices.Sort(f.terms)
	w.name(fieldNamed("t", name))
	s := w.lists()
	for i := 0; i < len(f.terms); {
		n := 1
		for i+n < len(f.terms) && f.terms[i+n] == f.terms[i] {
			n++
		}
		s.add(uint32(n), w.names[f.terms[i]])
		i += n
	}
	s.end()
	w.where("_"+name, &f.positions)
}

// termLists writes terms with how often they stand there, as strings that are not
// too long.
type termLists struct {
	*writer
	from int // where the present string begins
}

func (w *writer) lists() termLists {
	w.out = append(w.out, `["`...)
	return termLists{w, len(w.out)}
}

func (s *termLists) add(n uint32, term ...string) {
	switch {
	case len(s.out)-s.from > maxString:
		s.out = append(s.out, `","`...)
		s.from = len(s.out)
	case len(s.out) > s.from:
		s.out = append(s.out, ' ')
	}
	for _, t := range term {
		s.out = append(s.out, t...)
	}
	s.out = strconv.AppendUint(append(s.out, '|'), uint64(n), 10)
}

func (s *termLists) end() { s.out = append(s.out, `"]`...) }
