package topics

import (
	"fmt"

	"vankien/internal/viet"
)

// maxCueWords is the longest cue, in words, and so bounds the work per word of a text.
const maxCueWords = 16

// trie finds phrases in a run of tokens. Node 0 is the root.
type trie struct {
	terms map[string]int32 // the number of each term that occurs in a phrase
	first []int32          // node after a phrase's first term, by term; 0 when no phrase starts so
	next  map[edge]int32   // nodes after later terms
	ends  [][]int32        // cue numbers of the phrase that ends at a node; empty, not nil, for an ignored phrase
}

type edge struct{ node, term int32 }

func newTrie() *trie {
	return &trie{terms: map[string]int32{}, next: map[edge]int32{}, ends: make([][]int32, 1)}
}

// add makes phrase end in the given cue, or in none if cue is negative, and
// returns the number of the phrase's node: equal for two spellings of a phrase.
func (t *trie) add(phrase string, cue int) (int, error) {
	toks := viet.Words(nil, viet.Compose(phrase))
	switch {
	case len(toks) == 0:
		return 0, fmt.Errorf("has no word in it; write the words to look for, or remove it")
	case len(toks) > maxCueWords:
		return 0, fmt.Errorf("has %d words; shorten it to %d", len(toks), maxCueWords)
	}
	node := int32(0)
	for i, tok := range toks {
		if i > 0 && tok.Pos != toks[i-1].Pos+1 {
			return 0, fmt.Errorf("runs over the end of a sentence and would never be found; split it in two")
		}
		node = t.step(node, tok.Term)
	}
	if t.ends[node] == nil {
		t.ends[node] = []int32{}
	}
	if cue >= 0 {
		t.ends[node] = append(t.ends[node], int32(cue))
	}
	return int(node), nil
}

// step returns the node after term, making it if need be.
func (t *trie) step(node int32, term string) int32 {
	id, ok := t.terms[term]
	if !ok {
		id = int32(len(t.first))
		t.terms[term] = id
		t.first = append(t.first, 0)
	}
	to := t.first[id]
	if node != 0 {
		to = t.next[edge{node, id}]
	}
	if to != 0 {
		return to
	}
	to = int32(len(t.ends))
	t.ends = append(t.ends, nil)
	if node == 0 {
		t.first[id] = to
	} else {
		t.next[edge{node, id}] = to
	}
	return to
}

// longest returns the node of the longest phrase that starts at toks[0] and its
// length in tokens, or 0, 0.
func (t *trie) longest(toks []viet.Token) (node int32, n int) {
	id, ok := t.terms[toks[0].Term]
	if !ok {
		return 0, 0
	}
	at := t.first[id]
	for i := 1; at != 0; i++ {
		if t.ends[at] != nil {
			node, n = at, i
		}
		if i == len(toks) || toks[i].Pos != toks[i-1].Pos+1 {
			break
		}
		if id, ok = t.terms[toks[i].Term]; !ok {
			break
		}
		at = t.next[edge{at, id}]
	}
	return node, n
}

// each calls found with the node of every phrase in toks that does not lie
// inside another one.
func (t *trie) each(toks []viet.Token, found func(node int32)) {
	end := 0
	for i := range toks {
		if node, n := t.longest(toks[i:]); n > 0 && i+n > end {
			end = i + n
			found(node)
		}
	}
}
