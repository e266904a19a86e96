package local

import (
	"strings"
	"testing"

	"vankien/index"
)

// TestReadingsCountForTheirWords checks that a passage with a name in its other
// form has the query's word for it, so it goes before one that lacks that word.
func TestReadingsCountForTheirWords(t *testing.T) {
	filler := strings.Repeat("Nội dung khác không liên quan. ", 40)
	for _, c := range []struct{ query, poor, rich string }{
		{"kinh UBND", "kinh kinh kinh.", "Xin kinh gửi Ủy ban nhân dân xã."},
		{"thông cáo 13/1/2025", "thông cáo, thông cáo.", "thông cáo của ngày 13 tháng 01 năm 2025."},
		{"gửi dduwowngf", "gửi, gửi, gửi.", "gửi từ một con đường."},
	} {
		x := collection(t, index.Document{ID: "a", Body: c.poor + "\n" + filler + "\n" + c.rich})
		res, err := x.Search(t.Context(), index.Request{Query: parse(t, c.query), Snippets: 1, SnippetChars: 80})
		if err != nil || len(res.Hits) != 1 {
			t.Fatalf("%s: %+v, %v", c.query, res, err)
		}
		if f := res.Hits[0].Fragments; len(f) != 1 || !strings.Contains(f[0].Text, c.rich) {
			t.Errorf("%s shows %+v, not %q", c.query, f, c.rich)
		}
	}
}
