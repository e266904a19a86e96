package find

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/internal/viet"
)

// TestCountsOfManyGoroutines: however many count, all counts are those of plain maps by
// text, and what marks a set is the same.
func TestCountsOfManyGoroutines(t *testing.T) {
	texts := drawnTexts(400)
	plain := newPlainCounts()
	for i, text := range texts {
		plain.add(i%3/2, text)
	}
	for _, most := range []int{1, 2, 7} {
		c := newWordCounts(most)
		for i, text := range texts {
			c.add(i%3/2, text[:len(text)/2], "", text[len(text)/2:])
		}
		if len(c.workers) != most {
			t.Errorf("%d goroutines, want %d", len(c.workers), most)
		}
		c.done()
		words, pairs := c.byText()
		if !reflect.DeepEqual(words, plain.words) || !reflect.DeepEqual(pairs, plain.pairs) || c.totals != plain.totals {
			t.Fatalf("%d goroutines count %v: %d words, %d pairs; want %v: %d, %d", most, c.totals, len(words), len(pairs), plain.totals, len(plain.words), len(plain.pairs))
		}
		for _, least := range []int{1, 5, 1000} {
			more, less := c.marking(least)
			wantMore, wantLess := plain.marking(least)
			if !slices.Equal(more, wantMore) || !slices.Equal(less, wantLess) {
				t.Fatalf("%d goroutines, at least %d:\n got %v\n     %v\nwant %v\n     %v", most, least, more, less, wantMore, wantLess)
			}
		}
	}
}

// drawnTexts are some kilobytes each, of common words, of rare ones, and of ones that
// only join others.
func drawnTexts(n int) (list []string) {
	r := rand.New(rand.NewPCG(1, 2))
	usual := strings.Fields("và của kinh tế xã hội đất đai ngân sách nhà nước giáo dục các những phát triển bền vững")
	for range n {
		var b strings.Builder
		for range 100 + r.IntN(900) {
			if r.IntN(4) > 0 {
				b.WriteString(usual[int(r.ExpFloat64()*4)%len(usual)])
			} else {
				fmt.Fprintf(&b, "w%d", int(r.ExpFloat64()*5000))
			}
			b.WriteString([]string{" ", " ", " ", ", ", ". ", "\n\n"}[r.IntN(6)])
		}
		list = append(list, b.String())
	}
	return list
}

// byText is what was counted, by texts.
func (c *wordCounts) byText() (words, pairs map[string][2]int) {
	words, pairs = map[string][2]int{}, map[string][2]int{}
	for number, n := range c.words[1:] {
		words[c.names[number+1]] = n
	}
	for i := range c.pairs {
		for _, p := range c.pairs[i].slots {
			if p.key != 0 {
				pairs[c.names[p.key>>32]+" "+c.names[uint32(p.key)]] = [2]int{int(p.n[0]), int(p.n[1])}
			}
		}
	}
	return words, pairs
}

// plainCounts is wordCounts the simple way.
type plainCounts struct {
	words, pairs map[string][2]int
	totals       [2][2]int
}

func newPlainCounts() *plainCounts {
	return &plainCounts{words: map[string][2]int{}, pairs: map[string][2]int{}}
}

func (c *plainCounts) add(set int, text string) {
	for _, text := range []string{text[:len(text)/2], text[len(text)/2:]} {
		tokens := viet.Words(nil, text)
		for i, w := range tokens {
			count(c.words, w.Term, set)
			c.totals[0][set]++
			if i > 0 && w.Pos == tokens[i-1].Pos+1 && !viet.IsFunctionWord(w.Term) && !viet.IsFunctionWord(tokens[i-1].Term) {
				count(c.pairs, tokens[i-1].Term+" "+w.Term, set)
				c.totals[1][set]++
			}
		}
	}
}

func count(in map[string][2]int, text string, set int) {
	n := in[text]
	n[set]++
	in[text] = n
}

func (c *plainCounts) marking(least int) (more, less []KeyWord) {
	more, less = []KeyWord{}, []KeyWord{}
	for i, kind := range []string{"word", "pair"} {
		for text, n := range []map[string][2]int{c.words, c.pairs}[i] {
			x := KeyWord{Text: text, Kind: kind, A: n[0], B: n[1], LogLikelihood: logLikelihood(n, c.totals[i]), LogRatio: logRatio(n, c.totals[i])}
			if x.LogRatio > 0 && x.A >= least {
				more = append(more, x)
			} else if x.LogRatio < 0 && x.B >= least {
				less = append(less, x)
			}
		}
	}
	for _, list := range []*[]KeyWord{&more, &less} {
		slices.SortFunc(*list, func(a, b KeyWord) int {
			return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), strings.Compare(a.Text, b.Text))
		})
		*list = (*list)[:min(len(*list), KeyWords)]
	}
	return more, less
}
