package local

import (
	"cmp"
	"math"
	"sync"
	"unsafe"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/rank"
	"vankien/index/segment"
)

// layout is what the documents of an index have: what package content says of them,
// parts and fields under the same numbers. AnalysisVersion changes with it.
var layout = segment.Layout{
	Text:    content.Text,
	Parts:   layoutParts(),
	Fields:  layoutFields(),
	Numbers: []string{"from", "to", numberWords},
	Orders:  []string{string(index.FieldTitle), fieldIndexed},
	Stored: []string{
		string(index.FieldTitle), string(index.FieldAbstract), string(index.FieldBody), string(index.FieldKind), fieldDate,
		string(index.FieldSpeaker), "role", string(index.FieldOrganisation), string(index.FieldPlace), string(index.FieldEvent), string(index.FieldNumber),
		string(index.FieldTopic), "language", "source", fieldRepairs,
		string(index.FieldSigner), "signer_role", fieldRecipients, fieldBlocks, fieldEvidence, fieldCorrections, fieldOriginal, fieldAnchors, fieldIndexed,
	},
	Apart:   string(index.FieldBody),
	With:    []string{fieldBlocks, fieldAnchors},
	K1:      rank.Default().K1,
	B:       rank.Default().B,
	Lexicon: true,
}

// numberWords names the number of words that a reader of a document reads.
const numberWords = "words"

func layoutParts() (list []segment.Part) {
	for _, p := range content.Parts() {
		list = append(list, segment.Part{Name: string(p.Name), Weight: p.Weight})
	}
	return list
}

func layoutFields() (list []segment.Field) {
	for _, f := range content.Fields() {
		list = append(list, segment.Field{Name: string(f), Frequencies: true})
	}
	for _, f := range content.Columns() {
		list = append(list, segment.Field{Name: columnField(f), Column: true})
	}
	return list
}

// segmentDocument lays a checked, composed document out for a segment. d is read
// until the batch is built.
func segmentDocument(d *index.Document) *segment.Document {
	from, to := daysOf(d.Date)
	s := &segment.Document{
		ID:      d.ID,
		Numbers: []int32{from, to, 0},
		Keys:    []string{titleKey(d), timeKey(d)},
		Stored:  storedValues(d),
	}
	s.Analyze = func(a *segment.Analysis) {
		analyze(d, a)
		s.Numbers[2] = wordsIn(a)
	}
	return s
}

// wordsIn counts the words of texts to read.
func wordsIn(a *segment.Analysis) (n int32) {
	for i, p := range content.Parts() {
		if p.Read {
			n += int32(len(a.Parts[i]))
		}
	}
	return n
}

// daysOf returns the first and the last day of a date; without one, days that
// no span of days meets.
func daysOf(date string) (from, to int32) {
	if date == "" {
		return math.MaxInt32, math.MinInt32
	}
	r := content.DaysOf(date)
	return r.From, r.To
}

// titleKey is what the order of titles goes by: documents without a title come
// last, those with equal ones by their ids.
func titleKey(d *index.Document) string {
	const last = "\xff"
	return cmp.Or(content.TitleKey(d), last) + titleEnd + d.ID
}

// titleEnd parts a title from the id; no key of a title has it.
const titleEnd = "\x00"

// timeKey is what the order of times goes by; equal ones go by their ids.
func timeKey(d *index.Document) string { return cmp.Or(d.Indexed, exec.NoTime) + titleEnd + d.ID }

func storedValues(d *index.Document) [][]segment.Value {
	lists := make([][]segment.Value, len(layout.Stored))
	for i, name := range layout.Stored {
		eachValue(d, name, func(v string) { lists[i] = append(lists[i], bytesOf(v)) })
	}
	return lists
}

// bytesOf is a string as bytes that must not be changed: a text is not copied to
// be compressed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// analyze fills a with the words, terms and values of a document.
func analyze(d *index.Document, a *segment.Analysis) {
	t := takers.Get().(*taker)
	t.Analysis = a
	t.cites.Reset()
	content.Analyze(d, t)
	of := len(content.Fields())
	for i, c := range content.Columns() {
		content.Values(d, &t.cites, c, func(v string) { a.Fields[of+i] = append(a.Fields[of+i], segment.Term{Text: v, Count: 1}) })
	}
	t.Analysis = nil
	takers.Put(t)
}

// taker is the content.Sink that fills an analysis. It keeps what is made of words
// that come again and again.
type taker struct {
	*segment.Analysis
	keys map[string]string // of words
	bare map[string]string // words as those of a bare passage

	cites content.Citations
}

var takers = sync.Pool{New: func() any { return &taker{keys: map[string]string{}, bare: map[string]string{}} }}

// maxKeptWords bounds what a taker keeps of each kind.
const maxKeptWords = 1 << 14

func (t *taker) Word(to content.Place, w *content.Word) {
	word := segment.Word{Text: w.Term, Group: w.Fold, Start: uint32(w.Start), Apart: w.Apart, Cut: w.Cut}
	if w.Bare {
		word.Text = made(t.bare, w.Term, func() string { return content.BareWord(w.Term) })
	}
	if to.Part >= 0 {
		t.Parts[to.Part] = append(t.Parts[to.Part], word)
	}
	if to.Field >= 0 {
		key := made(t.keys, word.Text, func() string { return segment.WordKey(word.Text, word.Group) })
		t.Fields[to.Field] = append(t.Fields[to.Field], segment.Term{Text: key, Count: 1})
	}
}

func (t *taker) Name(to content.Place, n int) {
	part := t.Parts[to.Part]
	part[len(part)-n].Name = uint8(n)
}

func (t *taker) Term(to content.Place, term string) {
	t.cites.Term(to, term)
	key := content.Key(term)
	if to.Part >= 0 {
		t.Extra = append(t.Extra, segment.Term{Text: key, Count: layout.Parts[to.Part].Weight})
	}
	if to.Field >= 0 {
		t.Fields[to.Field] = append(t.Fields[to.Field], segment.Term{Text: key, Count: 1})
	}
}

// made returns what is made of a word, and keeps it.
func made(m map[string]string, word string, build func() string) string {
	v, known := m[word]
	if !known {
		if len(m) >= maxKeptWords {
			clear(m)
		}
		v = build()
		m[word] = v
	}
	return v
}
