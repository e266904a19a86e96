package main

import (
	"slices"
	"strings"

	"vankien/internal/viet"
)

// Vankien's phrases end where a sentence does, those of the other engines only
// where the field does. So that totals can be compared, only phrases are drawn
// whose words stand side by side nowhere across the end of a sentence.

// spare is how many phrases are drawn for each that is needed.
const spare = 6

// phrases draws runs of k words that stand side by side.
func (x *lexicon) phrases(c class, k int) ([]task, error) {
	var drawn [][]string
	for range tries {
		d := &x.docs[x.rand.IntN(len(x.docs))]
		tokens := viet.Words(nil, d.Body)
		if len(tokens) < k {
			continue
		}
		words, ok := plain(d.Body, tokens, x.rand.IntN(len(tokens)-k+1), k)
		if ok && !slices.ContainsFunc(drawn, func(o []string) bool { return slices.Equal(o, words) }) {
			drawn = append(drawn, words)
		}
		if len(drawn) == perClass*spare {
			break
		}
	}
	drawn = x.within(drawn)
	if len(drawn) < perClass {
		return nil, errPoor
	}
	var tasks []task
	for _, words := range drawn[:perClass] {
		tasks = append(tasks, task{Class: c, Words: words, Mode: phrase})
	}
	return tasks, nil
}

// plain returns the k words from token i on, if each is usable and nothing but a
// blank parts them.
func plain(text string, tokens []viet.Token, i, k int) (words []string, ok bool) {
	for j := i; j < i+k; j++ {
		if !usable(tokens[j].Term) || j > i && text[tokens[j-1].End:tokens[j].Start] != " " {
			return nil, false
		}
		words = append(words, tokens[j].Term)
	}
	return words, true
}

// within returns the phrases that cross no end of a sentence in any document
// that does not also have them inside one.
func (x *lexicon) within(phrases [][]string) (kept [][]string) {
	byFirst := map[string][]int{}
	for i, p := range phrases {
		byFirst[p[0]] = append(byFirst[p[0]], i)
	}
	bad := make([]bool, len(phrases))
	var tokens []viet.Token
	for _, d := range x.docs {
		inside, across := make([]bool, len(phrases)), make([]bool, len(phrases))
		for _, text := range []string{d.Title, d.Body} {
			tokens = viet.Words(tokens[:0], text)
			for i := range tokens {
				for _, p := range byFirst[tokens[i].Term] {
					found, gap := stands(tokens[i:], phrases[p])
					inside[p] = inside[p] || found && !gap
					across[p] = across[p] || found && gap
				}
			}
		}
		for p := range phrases {
			bad[p] = bad[p] || across[p] && !inside[p]
		}
	}
	for i, p := range phrases {
		if !bad[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// stands reports whether tokens begin with the words, and whether a sentence
// ends among them.
func stands(tokens []viet.Token, words []string) (found, gap bool) {
	if len(tokens) < len(words) {
		return false, false
	}
	for i, w := range words {
		if tokens[i].Term != w {
			return false, false
		}
	}
	return true, tokens[len(words)-1].Pos-tokens[0].Pos != len(words)-1
}

// text returns the words of a task as one would type them.
func (t *task) text() string { return strings.Join(t.Words, " ") }
