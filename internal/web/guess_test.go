package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/internal/find"
)

// decreed are two decrees, of which some fields were read in the text.
var decreed = []index.Document{
	{ID: "nd-1", Kind: "decree", Title: "Nghị định về văn thư", Number: "30/2020/NĐ-CP", Date: "2020-03-05", Signer: "Nguyễn An", SignerRole: "Thủ tướng",
		Recipients: []string{"Các bộ", "Văn phòng"}, Organisation: "Chính phủ",
		Evidence: []index.Evidence{{Field: "date", Confidence: 0.7, Where: "head"}, {Field: "signer", Confidence: 0.95, Where: "end"}, {Field: "recipients", Confidence: 0.5}}},
	{ID: "nd-2", Kind: "decree", Title: "Nghị định về lưu trữ", Number: "99/2025/NĐ-CP", Signer: "Trần Bình", Date: "2025",
		Evidence:    []index.Evidence{{Field: "date", Confidence: 0.7}, {Field: "signer", Confidence: 0.6, Where: "<nơi>"}},
		Corrections: []index.Correction{{Field: "date", Value: []string{"2025"}, At: "2026-01-02T03:04:05Z"}}},
}

func serverWithDecrees(t *testing.T, opt Options) *Server {
	t.Helper()
	s := newServer(t, opt)
	if err := s.opt.Index.(index.Engine).Put(t.Context(), decreed...); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGuessesAreSaid(t *testing.T) {
	s := serverWithDecrees(t, Options{})
	v := decode[find.SearchView](t, get(s, "/api/v1/search?kind=decree&facets=guessed,corrected,signer,number&sort=date").Body)
	if got := v.Hits[0].Document; got.Signer != "Nguyễn An" || got.SignerRole != "Thủ tướng" || !slices.Equal(got.Guesses, []index.Evidence{decreed[0].Evidence[0], decreed[0].Evidence[2]}) {
		t.Errorf("hit %+v", got)
	}
	if got := v.Hits[1].Document.Guesses; len(got) != 1 || got[0].Field != "signer" {
		t.Errorf("guesses %+v", got)
	}
	if f := v.Facets[index.FieldGuessed]; len(f.Values) != 3 || f.Values[0].Label != "Ngày" || f.Missing != 0 || v.Facets[index.FieldNumber].TotalValues != 2 {
		t.Errorf("facets %+v", v.Facets)
	}
	p := parsePage(t, get(s, "/search?kind=decree&sort=date"), http.StatusOK)
	var got []string
	for _, g := range p.all("small", ".guess") {
		got = append(got, g.text()+" "+g.attr("title"))
	}
	if diff := cmp.Diff([]string{"đoán theo phần đầu văn bản; chắc 70%", "đoán theo <nơi>; chắc 60%"}, got); diff != "" {
		t.Error(diff)
	}
	if len(facetBoxes(p, "signer")) != 2 || len(facetBoxes(p, "number")) != 0 || len(facetBoxes(p, "guessed")) != 0 {
		t.Errorf("facets %q", textsOf(p.all("legend")))
	}
	if got := facetBoxes(parsePage(t, get(s, "/search?guessed=date&lang=en"), http.StatusOK), "guessed"); !slices.Contains(got, "[x] Date 1") {
		t.Errorf("guessed: %q", got)
	}
}

func TestFactsSayGuesses(t *testing.T) {
	s := serverWithDecrees(t, Options{})
	for lang, want := range map[string][]string{
		"":         {"Ngày 05/03/2020 đoán: theo phần đầu văn bản; chắc 70%", "Người ký Nguyễn An", "Chức vụ người ký Thủ tướng", "Nơi nhận Các bộ Văn phòng đoán: chắc 50%"},
		"?lang=en": {"Date 5 March 2020 guessed: from the head; 70% sure", "Signer Nguyễn An", "Signer’s office Thủ tướng", "Recipients Các bộ Văn phòng guessed: 50% sure"},
	} {
		var got []string
		for _, d := range parsePage(t, get(s, "/d/nd-1"+lang), http.StatusOK).one(t, "aside").one(t, "dl").all("div") {
			got = append(got, strings.Join(append(textsOf(d.all("dt")), textsOf(d.all("dd"))...), " "))
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("%s: no %q in %q", lang, line, got)
			}
		}
	}
}

// A title that a text does not name is a guess wherever it is the heading.
func TestGuessedTitleIsSaid(t *testing.T) {
	s := newServer(t, Options{})
	d := index.Document{ID: "t", Kind: "other", Title: "Cây xanh rất cần cho phố.", Body: "Cây xanh rất cần cho phố.", Evidence: []index.Evidence{{Field: "title", Confidence: 0.5, Where: "first sentence"}}}
	if err := s.opt.Index.(index.Engine).Put(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"/d/t", "/search?guessed=title"} {
		if got := parsePage(t, get(s, at), http.StatusOK).all("small", ".guess"); len(got) != 1 || got[0].text() != "đoán" {
			t.Errorf("%s: %d marks", at, len(got))
		}
	}
}
