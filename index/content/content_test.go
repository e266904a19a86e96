package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	for term, want := range map[string]string{
		"đất": "dat\x01đất", "dat": "dat\x01", "kt-xh": "kt-xh\x01", "8:30": "8:30\x01", "d:2025-01-13": "d:2025-01-13", "\x03nq:57": "\x03nq:57",
	} {
		if got := Key(term); got != want {
			t.Errorf("Key(%q) = %q, want %q", term, got, want)
		}
	}
	for key, want := range map[string][3]string{
		"dat\x01đất": {"dat", "đất", "đất"}, "dat\x01": {"dat", "dat", "dat"}, BareKey("dat"): {"dat", "dat", ""},
	} {
		fold, term := CutKey(key)
		if word, ok := WordOf(key); [3]string{fold, term, word} != want || ok != (want[2] != "") {
			t.Errorf("%q is of %q, %q and stands for %q", key, fold, term, word)
		}
		if !strings.HasPrefix(key, Begin(fold)) {
			t.Errorf("%q does not begin as words of %q do", key, fold)
		}
	}
	if a, b := Unbare(BareKey("dat")), Unbare("dat\x01đất"); a != Key("dat") || b != "dat\x01đất" {
		t.Errorf("in other passages the keys are %q and %q", a, b)
	}
}

// heard is a sink that writes down what it is told.
type heard struct{ strings.Builder }

func (h *heard) Word(to Place, w *Word) {
	mark := func(is bool, s string) string {
		if is {
			return s
		}
		return ""
	}
	fmt.Fprintf(h, "%d,%d %s%s%s%s@%d\n", to.Part, to.Field, mark(w.Apart, "|"), mark(w.Cut, "/"), mark(w.Bare, "^"), w.Term, w.Start)
}

func (h *heard) Name(to Place, n int) { fmt.Fprintf(h, "%d name %d\n", to.Part, n) }

func (h *heard) Term(to Place, term string) { fmt.Fprintf(h, "%d,%d :%q\n", to.Part, to.Field, term) }

func TestAnalyze(t *testing.T) {
	t.Parallel()
	d := index.Document{Title: "Nghị quyết 57", Body: "Ông Trần Phú, Hà Nội. KT-XH", Place: "Huế", Number: "18-NQ/TW"}
	var h heard
	Analyze(&d, &h)
	want := `0,0 :"nq:57"
0,0 :"\x03nq:57"
0,0 nghị@0
0,0 quyết@7
0,0 57@15
2,-1 ông@0
2,-1 trần@5
2,-1 phú@12
2 name 3
2,-1 /hà@18
2,-1 nội@22
2,-1 :"kt-xh"
2 name 2
2,-1 |/kt@29
2,-1 /xh@32
3,1 :"doc:18/nq/tw"
3,1 :"nq:18"
3,1 18@0
3,1 /nq@3
3,1 /tw@6
-1,4 huế@0
`
	if got := h.String(); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
	bare := index.Document{Body: "chung ta khong so kho khan va chung ta luon tien len"}
	h.Reset()
	Analyze(&bare, &h)
	if first, _, _ := strings.Cut(h.String(), "\n"); first != "2,-1 ^chung@0" {
		t.Errorf("of a passage without marks: %q", first)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	noted := Citations{terms: []string{"doc:57/nq/tw", "doc:33/2025/tt/btc", "doc:18/nq/tw", "doc:57/nq/tw", "doc:18/nq"}}
	d := index.Document{Kind: "speech", Date: "2025-01", Number: "Số 18 - NQ/TƯ", Topics: []string{"b", "", "a"}, Speaker: "Trần Phú", Title: "Đất",
		Corrections: []index.Correction{{Field: "speaker"}}, Evidence: []index.Evidence{{Field: "date", Confidence: 0.1}}}
	for column, want := range map[index.Field][]string{
		index.FieldTopic: {"b", "a"}, index.FieldYear: {"2025"}, index.FieldKind: {"speech"}, index.FieldEvent: nil,
		index.FieldDate: {"2025-01"}, index.FieldRef: {"18-NQ/TW"}, index.FieldCites: {"33/2025/TT-BTC", "57-NQ/TW"},
		index.FieldSpeaker: {"Trần Phú"}, index.FieldCorrected: {"speaker"}, index.FieldGuessed: {"date"},
	} {
		var got []string
		Values(&d, &noted, column, func(v string) { got = append(got, v) })
		if !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	long := index.Document{Title: strings.Repeat("đất ", 400)}
	if key := TitleKey(&long); len(key) != maxTitleKey {
		t.Errorf("a long title sorts by %d bytes", len(key))
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]Days{
		"2025": {20250101, 20251231}, "1954-07": {19540701, 19540731}, "0001-02-03": {10203, 10203},
	} {
		if got := DaysOf(date); got != want {
			t.Errorf("%s is %v", date, got)
		}
	}
	if got := DaysBetween("1954-07", "1955"); got != (Days{19540701, 19551231}) {
		t.Errorf("from 1954-07 to 1955 are %v", got)
	}
	if got := DaysBetween("", ""); got.From >= 0 || got.To <= 99991231 {
		t.Errorf("all days are %v", got)
	}
}

func TestCitations(t *testing.T) {
	t.Parallel()
	d := index.Document{Title: "Về 57-NQ/TW", Abstract: "33/2025/TT-BTC", Body: "số 57 - NQ/TƯ, nghị quyết 59 và\n18-NQ/\nTW", Number: "18-NQ/TW", Speaker: "1-NQ/TW", Place: "2-NQ/TW"}
	var noted Citations
	Analyze(&d, &citer{&noted})
	var got []string
	Values(&d, &noted, index.FieldCites, func(v string) { got = append(got, v) })
	if want := []string{"33/2025/TT-BTC", "57-NQ/TW"}; !slices.Equal(got, want) {
		t.Errorf("cites %q, want %q", got, want)
	}
}

// citer is a sink that only notes citations.
type citer struct{ *Citations }

func (citer) Word(Place, *Word) {}
func (citer) Name(Place, int)   {}
