package indextest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/snippet"
)

// Speeches are four documents with everything that the tables of laws ask for.
func Speeches() []index.Document { return slices.Clone(speeches) }

var speeches = []index.Document{
	{ID: "a", Kind: index.KindSpeech, Title: "Khai mạc hội nghị", Body: "Tỉnh Bắc Ninh phát triển đô thị. Hòa bình và phát triển.", Date: "2025-01-13", Speaker: "Bí thư Tỉnh ủy", Place: "Bắc Ninh", Topics: []string{"do-thi", "kinh-te"}},
	{ID: "b", Kind: index.KindReport, Title: "Báo cáo kinh tế", Abstract: "Số liệu năm.", Body: "Theo Nghị quyết số 18-NQ/TW, ý kiến của bác Ninh đã rõ. Hoà giải ở cơ sở.", Date: "2025-01", Number: "102/BC-UBND", Topics: []string{"kinh-te"}},
	{ID: "c", Kind: index.KindReport, Title: "Bac Ninh khong dau", Body: "năng lực cạnh tranh cấp tỉnh; năng lực quản lý. Cạnh tranh lành mạnh", Date: "1965", Topics: []string{"phap-luat"}},
	{ID: "d", Body: "Con chò nâu. Sơn là một loại sơn.", Title: "Ghi chép"},
}

func found(t *testing.T, open opener) {
	x := open(speeches...)
	for _, c := range []struct {
		q       string
		accents index.Accents
		want    string
	}{
		{"bac ninh", index.AccentsAuto, "a b c"},
		{"Bắc Ninh", index.AccentsAuto, "a c"}, // the title of c is written without marks
		{"=Bắc =Ninh", index.AccentsAuto, "a"},
		{"Bác Ninh", index.AccentsAuto, "b c"},
		{"bắc", index.AccentsFold, "a b c"},
		{"bac", index.AccentsExact, "c"},
		{"=bac", index.AccentsAuto, "c"},
		{"chó", index.AccentsAuto, ""},
		{"chó", index.AccentsFold, "d"},
		{"hoà", index.AccentsAuto, "a b"},
		{"hòa", index.AccentsAuto, "a b"},
		{"Ho\u0300a", index.AccentsAuto, "a b"},
		{"HÒA BÌNH", index.AccentsAuto, "a"},
		{"hoa binh", index.AccentsAuto, "a"},
		{"18-NQ/TW", index.AccentsAuto, "b"},
		{"\"nq tw\"", index.AccentsAuto, "b"},
		{"18-NQ/TU", index.AccentsAuto, ""},
		{"\"năng lực cạnh tranh\"", index.AccentsAuto, "c"},
		{"\"nang luc canh tranh\"", index.AccentsAuto, "c"},
		{"\"lực năng\"", index.AccentsAuto, ""},
		{"\"quản lý Cạnh\"", index.AccentsAuto, ""},
		{"\"tranh năng\"~3", index.AccentsAuto, "c"},
		{"\"tỉnh lý\"~2", index.AccentsAuto, ""},
		{"\"tỉnh quản\"~2", index.AccentsAuto, ""},
		{"\"lực lý\"~1", index.AccentsAuto, "c"},
		{"kinh nghị", index.AccentsAuto, "b"},
		{"bắc OR chò", index.AccentsAuto, "a c d"},
		{"ninh -bắc", index.AccentsAuto, "b c"},
		{"-ninh", index.AccentsAuto, "d"},
		{"NOT (ninh OR chò)", index.AccentsAuto, ""},
		{"-\"năng lực\"", index.AccentsAuto, "a b d"},
		{"phá*", index.AccentsAuto, "a"},
		{"pha*", index.AccentsAuto, "a"},
		{"=pha*", index.AccentsAuto, ""},
		{"quan*", index.AccentsAuto, "c"},
		{"hoà*", index.AccentsAuto, "a b"}, // hòa, and what begins hoà
		{"hoàn*", index.AccentsAuto, ""},
		{"khá*", index.AccentsAuto, ""},
		{"kind:memo", index.AccentsAuto, ""},
		{"title:kinh", index.AccentsAuto, "b"},
		{"tieude:ninh", index.AccentsAuto, "c"},
		{"speaker:\"bí thư\"", index.AccentsAuto, "a"},
		{"place:ninh", index.AccentsAuto, "a"},
		{"number:102/BC-UBND", index.AccentsAuto, "b"},
		{"so:102", index.AccentsAuto, "b"},
		{"102/bc-ubnd", index.AccentsAuto, "b"},
		{"bi thu tinh uy", index.AccentsAuto, "a"},
		{"kind:report", index.AccentsAuto, "b c"},
		{"loai:\"Báo cáo\"", index.AccentsAuto, "b c"},
		{"topic:kinh-te", index.AccentsAuto, "a b"},
		{"topic:\"kinh tế\" -đô", index.AccentsAuto, "b"},
		{"date:2025", index.AccentsAuto, "a b"},
		{"date:2025-01-20..2025-02", index.AccentsAuto, "b"},
		{"date:..1965-06-01", index.AccentsAuto, "c"},
		{"ninh date:1965", index.AccentsAuto, "c"},
		{"", index.AccentsAuto, "a b c d"},
		{"khai bình", index.AccentsAuto, "a"}, // the words of one AND in different fields
		{"\"nghị tỉnh\"", index.AccentsAuto, ""},
	} {
		res := Search(t, x, index.Request{Query: Parse(t, c.q), Accents: c.accents})
		if got := Sorted(res); got != c.want || res.Total != len(res.Hits) {
			t.Errorf("%s (%d): found %q of %d, want %q", c.q, c.accents, got, res.Total, c.want)
		}
	}
}

