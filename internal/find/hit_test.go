package find

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vankien/index"
	"vankien/index/snippet"
)

// TestLooseMarks: neighbours join with their like only, and each way of showing
// a passage tells loose marks from others.
func TestLooseMarks(t *testing.T) {
	const text = "Chuyển đổi số, đổi mới số lượng."
	marks := []snippet.Mark{}
	for _, m := range []struct {
		start, end int
		loose      bool
	}{{0, 20, false}, {22, 28, true}, {29, 34, true}, {35, 39, false}} {
		marks = append(marks, snippet.Mark{Span: snippet.Span{Start: m.start, End: m.end}, Loose: m.loose})
	}
	v := snippetView(index.Fragment{Field: index.FieldBody, Fragment: snippet.Fragment{Text: text, Marks: marks, CutLeft: true}, Page: 7})
	want := SnippetView{Field: "body", Text: "… " + text, Ranges: [][2]int{{2, 15}, {17, 24}, {25, 27}}, Loose: [][2]int{{17, 24}},
		HTML: `… <mark>Chuyển đổi số</mark>, <mark class="loose">đổi mới</mark> <mark>số</mark> lượng.`, Page: 7}
	if diff := cmp.Diff(want, v, cmpopts.IgnoreUnexported(SnippetView{})); diff != "" {
		t.Error(diff)
	}
	parts := []Part{{Text: "… "}, {"Chuyển đổi số", true, false}, {Text: ", "}, {"đổi mới", true, true}, {Text: " "}, {"số", true, false}, {Text: " lượng."}}
	if diff := cmp.Diff(parts, v.Parts()); diff != "" {
		t.Error(diff)
	}
}
