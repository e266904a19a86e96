package match

import (
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/plan"
)

// TestWindowIsBounded: words near each other are looked for in a text of any
// length with the same memory.
func TestWindowIsBounded(t *testing.T) {
	p := NewPhrase(&plan.Phrase{Fields: []string{string(index.FieldBody)}, Slop: 2, At: []int{0, 1},
		Forms: []plan.Form{{Terms: []string{"đất"}}, {Terms: []string{"nước"}}}})
	text := strings.Repeat("đất nước ", 50_000)
	s := p.finder.In(text, 0, len(text))
	defer s.Close()
	var g group
	n, err := p.near(t.Context(), &s, &g, nil)
	if err != nil || n < 49_999 {
		t.Fatal(n, err)
	}
	if cap(g.window) > 8*windowSlack {
		t.Errorf("a window of %d words", cap(g.window))
	}
}
