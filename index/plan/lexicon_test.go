package plan_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// lexicon counts the words of texts in memory.
type lexicon struct {
	total   float64
	words   map[string]float64
	folds   map[string][]string
	last    map[string][]string // names by the fold of their last word
	pairs   map[[2]string]float64
	triples map[[3]string]float64
	names   map[string]float64
}

// lexiconOf returns the lexicon of a small collection, of which everything is known.
func lexiconOf(texts ...string) *lexicon {
	x := &lexicon{
		words: map[string]float64{}, folds: map[string][]string{}, last: map[string][]string{},
		pairs: map[[2]string]float64{}, triples: map[[3]string]float64{}, names: map[string]float64{},
	}
	for _, t := range texts {
		x.add(t)
	}
	x.keep(1)
	return x
}

// add counts a text.
func (x *lexicon) add(text string) {
	for _, part := range strings.FieldsFunc(viet.Compose(text), func(r rune) bool { return strings.ContainsRune(".!?;:…,()\"“”/–-\n\r", r) }) {
		tokens := viet.Words(nil, part)
		for i, t := range tokens {
			x.total++
			x.words[t.Term]++
			if i > 0 {
				x.pairs[[2]string{tokens[i-1].Term, t.Term}]++
			}
			if i > 1 {
				x.triples[[3]string{tokens[i-2].Term, tokens[i-1].Term, t.Term}]++
			}
		}
		x.addNames(part, tokens)
	}
}

func (x *lexicon) addNames(part string, tokens []viet.Token) {
	for i := 0; i < len(tokens); i++ {
		from := i
		var terms []string
		for i < len(tokens) && capitalised(part[tokens[i].Start:tokens[i].End]) {
			terms = append(terms, tokens[i].Term)
			i++
		}
		if n := i - from; n >= 2 && n <= plan.MaxName {
			x.names[strings.Join(terms, " ")]++
		}
	}
}

// capitalised reports whether a word begins with its only capital.
func capitalised(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && (size == len(word) || strings.ContainsFunc(word[size:], unicode.IsLower))
}

// keep forgets what words side by side stand in less often, and sorts what is left.
func (x *lexicon) keep(least float64) {
	forget(x.pairs, least)
	forget(x.triples, least)
	forget(x.names, least)
	for t := range x.words {
		x.folds[viet.Fold(t)] = append(x.folds[viet.Fold(t)], t)
	}
	for _, terms := range x.folds {
		slices.SortFunc(terms, func(a, b string) int {
			if d := x.words[b] - x.words[a]; d != 0 {
				return int(d)
			}
			return strings.Compare(a, b)
		})
	}
	for n := range x.names {
		fold := viet.Fold(n[strings.LastIndexByte(n, ' ')+1:])
		x.last[fold] = append(x.last[fold], n)
	}
}

func forget[K comparable](counts map[K]float64, least float64) {
	for k, n := range counts {
		if n < least {
			delete(counts, k)
		}
	}
}

func (x *lexicon) Total() float64 { return x.total }

func (x *lexicon) Readings(fold string) (list []plan.Reading, err error) {
	for _, t := range x.folds[fold] {
		list = append(list, plan.Reading{Term: t, Count: x.words[t]})
	}
	return list, nil
}

func (x *lexicon) Runs(places [][]string) (*plan.Runs, error) {
	n := len(places)
	r := &plan.Runs{Words: make([][]float64, n), Pairs: make([][]plan.Run, n), Triples: make([][]plan.Run, n), Names: make([][]plan.Run, n)}
	for i := range places {
		places[i] = places[i][:min(len(places[i]), plan.MaxChoices)]
		for _, w := range places[i] {
			r.Words[i] = append(r.Words[i], x.words[w])
		}
	}
	for i := range places {
		r.Pairs[i] = x.runs(places[i:], 2)
		r.Triples[i] = x.runs(places[i:], 3)
		for k := 2; k <= plan.MaxName; k++ {
			r.Names[i] = append(r.Names[i], x.runsOf(places[i:], k, func(words []string) float64 { return x.names[strings.Join(words, " ")] })...)
		}
	}
	return r, nil
}

