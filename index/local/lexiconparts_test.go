package local

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// TestLexiconAddsUp: what is known of words does not depend on how documents are
// shared out among segments, and a commit is followed.
func TestLexiconAddsUp(t *testing.T) {
	whole, parts := collection(t, speeches...), collection(t)
	for i := range speeches {
		if i%2 == 1 || i == len(speeches)-1 {
			if err := parts.Put(t.Context(), speeches[i-i%2:i+1]...); err != nil {
				t.Fatal(err)
			}
		}
	}
	snap, one := pinned(t, whole)
	defer snap.Close()
	snap, several := pinned(t, parts)
	defer snap.Close()
	if a, b := one.lexicon.Parts(), several.lexicon.Parts(); a >= b {
		t.Fatalf("%d and %d segments", a, b)
	}
	if a, b := one.lexicon.Total(), several.lexicon.Total(); a != b || a == 0 {
		t.Errorf("%v words, want %v", b, a)
	}
	runs, names := 0, 0
	for _, d := range speeches {
		tokens := viet.Words(nil, viet.Compose(d.Body))
		for i := 0; i+4 <= len(tokens); i += 3 {
			r, n := sameKnown(t, one.lexicon, several.lexicon, tokens[i:i+4])
			runs, names = runs+r, names+n
		}
	}
	if runs == 0 || names == 0 {
		t.Errorf("%d runs and %d names", runs, names)
	}
}

// sameKnown compares what two lexicons know of words without their marks, and
// returns how many runs and names that are.
func sameKnown(t *testing.T, a, b *lexicon.Lexicon, tokens []viet.Token) (runs, names int) {
	t.Helper()
	var places [][]string
	for _, x := range tokens {
		readings, err := a.Readings(x.Fold)
		if err != nil {
			t.Fatal(err)
		}
		var terms []string
		for _, r := range readings {
			terms = append(terms, r.Term)
		}
		places = append(places, terms)
	}
	want, known := knownOf(t, a, places, tokens)
	got, others := knownOf(t, b, places, tokens)
	if diff := cmp.Diff(want, got) + cmp.Diff(known, others); diff != "" {
		t.Fatalf("%v (-whole +parts):\n%s", places, diff)
	}
	for _, list := range want.Pairs {
		runs += len(list)
	}
	return runs, len(known)
}

func knownOf(t *testing.T, x *lexicon.Lexicon, places [][]string, tokens []viet.Token) (*plan.Runs, []plan.Name) {
	t.Helper()
	runs, err := x.Runs(places)
	if err != nil {
		t.Fatal(err)
	}
	names, err := x.NamesEnding(tokens[1].Fold, tokens[0].Fold[:1])
	if err != nil {
		t.Fatal(err)
	}
	return runs, names
}
