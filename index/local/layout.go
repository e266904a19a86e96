package local

import (
	"math"
	"sync"
	"unsafe"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/plan"
	"vankien/index/rank"
	"vankien/index/segment"
	"vankien/internal/viet"
)

// A word without a field is looked for in everything that people expect to find
// a document by. Five fields would cost five look-ups for each form of the word
// and have five statistics, none of them right for the document; so these texts
// are the running text of a document, in which a word of the title counts several
// times (BM25F with its fields combined, Robertson and Zaragoza 2009, section
// 3.6.1; CombinedFieldQuery of Lucene does the same).
//
// A word is kept under its fold and, where it has marks, its exact term; so a
// word with marks is one key and a word without any the group of its fold. A
// plain word of a passage written without any marks may stand for any word of
// its fold, so it is a form of its own there (rule F05).
//
// Names that tokens have beside their words (aliases) are terms without a place:
// they count with the part that they stand in, but not to its length.

// layout is what the documents of an index have. AnalysisVersion changes with it.
var layout = segment.Layout{
	Text: fieldText,
	Parts: []segment.Part{
		{Name: string(index.FieldTitle), Weight: 3},
		{Name: string(index.FieldAbstract), Weight: 1},
		{Name: string(index.FieldBody), Weight: 1},
		{Name: fieldNumber, Weight: 1},
		{Name: fieldSpeaker, Weight: 1},
	},
	Fields: []segment.Field{
		{Name: string(index.FieldTitle), Frequencies: true},
		{Name: fieldNumber, Frequencies: true},
		{Name: fieldSpeaker, Frequencies: true},
		{Name: fieldOrganisation, Frequencies: true},
		{Name: fieldPlace, Frequencies: true},
		{Name: fieldSigner, Frequencies: true},
		{Name: string(index.FieldTopic), Column: true},
		{Name: string(index.FieldKind), Column: true},
		{Name: string(index.FieldEvent), Column: true},
		{Name: string(index.FieldYear), Column: true},
		{Name: fieldSpeaker + valueSuffix, Column: true},
		{Name: fieldOrganisation + valueSuffix, Column: true},
		{Name: fieldPlace + valueSuffix, Column: true},
		{Name: fieldNumber + valueSuffix, Column: true},
		{Name: fieldSigner + valueSuffix, Column: true},
		{Name: string(index.FieldGuessed), Column: true},
		{Name: string(index.FieldCorrected), Column: true},
	},
	Numbers: []string{"from", "to"},
	Orders:  []string{string(index.FieldTitle)},
	Stored: []string{
		string(index.FieldTitle), string(index.FieldAbstract), string(index.FieldBody), string(index.FieldKind), fieldDate,
		fieldSpeaker, "role", fieldOrganisation, fieldPlace, string(index.FieldEvent), fieldNumber,
		string(index.FieldTopic), "language", "source", fieldRepairs,
		fieldSigner, "signer_role", fieldRecipients, fieldBlocks, fieldEvidence, fieldCorrections, fieldOriginal,
	},
	Apart:   string(index.FieldBody),
	With:    []string{fieldBlocks},
	K1:      rank.Default().K1,
	B:       rank.Default().B,
	Lexicon: true,
}

// valueSuffix names the column of a text: the text as a whole.
const valueSuffix = ".value"

// segmentDocument lays a checked, composed document out for a segment. d is read
// until the batch is built.
func segmentDocument(d *index.Document) *segment.Document {
	from, to := daysOf(d.Date)
	return &segment.Document{
		ID:      d.ID,
		Numbers: []int32{from, to},
		Keys:    []string{titleKey(d)},
		Stored:  storedValues(d),
		Analyze: func(a *segment.Analysis) { analyze(d, a) },
	}
}

// daysOf returns the first and the last day of a date; without one, days that
// no span of days meets.
func daysOf(date string) (from, to int32) {
	if date == "" {
		return math.MaxInt32, math.MinInt32
	}
	r := exec.DaysOf(date)
	return r.From, r.To
}

// titleKey is what the order of titles goes by: documents without a title come
// last, those with equal ones by their ids.
func titleKey(d *index.Document) string {
	const last = "\xff"
	key := viet.SortKey(d.Title)
	if key == "" {
		key = last
	}
	return key[:min(len(key), maxSortKey)] + "\x00" + d.ID
}

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

// destination is a text of a document and where its terms go; -1: nowhere.
type destination struct {
	name        string
	part, field int
}

