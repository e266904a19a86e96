package local

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// TestCommonest ranks a common word that comes after words of a single
// document, where the dictionary's own counts are wrong.
func TestCommonest(t *testing.T) {
	t.Parallel()
	docs := []index.Document{{ID: "0", Body: "an ba"}}
	for i := range 20 {
		docs = append(docs, index.Document{ID: fmt.Sprint(1 + i), Body: "zu vu"})
	}
	x := collection(t, append(docs, index.Document{ID: "z", Body: "zu"})...)
	snap, state := pinned(t, x)
	defer snap.Close()
	got, err := state.Commonest(t.Context(), fieldText, 2, func(key string) bool { return strings.HasSuffix(key, formMark) })
	if want := []string{"zu" + formMark, "vu" + formMark}; err != nil || !slices.Equal(got, want) {
		t.Errorf("Commonest = %q, %v, want %q", got, err, want)
	}
	before := x.Cache().Misses
	if err := state.Warm(t.Context(), nil, warmNodes(t.Context(), state, got)); err != nil {
		t.Fatal(err)
	}
	if x.Cache().Misses == before {
		t.Error("Warm read nothing")
	}
	before = x.Cache().Misses
	search(t, x, index.Request{Query: parse(t, "zu")})
	if after := x.Cache().Misses; after != before+1 {
		t.Errorf("with a warm word %d things had to be made, want the plan only", after-before)
	}
}
