package local

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// rawUnits are words that stand together in raw texts, by frequency alone.
type rawUnits struct {
	raw   *rawTexts
	pairs map[[2]int32]*rawCount // compounds: two words
	names map[string]*rawCount   // whole runs of 2 to 4 capitalised words, as written
}

type rawCount struct {
	count, docs, last int // last: the last document, counted from 1
	text              string
}

func (c *rawCount) add(doc int, text string) {
	c.count++
	if c.last != doc+1 {
		c.docs++
		c.last = doc + 1
		c.text = text
	}
}

// functionWords bind others and begin and end no unit that is drawn.
const functionWords = ` và của các những là có được trong cho với để tại từ này đó một về theo khi đã sẽ đang không thì mà do bởi hoặc hay nhưng cũng rất như đến ra vào lên xuống nếu vì nên còn chỉ bị trên dưới giữa bằng mọi mỗi ở rằng ấy nào gì sao đây kia thế vậy lại nữa mới vẫn cùng tới trước sau `

// units counts neighbours and names and keeps those pairs that stand in 15 to 500
// documents, side by side more than six times as often as by chance, and are no
// part of something longer, and those names that stand in 3 to 200 documents.
func (x *rawTexts) units() *rawUnits {
	u := &rawUnits{x, map[[2]int32]*rawCount{}, map[string]*rawCount{}}
	words, total := make([]float64, len(x.folds)), 0.0
	for d, text := range x.words {
		for i, w := range text {
			if w.word == 0 {
				continue
			}
			words[w.word]++
			total++
			if i+1 < len(text) && lexical(w.text) && lexical(text[i+1].text) {
				count(u.pairs, [2]int32{w.word, text[i+1].word}, d, strings.ToLower(w.text+" "+text[i+1].text))
			}
			if run := nameAt(text, i); run != "" {
				count(u.names, run, d, run)
			}
		}
	}
	maps.DeleteFunc(u.pairs, func(p [2]int32, c *rawCount) bool {
		return c.docs < 15 || c.docs > 500 || float64(c.count)*total <= 6*words[p[0]]*words[p[1]]
	})
	maps.DeleteFunc(u.names, func(_ string, c *rawCount) bool { return c.docs < 3 || c.docs > 200 })
	u.dropFragments()
	return u
}

// dropFragments leaves out the pairs that have one and the same word beside them
// in half of their places.
func (u *rawUnits) dropFragments() {
	type triple struct {
		pair   [2]int32
		word   int32
		before bool
	}
	triples := map[triple]int{}
	for _, text := range u.raw.words {
		for i := range text[:max(0, len(text)-1)] {
			p := [2]int32{text[i].word, text[i+1].word}
			if u.pairs[p] == nil {
				continue
			}
			if i > 0 && text[i-1].word > 0 {
				triples[triple{p, text[i-1].word, true}]++
			}
			if i+2 < len(text) && text[i+2].word > 0 {
				triples[triple{p, text[i+2].word, false}]++
			}
		}
	}
	for t, n := range triples {
		if c := u.pairs[t.pair]; c != nil && 2*n >= c.count {
			delete(u.pairs, t.pair)
		}
	}
}

func count[K comparable](in map[K]*rawCount, key K, doc int, text string) {
	c := in[key]
	if c == nil {
		c = &rawCount{}
		in[key] = c
	}
	c.add(doc, text)
}

// lexical reports whether a word can begin or end a unit.
func lexical(s string) bool {
	return letters(s) && !strings.Contains(functionWords, " "+strings.ToLower(s)+" ")
}

// letters reports whether a word is made of nothing else.
func letters(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// nameAt returns the run of 2 to 4 capitalised words that begins at i, or "" for
// none: one that goes on before i or is longer.
func nameAt(text []rawWord, i int) string {
	if i > 0 && text[i-1].capital {
		return ""
	}
	var run []string
	for ; i < len(text) && text[i].capital; i++ {
		if !letters(text[i].text) {
			return ""
		}
		run = append(run, text[i].text)
	}
	if len(run) < 2 || len(run) > 4 {
		return ""
	}
	return strings.Join(run, " ")
}

// draw returns n of the units of a kind.
func draw[K comparable](w *rand.Rand, from map[K]*rawCount, n int) (list []string) {
	for _, c := range from {
		list = append(list, c.text)
	}
	slices.Sort(list)
	w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:n]
}

// drawApart returns n units of one document that share no word, in any order, or
// nil where it has not as many.
func (u *rawUnits) drawApart(w *rand.Rand, n int) (list []string) {
	text := u.raw.words[w.IntN(len(u.raw.words))]
	used := map[int32]bool{}
	for try := 0; len(list) < n && try < 100; try++ {
		i := w.IntN(len(text))
		unit := nameAt(text, i)
		if u.names[unit] == nil && i+1 < len(text) {
			unit = ""
			if c := u.pairs[[2]int32{text[i].word, text[i+1].word}]; c != nil {
				unit = c.text
			}
		}
		words, _ := u.raw.numbers(unit)
		if unit == "" || slices.ContainsFunc(words, func(n int32) bool { return used[n] }) {
			continue
		}
		for _, n := range words {
			used[n] = true
		}
		list = append(list, unit)
	}
	if len(list) < n {
		return nil
	}
	return list
}
