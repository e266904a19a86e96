package viet

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// corpusStep is how many documents of real text TestCorpora passes over for
// one that it reads. VANKIEN_STEP=1 in the environment makes it read all.
const corpusStep = 23

// dataFiles returns the files of real text under VANKIEN_DATA, nil without it.
func dataFiles(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("VANKIEN_DATA"), "corpora", "*.jsonl.gz"))
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// documents calls read with the text of every step-th document of a file.
func documents(tb testing.TB, file string, step int, read func(text string)) {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for n := 0; lines.Scan(); n++ {
		if n%step != 0 {
			continue
		}
		var d struct{ Title, Body string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			tb.Fatal(err)
		}
		read(d.Title + "\n" + d.Body)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
}

// TestCorpora walks real text and checks the laws of words on it. With -v it
// reports how often each rule fired, and examples of the rarest.
func TestCorpora(t *testing.T) {
	step := corpusStep
	if s := os.Getenv("VANKIEN_STEP"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			t.Fatalf("VANKIEN_STEP=%s is no count of documents", s)
		}
		step = n
	}
	files := dataFiles(t)
	if files == nil {
		t.Skip("VANKIEN_DATA names no folder of real text")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl.gz"), func(t *testing.T) {
			t.Parallel()
			w := walk{t: t, seen: map[string]bool{}, rules: map[string]*firing{}}
			documents(t, file, step, w.document)
			if w.words == 0 {
				t.Fatal("no words")
			}
			w.report()
		})
	}
}

// walk gathers what TestCorpora reports of one corpus.
type walk struct {
	t                            *testing.T
	docs, bytes, words, found    int
	seen                         map[string]bool // surfaces checked
	rules                        map[string]*firing
	composed, decomposed, tokens []Token
	syllables                    int
}

// firing is how often a rule fired, and on what.
type firing struct {
	n        int
	examples map[string]int // "surface → term", in number
}

func (w *walk) document(text string) {
	w.docs++
	w.bytes += len(text)
	w.stored(text)
	w.composed = Words(w.composed[:0], text)
	w.words += len(w.composed)
	w.spans(text)
	w.aliases(text)
	if !utf8.ValidString(text) {
		return
	}
	w.same(text, norm.NFD.String(text))
	w.same(text, norm.NFC.String(text))
}

// stored checks that Compose and Clean change a text once.
func (w *walk) stored(text string) {
	c := Compose(text)
	if Compose(c) != c {
		w.t.Fatalf("Compose is not idempotent on %.200q", text)
	}
	if c = Clean(text); Clean(c) != c {
		w.t.Fatalf("Clean is not idempotent on %.200q", text)
	}
}

// same checks that another form of the text gives the terms found last.
func (w *walk) same(text, form string) {
	w.decomposed = Words(w.decomposed[:0], form)
	if !slices.EqualFunc(w.composed, w.decomposed, func(a, b Token) bool { return a.Term == b.Term && a.Pos == b.Pos }) {
		w.t.Fatalf("another normal form gives other terms of %.200q", text)
	}
}

// aliases checks that Tokenize gives the words found last, in order, and that
// each alias stands at a word and covers it.
func (w *walk) aliases(text string) {
	w.tokens = Tokenize(w.tokens[:0], text)
	n := 0
	for _, k := range w.tokens {
		if n == len(w.composed) {
			w.t.Fatalf("%q after the last word of %.200q", k.Term, text)
		}
		switch next := w.composed[n]; {
		case k.Kind != Word:
			w.found++
			if k.Start != next.Start || k.Pos != next.Pos || k.End < next.End || k.End > len(text) {
				w.t.Fatalf("kind %d, %q at %d-%d, position %d, before the word %+v", k.Kind, k.Term, k.Start, k.End, k.Pos, next)
			}
		case k != next:
			w.t.Fatalf("word %+v, want %+v", k, next)
		default:
			n++
		}
	}
	if n != len(w.composed) {
		w.t.Fatalf("%d words of %d in %.200q", n, len(w.composed), text)
	}
}

// spans checks the words found last: order and bounds of all, and the term of
// each surface that was not met before.
func (w *walk) spans(text string) {
	end := 0
	for i, k := range w.composed {
		if k.Start < end || k.End <= k.Start || k.End > len(text) {
			w.t.Fatalf("span %d-%d after %d in %.200q", k.Start, k.End, end, text)
		}
		end = k.End
		surface := text[k.Start:k.End]
		cut := i+1 < len(w.composed) && w.composed[i+1].Start == end
		r := reader{text: surface}
		if !w.seen[surface] {
			if len(w.seen) < 1<<20 {
				w.seen[strings.Clone(surface)] = true
			}
			checkWords(w.t, surface, []Token{{k.Term, k.Fold, k.Kind, 0, 0, len(surface)}})
			if got := Term(Clean(Compose(surface))); got != k.Term {
				w.t.Fatalf("%+q: term %+q, of the composed surface %+q", surface, k.Term, got)
			}
		}
		if s, ok := ParseSyllable(surface); ok && s.Strict {
			w.syllables++
		}
		if surface == k.Term && !cut {
			continue
		}
		r.next()
		canon(nil, r.runes, &r.fired)
		for _, name := range r.fired.names() {
			w.fire(name, surface, k.Term)
		}
	}
}

func (w *walk) fire(rule, surface, term string) {
	f := w.rules[rule]
	if f == nil {
		f = &firing{examples: map[string]int{}}
		w.rules[rule] = f
	}
	f.n++
	if x := fmt.Sprintf("%+q → %s", surface, term); f.examples[x] > 0 || len(f.examples) < 5000 {
		f.examples[x]++
	}
}

// shownExamples bounds the examples in the report.
const shownExamples = 12

func (w *walk) report() {
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d bytes, %d words, %d aliases, %d surfaces, %.1f %% strict syllables\n", w.docs, w.bytes, w.words, w.found, len(w.seen), 100*float64(w.syllables)/float64(w.words))
	var names []string
	for name := range w.rules {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		f := w.rules[name]
		var rare []string
		for x := range f.examples {
			rare = append(rare, x)
		}
		sort.Slice(rare, func(i, j int) bool {
			if a, b := f.examples[rare[i]], f.examples[rare[j]]; a != b {
				return a < b
			}
			return rare[i] < rare[j]
		})
		fmt.Fprintf(&b, "%-5s %8d:", name, f.n)
		for _, x := range rare[:min(len(rare), shownExamples)] {
			fmt.Fprintf(&b, " %s (%d);", x, f.examples[x])
		}
		b.WriteByte('\n')
	}
	w.t.Log(b.String())
}
