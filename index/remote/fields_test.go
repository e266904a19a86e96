package remote

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// line is a document as it is written for the index.
type line struct {
	Doc                               index.Document
	ID, Hash, TSort                   string
	N, Day                            int
	Days                              struct{ GTE, LTE int }
	T, X, XF                          []string
	TTitle                            []string `json:"t_title"`
	XTitle                            []string `json:"x_title"`
	TNumber                           []string `json:"t_number"`
	XFPlace                           []string `json:"xf_place"`
	Topic, Kind, Speaker, Place, Year []string
}

func decoded(t testing.TB, d index.Document) (l line) {
	t.Helper()
	if err := json.Unmarshal(fields(&d), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// counted is how often terms stand there.
func counted(t testing.TB, list []string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, term := range strings.Fields(strings.Join(list, " ")) {
		name, n, _ := strings.Cut(term, "|")
		count, err := strconv.Atoi(n)
		if err != nil || name == "" || out[name] != 0 {
			t.Errorf("a term %q", term)
		}
		out[name] = count
	}
	return out
}

func TestFields(t *testing.T) {
	t.Parallel()
	d := index.Document{ID: "a", Kind: "speech", Title: "Nghị quyết 57", Body: "Đất nước ta. Nước KT-XH", Number: "18-NQ/TW", Date: "2025-01",
		Place: "Huế", Topics: []string{"b", "a"}, Speaker: "Tô \"Lâm\"\n"}.Composed()
	l := decoded(t, d)
	if !l.Doc.Equal(&d) || l.ID != "a" || l.Hash != d.Tag() || l.Day != 20250101 || l.Days.LTE != 20250131 || l.N != 3*3+6+3+2 || l.TSort == "" {
		t.Errorf("written %+v", l)
	}
	want := map[string]int{"nghị": 3, "~nghi": 3, "quyết": 3, "~quyet": 3, "57": 3, "~57": 3, "@nq:57": 3, "!nq:57": 3,
		"+nghị_quyết": 3, "+~nghi_~quyet": 3, "+quyết_57": 3, "+~quyet_~57": 3,
		"đất": 1, "~dat": 1, "nước": 2, "~nuoc": 2, "ta": 1, "~ta": 1, "kt": 1, "~kt": 1, "xh": 1, "~xh": 1, "kt-xh": 1, "~kt-xh": 1,
		"+đất_nước": 1, "+~dat_~nuoc": 1, "+nước_ta": 1, "+~nuoc_~ta": 1, "+nước_kt": 1, "+~nuoc_~kt": 1, "+kt_xh": 1, "+~kt_~xh": 1,
		"18": 1, "~18": 1, "nq": 1, "~nq": 1, "tw": 1, "~tw": 1, "+18_nq": 1, "+~18_~nq": 1, "+nq_tw": 1, "+~nq_~tw": 1, "@doc:18/nq/tw": 1, "@nq:18": 1,
		"tô": 1, "~to": 1, "lâm": 1, "~lam": 1, "+tô_lâm": 1, "+~to_~lam": 1}
	if got := counted(t, l.T); !maps.Equal(got, want) {
		t.Errorf("terms\n%v\nwant\n%v", got, want)
	}
	gap := strings.Repeat("/", partGap+1) // empty values between
	if got, want := strings.Join(l.X, "/"), strings.Repeat("nghị quyết 57"+gap, 3)+"đất nước ta ./nước kt xh"+gap+"18 nq tw"+gap+"tô lâm"; got != want {
		t.Errorf("words %q, want %q", got, want)
	}
	if got, want := strings.Join(l.XF, "/"), strings.Repeat("nghi quyet 57"+gap, 3)+"dat nuoc ta ./nuoc kt xh"+gap+"18 nq tw"+gap+"to lam"; got != want {
		t.Errorf("folds %q, want %q", got, want)
	}
	title := map[string]int{"nghị": 1, "~nghi": 1, "quyết": 1, "~quyet": 1, "57": 1, "~57": 1, "@nq:57": 1, "!nq:57": 1}
	if got := counted(t, l.TTitle); !maps.Equal(got, title) || !slices.Equal(l.XTitle, []string{"nghị quyết 57"}) || !slices.Equal(l.XFPlace, []string{"hue"}) {
		t.Errorf("title %v %q, place %q", got, l.XTitle, l.XFPlace)
	}
	if !slices.Equal(l.Topic, []string{"b", "a"}) || !slices.Equal(l.Kind, []string{"speech"}) || !slices.Equal(l.Year, []string{"2025"}) ||
		!slices.Equal(l.Speaker, []string{d.Speaker}) {
		t.Errorf("values %q %q %q %q", l.Topic, l.Kind, l.Year, l.Speaker)
	}
}

// TestBareFields writes a passage without marks behind one with them.
func TestBareFields(t *testing.T) {
	t.Parallel()
	l := decoded(t, index.Document{ID: "a", Title: "ta đi", Body: "chung ta khong so kho khan va chung ta luon tien len"})
	got := counted(t, l.T)
	if got["^chung"] != 2 || got["chung"] != 0 || got["~chung"] != 2 || got["ta"] != 3 || got["^ta"] != 2 || got["~ta"] != 5 || got["+^chung_^ta"] != 2 || got["+~chung_~ta"] != 2 {
		t.Errorf("terms %v", got)
	}
	if !strings.HasPrefix(l.X[len(l.X)-1], "^chung ^ta ^khong") || !strings.HasPrefix(l.XF[len(l.XF)-1], "chung ta khong") {
		t.Errorf("words %q %q", l.X, l.XF)
	}
}

// TestPartGap compares how far apart parts are with what is near each other.
func TestPartGap(t *testing.T) {
	t.Parallel()
	var m struct {
		Mappings struct {
			Properties map[string]struct {
				Gap int `json:"position_increment_gap"`
			}
		}
	}
	if err := json.Unmarshal([]byte(mapping), &m); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{"x", "xf", "x_title", "xf_signer"} {
		if got := m.Mappings.Properties[f].Gap; got != valueGap || got*(partGap+1) <= query.MaxSlop+plan.MaxNear {
			t.Errorf("values of %s lie %d apart, parts %d", f, got, got*(partGap+1))
		}
	}
}

// FuzzFields writes documents of any text: they come back as they were, and words are
// what they are.
func FuzzFields(f *testing.F) {
	for _, s := range []string{"đất|nước ~dat ^dat @d !a +a_b \"\\", "13/1/2025 57-NQ/TW KT-XH. 6,03% khóa XIII", "a\u2028b\u3000c\x1fd\x00\ufeff\u00a0e", "chung ta khong so kho khan va chung ta"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		d := index.Document{ID: "a", Title: title, Body: body, Speaker: title, Place: body}.Composed()
		if d.Check() != nil {
			t.Skip()
		}
		l := decoded(t, d)
		if !l.Doc.Equal(&d) {
			t.Errorf("%+v is written as %+v", d, l.Doc)
		}
		terms, n := counted(t, l.T), 0
		wordsOf := func(values []string) []string {
			return slices.DeleteFunc(strings.Fields(strings.Join(values, " ")), func(w string) bool { return w == stopSign })
		}
		words, folds := wordsOf(l.X), wordsOf(l.XF)
		for _, w := range words {
			if terms[w] == 0 {
				t.Errorf("%q stands in x only", w)
			}
		}
		if n = len(words); n != l.N || n != len(folds) {
			t.Errorf("%d words, a length of %d, %d folds", n, l.N, len(folds))
		}
	})
}

// BenchmarkFields writes a text of some 10 KB.
func BenchmarkFields(b *testing.B) {
	d := index.Document{ID: "a", Kind: "other", Title: "Nghị quyết của Quốc hội về đất đai", Date: "2025",
		Body: strings.Repeat("Ủy ban nhân dân tỉnh Bắc Ninh hòa giải ở cơ sở, theo quy định của pháp luật. Đất nước ta đổi mới toàn diện ngày 13/1/2025.\n", 60)}.Composed()
	b.SetBytes(int64(len(d.Body)))
	b.ReportAllocs()
	for b.Loop() {
		fields(&d)
	}
}
