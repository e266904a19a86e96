package indextest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"vankien/index"
	"vankien/internal/outline"
)

// decreed has all that is known of where a document comes from.
func decreed() index.Document {
	return index.Document{ID: "nd", Kind: "decree", Title: "Về công tác văn thư", Body: "Chương I\nPhạm vi\nđiều chỉnh", Number: "30/2020/NĐ-CP", Date: "2020-03-05",
		Signer: "Nguyễn Xuân Phúc", SignerRole: "Thủ tướng", Recipients: []string{"Ban Bí thư Trung ương Đảng", "", "Văn phòng"}, Topics: []string{"van-thu"},
		Blocks: []outline.Block{{Line: 0, Kind: outline.Page, Level: 1}, {Line: 0, Kind: outline.Heading, Level: 2}, {Line: 1, Kind: outline.Row}, {Line: 2, Kind: outline.Page, Level: 2}},
		Evidence: []index.Evidence{{Field: "date", Confidence: 0.95, Where: "head"}, {Field: "signer", Confidence: 0.625, Where: "last page"},
			{Field: "place", Confidence: 0.3, Where: "a\x00b"}, {Field: "title", Confidence: 0.5}},
		Corrections: []index.Correction{{Field: "title", Value: []string{"Về công tác văn thư"}, Was: []string{}, By: "an", At: "2026-01-02T03:04:05Z", Why: "“trích yếu”"}},
		Original:    &index.Original{SHA256: fmt.Sprintf("%064x", 57), Name: "nghị định/30\x00.pdf", Type: "application/pdf\x00", Size: 1 << 40},
		Anchors:     []int{9, 0, 2, 12}}
}

// origin stores all that is known of a document, and compares it.
func origin(t *testing.T, open opener) {
	given := decreed()
	x := open(index.Document{ID: "a", Body: "trước"}, given, index.Document{ID: "z", Title: "sau"})
	want := decreed()
	want.Signer, want.Recipients = "Nguyễn Xuân Phúc", []string{"Ban Bí thư Trung ương Đảng", "Văn phòng"}
	if got, err := x.Get(t.Context(), "nd"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("stored\n%+v, %v\nwant\n%+v", got, err, want)
	}
	res := Search(t, x, index.Request{Query: Parse(t, `signer:"Xuân Phúc" number:30/2020/NĐ-CP`), Snippets: 1})
	if len(res.Hits) != 1 || !reflect.DeepEqual(res.Hits[0].Document, brief(want)) {
		t.Errorf("hits %+v", res.Hits)
	}
	changes := map[string]func(*index.Document){
		"signer":      func(d *index.Document) { d.Signer = "" },
		"role":        func(d *index.Document) { d.SignerRole = "" },
		"recipients":  func(d *index.Document) { d.Recipients = d.Recipients[:1] },
		"blocks":      func(d *index.Document) { d.Blocks[1].Level = 3 },
		"evidence":    func(d *index.Document) { d.Evidence[0].Confidence = 0.9 },
		"corrections": func(d *index.Document) { d.Corrections[0].Why = "" },
		"value":       func(d *index.Document) { d.Corrections[0].Was = []string{"khác"} },
		"original":    func(d *index.Document) { d.Original.Size++ },
		"":            func(d *index.Document) { d.Anchors = nil }, // which are no part of what a source says
		"no original": func(d *index.Document) { d.Original = nil },
	}
	for name, change := range changes {
		d := decreed()
		change(&d)
		if _, different, err := x.Diff(t.Context(), []index.Document{d}); err != nil || (len(different) == 1) != (name != "") {
			t.Errorf("changed %q: different are %v, %v", name, idsOf(different), err)
		}
	}
	if err := x.Put(t.Context(), plainAnchors(given)); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Get(t.Context(), "nd"); err != nil || got.Anchors != nil {
		t.Errorf("the numbers of lines are stored as %v, %v", got.Anchors, err)
	}
	if got := decreed(); !reflect.DeepEqual(got, given) {
		t.Errorf("what was put was changed to %+v", given)
	}
}

// plainAnchors is a document of three lines whose anchors are their numbers.
func plainAnchors(d index.Document) index.Document {
	d.Anchors = []int{1, 2, 3, 3}
	return d
}

// pagesOfOriginals shows on which page of the original a passage stands.
func pagesOfOriginals(t *testing.T, open opener) {
	leaf := func(line, page int) outline.Block { return outline.Block{Line: line, Kind: outline.Page, Level: page} }
	x := open(
		index.Document{ID: "a", Abstract: "Vụ đất.", Body: "mở đầu\nđất đai\n\nrừng và\nnúi cao\nbiển", Blocks: []outline.Block{leaf(1, 3), {Line: 1, Kind: outline.Heading, Level: 1}, leaf(3, 4), leaf(5, 12)}},
		index.Document{ID: "b", Body: "đất đai\nrừng", Blocks: []outline.Block{{Line: 0, Kind: outline.Heading, Level: 2}, {Line: 1, Kind: outline.Item, Level: 1}}},
		index.Document{ID: "c", Body: "đất đai\nrừng"})
	for _, c := range []struct {
		q    string
		page map[string][]int
	}{
		{"mở", map[string][]int{"a": {0}}}, {"đai", map[string][]int{"a": {3}, "b": {0}, "c": {0}}}, {"núi", map[string][]int{"a": {4}}}, {"biển", map[string][]int{"a": {12}}},
		{"đai biển", map[string][]int{"a": {3}}}, {"đất", map[string][]int{"a": {0, 3}, "b": {0}, "c": {0}}},
	} {
		got := map[string][]int{}
		for _, h := range Search(t, x, index.Request{Query: Parse(t, c.q), Snippets: 3, SnippetChars: 40}).Hits {
			for _, f := range h.Fragments {
				got[h.ID] = append(got[h.ID], f.Page)
			}
		}
		if !reflect.DeepEqual(got, c.page) {
			t.Errorf("%s: pages %v, want %v", c.q, got, c.page)
		}
	}
	if f := Search(t, x, index.Request{Snippets: 1}).Hits; f[1].Fragments[0].Page != 0 || len(f) != 3 {
		t.Errorf("openings %+v", f)
	}
}

