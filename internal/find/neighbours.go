package find

import (
	"cmp"
	"slices"
	"strings"

	"vankien/internal/viet"
)

// NeighboursView counts the words around the matches of all lines, the most frequent
// first.
type NeighboursView struct {
	Before []NeighbourView `json:"before"` // directly before the match
	After  []NeighbourView `json:"after"`
	Left   []NeighbourView `json:"left"` // anywhere in the line before the match
	Right  []NeighbourView `json:"right"`
}

// NeighbourView is a word, in small letters, and how often it stands there.
type NeighbourView struct {
	Word  string `json:"word"`
	Count int    `json:"count"`
}

// neighboursShown is how many words are listed of each place.
const neighboursShown = 20

// neighbours counts words by the place where they stand.
type neighbours struct {
	before, after, left, right map[string]int
	words                      []viet.Token
}

func newNeighbours() *neighbours {
	return &neighbours{before: map[string]int{}, after: map[string]int{}, left: map[string]int{}, right: map[string]int{}}
}

// add counts the words of a line; on nil it does nothing.
func (n *neighbours) add(l *textLine) {
	if n == nil {
		return
	}
	n.words = viet.Words(n.words[:0], l.left)
	for i := range n.words {
		n.left[n.words[i].Term]++
	}
	if k := len(n.words); k > 0 {
		n.before[n.words[k-1].Term]++
	}
	n.words = viet.Words(n.words[:0], l.right)
	for i := range n.words {
		n.right[n.words[i].Term]++
	}
	if len(n.words) > 0 {
		n.after[n.words[0].Term]++
	}
}

// view lists the most frequent words; nil of nil.
func (n *neighbours) view() *NeighboursView {
	if n == nil {
		return nil
	}
	return &NeighboursView{mostFrequent(n.before), mostFrequent(n.after), mostFrequent(n.left), mostFrequent(n.right)}
}

func mostFrequent(counts map[string]int) []NeighbourView {
	list := make([]NeighbourView, 0, len(counts))
	for w, n := range counts {
		list = append(list, NeighbourView{w, n})
	}
	slices.SortFunc(list, func(a, b NeighbourView) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Word, b.Word))
	})
	return slices.Clone(list[:min(neighboursShown, len(list))])
}
