package web

import (
	"net/http"
	"testing"
	"unicode/utf8"

	"vankien/index"
)

// TestPagesAreDescribed: each page says to other sites what it is about, a document how
// it begins.
func TestPagesAreDescribed(t *testing.T) {
	s := decisionServer(t)
	said := map[string]bool{}
	for _, path := range []string{"/", "/d/v1", "/d/r", "/quote", "/trends", "/kwic", "/help"} {
		p := parsePage(t, get(s, path), http.StatusOK)
		text := p.one(t, "meta", "name=description").attr("content")
		if n := utf8.RuneCountInString(text); n < 20 || said[text] {
			t.Errorf("%s is described as %q", path, text)
		}
		said[text] = true
	}
	if got := describe(&index.Document{Abstract: "Một  tóm\ntắt", Body: "Nội dung"}); got != "Một tóm tắt" {
		t.Errorf("the abstract is %q", got)
	}
}