// guessesAndCorrections filters and counts by what is guessed and what was
// corrected.
func guessesAndCorrections(t *testing.T, open opener) {
	read := func(field string, confidence float64) index.Evidence {
		return index.Evidence{Field: field, Confidence: confidence}
	}
	at := "2026-01-02T03:04:05Z"
	x := open(
		index.Document{ID: "a", Date: "2024", Signer: "An", Evidence: []index.Evidence{read("date", 0.89), read("signer", 0.9)}},
		index.Document{ID: "b", Date: "2025", Signer: "Bình", Evidence: []index.Evidence{read("date", 0.5), read("signer", 0.5)}},
		index.Document{ID: "c", Date: "2025", Number: "1/NQ", Evidence: []index.Evidence{read("date", 0.5), read("signer", 0.5)}, // it has no signer
			Corrections: []index.Correction{{Field: "date", Value: []string{"2025"}, At: at}, {Field: "signer", At: at}}},
		index.Document{ID: "d", Number: "1/NQ"})
	facets := func(req index.Request) map[index.Field]index.Facet {
		req.Facets = []index.Field{index.FieldGuessed, index.FieldCorrected, index.FieldNumber, index.FieldSigner}
		return Search(t, x, req).Facets
	}
	want := map[index.Field]index.Facet{
		index.FieldGuessed:   {Values: []index.FacetValue{{Value: "date", Count: 2}, {Value: "signer", Count: 1}}, Total: 2, Missing: 2},
		index.FieldCorrected: {Values: []index.FacetValue{{Value: "date", Count: 1}, {Value: "signer", Count: 1}}, Total: 2, Missing: 3},
		index.FieldNumber:    {Values: []index.FacetValue{{Value: "1/NQ", Count: 2}}, Total: 1, Missing: 2},
		index.FieldSigner:    {Values: []index.FacetValue{{Value: "An", Count: 1}, {Value: "Bình", Count: 1}}, Total: 2, Missing: 2},
	}
	if got := facets(index.Request{}); !reflect.DeepEqual(got, want) {
		t.Errorf("facets\n%v\nwant\n%v", got, want)
	}
	for _, c := range []struct {
		field     index.Field
		any, none string
		want      string
	}{
		{index.FieldGuessed, "date", "", "a b"}, {index.FieldGuessed, "date", "signer", "a"}, {index.FieldCorrected, "signer", "", "c"},
		{index.FieldCorrected, "", "date", "a b d"}, {index.FieldNumber, "1/NQ", "", "c d"}, {index.FieldSigner, "", "An", "b c d"},
	} {
		f := index.Filter{Any: map[index.Field][]string{}, None: map[index.Field][]string{}}
		if c.any != "" {
			f.Any[c.field] = []string{c.any}
		}
		if c.none != "" {
			f.None[c.field] = []string{c.none}
		}
		if got := Sorted(Search(t, x, index.Request{Filter: f})); got != c.want {
			t.Errorf("%s %q without %q finds %q, want %q", c.field, c.any, c.none, got, c.want)
		}
	}
}

// correctionsOfDocuments asks for corrections while documents come, change and go.
func correctionsOfDocuments(t *testing.T, open opener) {
	x := open(speeches...)
	expect := func(want map[string][]index.Correction, ids ...string) {
		t.Helper()
		got, err := x.Corrections(t.Context(), ids...)
		if err != nil || !maps.EqualFunc(got, want, func(a, b []index.Correction) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("corrections of %v are %v, %v, want %v", ids, got, err, want)
		}
	}
	ids := []string{"a", "b", "nowhere", "nd"}
	expect(nil, ids...)
	d, b := decreed(), speeches[1]
	b.Corrections = slices.Clone(d.Corrections)
	if err := x.Put(t.Context(), d, b); err != nil {
		t.Fatal(err)
	}
	expect(map[string][]index.Correction{"nd": d.Corrections, "b": d.Corrections}, ids...)
	expect(nil, "a", "c")
	expect(nil)
	if err := x.Put(t.Context(), speeches[1]); err != nil {
		t.Fatal(err)
	}
	expect(map[string][]index.Correction{"nd": d.Corrections}, ids...)
	if _, err := x.Delete(t.Context(), "nd"); err != nil {
		t.Fatal(err)
	}
	expect(nil, ids...)
}
