package indextest

import (
	"fmt"
	"slices"
	"testing"

	"vankien/index"
)

// suggestions: what may have been meant is offered with what it finds, and answered
// where the words that were typed stand nowhere.
func suggestions(t *testing.T, open opener) {
	var docs []index.Document
	for i := range 12 {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Body: "Tỉnh đẩy mạnh chuyển đổi số. Hôm nay Lê Văn Tám nói không có gì khó. Quả đồi và hoa dại. Ý kiến của Vũ Thị Hoa."})
	}
	x := open(docs...)
	for _, c := range []struct {
		q, meant string
		kind     index.SuggestionKind
		used     bool
	}{
		{"chuyển đổi zố", "chuyển đổi số", index.SuggestSpelling, true},  // stands nowhere
		{"chuyển đồi số", "chuyển đổi số", index.SuggestSpelling, false}, // these words are found
		{"chuyen doi so", "chuyển đổi số", index.SuggestMarks, false},
		{"Tám Lê Văn", "Lê Văn Tám", index.SuggestName, false},
	} {
		q := Parse(t, c.q)
		got := Search(t, x, index.Request{Query: q, Level: index.LevelAuto, Suggest: true})
		at := slices.IndexFunc(got.Suggestions, func(s index.Suggestion) bool { return s.Query.String() == c.meant })
		if at < 0 {
			t.Errorf("%s: %v, want %s", c.q, got.Suggestions, c.meant)
			continue
		}
		s := got.Suggestions[at]
		if total := every(t, x, s.Query, index.LevelMeant).Total; s.Kind != c.kind || s.Used != c.used || s.Total != total || total == 0 {
			t.Errorf("%s: %+v, which finds %d", c.q, s, total)
		}
		if c.used && got.Total != s.Total {
			t.Errorf("%s: %d documents, %d meant", c.q, got.Total, s.Total)
		}
		if plain := Search(t, x, index.Request{Query: q, Level: index.LevelAuto}); len(plain.Suggestions) > 0 {
			t.Errorf("%s: %v without having been asked", c.q, plain.Suggestions)
		}
	}
	for _, q := range []string{"chuyển đổi số", "Lê Văn Tám", "Vũ Thị khôngcó"} {
		for _, s := range Search(t, x, index.Request{Query: Parse(t, q), Level: index.LevelAuto, Suggest: true}).Suggestions {
			if s.Used {
				t.Errorf("%s is answered as %s", q, s.Query)
			}
		}
	}
}
