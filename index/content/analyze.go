package content

import (
	"sync"

	"vankien/index"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// Sink takes the words and terms of a document, text by text and each text in its
// order.
type Sink interface {
	// Word takes the next word of a text. w is valid until Word returns.
	Word(to Place, w *Word)

	// Name says that the last n words of a part, 2 to plan.MaxName, are a name: as
	// many capitalised words within a part of a sentence.
	Name(to Place, n int)

	// Term takes a term without a place: it counts as a word of its part does, but
	// is beside no word and adds nothing to a length. It comes before the first of the
	// words that it is another name of.
	Term(to Place, term string)
}

// Place says where a text belongs: its number among Parts and among Fields, or -1.
type Place struct{ Part, Field int }

// Word is a word of a text.
type Word struct {
	Term, Fold string // equal words mostly have the same memory
	Start      int    // byte where it begins
	Apart      bool   // it does not stand beside the word before: a sentence ends there
	Cut        bool   // a part of a sentence ends before it
	Bare       bool   // a plain word of a passage without marks, which is a form of its own
}

// text is a text of a document and where it belongs.
type text struct {
	name index.Field
	Place
}

// texts are those that are analysed, each once.
var texts = func() (list []text) {
	at := map[index.Field]int{}
	for i, p := range parts {
		at[p.Name] = len(list)
		list = append(list, text{p.Name, Place{i, -1}})
	}
	for i, f := range fields {
		if n, known := at[f]; known {
			list[n].Field = i
		} else {
			list = append(list, text{f, Place{-1, i}})
		}
	}
	return list
}()

// Analyze tells a sink the words and terms of a composed document.
func Analyze(d *index.Document, to Sink) {
	z := analyzers.Get().(*analyzer)
	defer z.release()
	for _, t := range texts {
		z.text(*d.Scalar(string(t.name)), t.Place, to)
	}
}

// analyzer is room for an analysis, reused by the next.
type analyzer struct {
	tokens []viet.Token
	word   Word
}

var analyzers = sync.Pool{New: func() any { return &analyzer{} }}

// maxKeptTokens bounds the tokens, of 64 bytes, that an analyzer keeps room for.
const maxKeptTokens = 1 << 17

func (z *analyzer) release() {
	if cap(z.tokens) > maxKeptTokens {
		z.tokens = nil
	}
	analyzers.Put(z)
}

func (z *analyzer) text(text string, at Place, to Sink) {
	if text == "" {
		return
	}
	z.tokens = viet.Tokenize(z.tokens[:0], text)
	bare := viet.Bare(text, z.tokens)
	first, last, end := true, 0, 0 // last and end: place and end of the word before
	run := nameRun{text: text, at: at, to: to}
	w := &z.word
	for i := range z.tokens {
		t := &z.tokens[i]
		if t.Kind != viet.Word {
			z.alias(i, at, to)
			continue
		}
		*w = Word{Term: t.Term, Fold: t.Fold, Start: t.Start}
		w.Bare = bare != nil && bare[i] && t.Fold == t.Term
		if !first {
			w.Apart = t.Pos != last+1
			w.Cut = viet.EndsPart(text[end:max(end, t.Start)])
		}
		run.next(w, t)
		to.Word(at, w)
		first, last, end = false, t.Pos, t.End
	}
	run.end()
}

// alias tells of a token that is no word, by the names that it is looked for with.
func (z *analyzer) alias(i int, at Place, to Sink) {
	term := z.tokens[i].Term
	to.Term(at, term)
	if viet.IsOpen(z.tokens, i) {
		to.Term(at, plan.OpenMark+term)
	}
}

// nameRun is capitalised words that follow each other within a part of a
// sentence.
type nameRun struct {
	text string
	at   Place
	to   Sink
	n    int
}

// next goes on to a word, of which the sink was not told yet.
func (r *nameRun) next(w *Word, t *viet.Token) {
	capital := viet.IsCapitalized(r.text[t.Start:t.End])
	if r.n > 0 && (w.Cut || !capital) {
		r.end()
	}
	if capital {
		r.n++
	}
}

// end ends the run with the last word told.
func (r *nameRun) end() {
	if r.n >= 2 && r.n <= plan.MaxName && r.at.Part >= 0 {
		r.to.Name(r.at, r.n)
	}
	r.n = 0
}