func (x *lexicon) runs(places [][]string, size int) []plan.Run {
	return x.runsOf(places, size, func(words []string) float64 {
		if size == 2 {
			return x.pairs[[2]string(words)]
		}
		return x.triples[[3]string(words)]
	})
}

// runsOf counts the runs of a size at the first of the places, each pair of which is known.
func (x *lexicon) runsOf(places [][]string, size int, count func([]string) float64) (list []plan.Run) {
	if len(places) < size {
		return nil
	}
	var words []string
	var run plan.Run
	var walk func()
	walk = func() {
		if len(words) == size {
			if run.Count = count(words); run.Count > 0 {
				run.Len = size
				list = append(list, run)
			}
			return
		}
		k := len(words)
		for c, w := range places[k] {
			if k > 0 && x.pairs[[2]string{words[k-1], w}] == 0 {
				continue
			}
			words = append(words, w)
			run.Choices[k] = uint8(c)
			walk()
			words = words[:k]
		}
		run.Choices[k] = 0
	}
	walk()
	return list
}

func (x *lexicon) NamesEnding(last string, begins ...string) (list []plan.Name, err error) {
	for _, n := range x.last[last] {
		terms := strings.Split(n, " ")
		fits := len(terms) == len(begins)+1
		for i := 0; fits && i < len(begins); i++ {
			fits = strings.HasPrefix(viet.Fold(terms[i]), begins[i])
		}
		if fits {
			list = append(list, plan.Name{Terms: terms, Count: x.names[n]})
		}
	}
	slices.SortFunc(list, func(a, b plan.Name) int {
		return cmp.Or(int(b.Count-a.Count), slices.Compare(a.Terms, b.Terms))
	})
	return list, nil
}

func TestLexicon(t *testing.T) {
	x := lexiconOf("Ông Nguyễn Văn Thể nói. nguyễn Văn Thể", "hải quan, HẢI QUÂN và hải quan")
	if got, _ := x.Readings("quan"); !gocmp.Equal(got, []plan.Reading{{"quan", 2}, {"quân", 1}}) {
		t.Error(got)
	}
	r, _ := x.Runs([][]string{{"hải"}, {"quân", "quan", "x"}, {"và"}})
	if want := []plan.Run{{[6]uint8{}, 2, 1}, {[6]uint8{0, 1}, 2, 2}}; !gocmp.Equal(r.Pairs[0], want) || len(r.Triples[0]) != 1 || r.Words[1][1] != 2 {
		t.Error(r)
	}
	r, _ = x.Runs([][]string{{"ông"}, {"nguyễn"}, {"văn"}, {"thể"}})
	if len(r.Names[0]) != 1 || r.Names[0][0].Len != 4 || len(r.Names[2]) != 1 || r.Names[2][0].Count != 1 || r.Names[1] != nil {
		t.Error(r.Names)
	}
	if got, _ := x.NamesEnding("the", "nguyen", "v"); !gocmp.Equal(got, []plan.Name(nil)) {
		t.Error(got)
	}
	if got, _ := x.NamesEnding("the", "", "ng", "v"); !gocmp.Equal(got, []plan.Name{{[]string{"ông", "nguyễn", "văn", "thể"}, 1}}) {
		t.Error(got)
	}
	if x.total != 15 {
		t.Error(x.total)
	}
}

// looks counts how often runs are looked up.
type looks struct {
	texts
	*lexicon
	n int
}

func (x *looks) Lexicon() plan.Lexicon { return x }

func (x *looks) Runs(places [][]string) (*plan.Runs, error) {
	x.n++
	return x.lexicon.Runs(places)
}

// TestOneLook: words that follow each other are looked up once, however many names
// and commas are among them.
func TestOneLook(t *testing.T) {
	x := &looks{texts: texts{"Thái Bình Dương là biển. Thái Bình là tỉnh"}}
	x.lexicon = lexiconOf(x.texts...)
	for _, q := range []string{"Thái Bình Dương", strings.Repeat("Thái Bình Dương ", 40), strings.Repeat("biển, Thái Bình UBND ", 30)} {
		x.n = 0
		read(t, x, q, index.Request{Level: index.LevelMeant})
		if x.n != 1 {
			t.Errorf("%.30s: %d looks", q, x.n)
		}
	}
}