// destinations are the texts that are analysed, each once.
var destinations = func() (list []destination) {
	at := map[string]int{}
	for i, p := range layout.Parts {
		at[p.Name] = len(list)
		list = append(list, destination{p.Name, i, -1})
	}
	for i, f := range layout.Fields {
		if f.Column {
			continue
		}
		if n, known := at[f.Name]; known {
			list[n].field = i
		} else {
			list = append(list, destination{f.Name, -1, i})
		}
	}
	return list
}()

// analyze cuts the texts of a document into words and terms.
func analyze(d *index.Document, a *segment.Analysis) {
	z := analyzers.Get().(*analyzer)
	defer z.release()
	for _, to := range destinations {
		z.text(*d.Scalar(to.name), to, a)
	}
	for i := range layout.Fields {
		if f := &layout.Fields[i]; f.Column {
			eachValue(d, f.Name, func(v string) { a.Fields[i] = append(a.Fields[i], segment.Term{Text: v, Count: 1}) })
		}
	}
}

// analyzer is room for an analysis, reused by the next: tokens of a text, and
// what is made of words that come again and again.
type analyzer struct {
	tokens []viet.Token
	keys   map[string]string // of words
	bare   map[string]string // words as those of a bare passage
}

var analyzers = sync.Pool{New: func() any { return &analyzer{keys: map[string]string{}, bare: map[string]string{}} }}

// Bounds of what an analyzer keeps.
const (
	maxKeptTokens = 1 << 17 // of 64 bytes
	maxKeptWords  = 1 << 14
)

func (z *analyzer) release() {
	if cap(z.tokens) > maxKeptTokens {
		z.tokens = nil
	}
	analyzers.Put(z)
}

func (z *analyzer) text(text string, to destination, a *segment.Analysis) {
	if text == "" {
		return
	}
	z.tokens = viet.Tokenize(z.tokens[:0], text)
	bare := viet.Bare(text, z.tokens)
	last, end := 0, 0 // place and end of the word before
	run := nameRun{text: text}
	for i := range z.tokens {
		t := &z.tokens[i]
		if t.Kind != viet.Word {
			z.alias(i, to, a)
			continue
		}
		w := segment.Word{Text: t.Term, Group: t.Fold, Start: uint32(t.Start)}
		if bare != nil && bare[i] && t.Fold == t.Term {
			w.Text = made(z.bare, t.Term, func() string { return bareWord(t.Term) })
		}
		if to.part >= 0 {
			part := &a.Parts[to.part]
			w.Apart = len(*part) > 0 && t.Pos != last+1
			w.Cut = len(*part) > 0 && viet.EndsPart(text[end:max(end, t.Start)])
			run.next(*part, &w, t)
			*part = append(*part, w)
		}
		if to.field >= 0 {
			key := made(z.keys, w.Text, func() string { return segment.WordKey(w.Text, w.Group) })
			a.Fields[to.field] = append(a.Fields[to.field], segment.Term{Text: key, Count: 1})
		}
		last, end = t.Pos, t.End
	}
	if to.part >= 0 {
		run.end(a.Parts[to.part])
	}
}

// nameRun is capitalised words that follow each other within a part of a
// sentence: a name of the lexicon, if they are two to segment.MaxName.
type nameRun struct {
	text string
	n    int
}

// next goes on to a word, which is not yet among those of the part.
func (r *nameRun) next(part []segment.Word, w *segment.Word, t *viet.Token) {
	capital := viet.IsCapitalized(r.text[t.Start:t.End])
	if r.n > 0 && (w.Cut || !capital) {
		r.end(part)
	}
	if capital {
		r.n++
	}
}

// end ends the run with the last word of the part.
func (r *nameRun) end(part []segment.Word) {
	if r.n >= 2 && r.n <= segment.MaxName {
		part[len(part)-r.n].Name = uint8(r.n)
	}
	r.n = 0
}

// alias adds a token that is no word, by the names that it is looked for with.
func (z *analyzer) alias(i int, to destination, a *segment.Analysis) {
	add := func(key string) {
		if to.part >= 0 {
			a.Extra = append(a.Extra, segment.Term{Text: key, Count: layout.Parts[to.part].Weight})
		}
		if to.field >= 0 {
			a.Fields[to.field] = append(a.Fields[to.field], segment.Term{Text: key, Count: 1})
		}
	}
	term := z.tokens[i].Term
	add(termKey(term))
	if viet.IsOpen(z.tokens, i) {
		add(plan.OpenMark + term)
	}
}

// bareWord is a plain word of a bare passage as a form of its own.
func bareWord(term string) string { return bareMark + term }

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