// highlighted checks that every mark stands on the text that matched.
func highlighted(t *testing.T, open opener) {
	x := open(speeches...)
	for _, c := range []struct{ q, id, field, want string }{
		{"bac ninh", "a", "body", "Bắc Ninh"},
		{"bac ninh", "c", "title", "Bac|Ninh"},
		{"hòa", "b", "body", "Hoà"},
		{"18-nq/tw", "b", "body", "18-NQ/TW"},
		{"\"năng lực cạnh tranh\"", "c", "body", "năng lực cạnh tranh"},
		{"\"năng lực\" lực", "c", "body", "năng lực|năng lực"},
		{"\"lý lực\"~3", "c", "body", "lực|lý"},
		{"phá*", "a", "body", "phát|phát"},
		{"kinh -giải", "b", "title", ""},
		{"title:ninh", "c", "title", "Ninh"},
	} {
		res := Search(t, x, index.Request{Query: Parse(t, c.q), Snippets: 3})
		var got []string
		for _, h := range res.Hits {
			if h.ID != c.id {
				continue
			}
			for _, f := range h.Fragments {
				if string(f.Field) != c.field {
					continue
				}
				for _, m := range f.Marks {
					got = append(got, f.Text[m.Start:m.End])
				}
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s in %s of %s: marked %q, want %q", c.q, c.field, c.id, s, c.want)
		}
	}
}

func titleAndOpening(t *testing.T, open opener) {
	x := open(speeches...)
	res := Search(t, x, index.Request{Query: Parse(t, "bao cao"), Snippets: 2})
	if got := fmt.Sprint(IDs(res), spansOf(res.Hits[0].TitleMarks)); got != fmt.Sprint("b", []snippet.Span{{Start: 0, End: 4}, {Start: 5, End: 9}}) {
		t.Errorf("title marks: %s", got)
	}
	res = Search(t, x, index.Request{Query: Parse(t, "kind:report date:2025"), Snippets: 2})
	if f := res.Hits[0].Fragments; len(f) != 1 || f[0].Text != "Số liệu năm." || len(f[0].Marks) != 0 {
		t.Errorf("opening: %+v", f)
	}
}

// hitsOwnTheirText checks that no text of a hit changes when the engine
// unpacks other documents, and that bodies stay behind.
func hitsOwnTheirText(t *testing.T, open opener) {
	long := index.Document{ID: "long", Body: strings.Repeat("Sơn số. ", 500)} // makes the engine's buffer fit all others
	x := open(append(slices.Clone(speeches), long)...)
	page := func(q string) []index.Hit {
		return Search(t, x, index.Request{Query: Parse(t, q), Limit: 10, Snippets: 2}).Hits
	}
	page("son OR so")
	hits := page("ninh")
	if len(hits) < 2 {
		t.Fatalf("%d hits, want some", len(hits))
	}
	before := fmt.Sprintf("%+v", hits)
	for range 20 {
		page("son OR so")
	}
	if after := fmt.Sprintf("%+v", hits); after != before {
		t.Errorf("hits have changed:\n%s\n%s", before, after)
	}
	for _, h := range hits {
		d, err := x.Get(t.Context(), h.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range h.Fragments {
			if f.Field == index.FieldBody && d.Body[f.Start:f.Start+len(f.Text)] != f.Text {
				t.Errorf("%q is not at byte %d of the body of %s", f.Text, f.Start, d.ID)
			}
		}
		if d = brief(d); !reflect.DeepEqual(h.Document, d) {
			t.Errorf("hit holds %+v, stored is %+v", h.Document, d)
		}
	}
}

// idsOnly asks for less of the same hits.
func idsOnly(t *testing.T, open opener) {
	x := open(speeches...)
	req := index.Request{Query: Parse(t, "ninh OR kinh")}
	full := Search(t, x, req)
	req.IDsOnly, req.Limit = true, index.MaxWindow
	brief := Search(t, x, req)
	if brief.Total != full.Total || IDs(brief) != IDs(full) || len(full.Hits) == 0 {
		t.Fatalf("%s of %d, want %s of %d", IDs(brief), brief.Total, IDs(full), full.Total)
	}
	for i, h := range brief.Hits {
		if want := (index.Hit{ID: h.ID, Score: full.Hits[i].Score}); !reflect.DeepEqual(h, want) {
			t.Errorf("%+v, want %+v", h, want)
		}
	}
}
