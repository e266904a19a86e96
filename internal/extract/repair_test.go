package extract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRepairs(t *testing.T) {
	both := topTCVN + "\n" + sentenceTCVN
	unicode := "Đại hội đã bầu ban chấp hành gồm mười lăm đồng chí.\n"
	for _, c := range []struct {
		in   string
		want []string
	}{
		{top, nil},
		{wide(top), []string{"decoded from=UTF-16LE"}},
		{latin1(both), []string{"decoded from=TCVN3 share=1.00 as=Windows-1252 before=0.25"}},
		{both, []string{"decoded from=TCVN3 misread=Windows-1252 share=1.00 as=Unicode before=0.25"}},
		{unicode + unicode + unicode + unicode + sentenceTCVN, []string{"decoded from=TCVN3 misread=Windows-1252 lines=1 share=1.00 as=Unicode before=0.36"}},
	} {
		got := readAll("a.txt", c.in, Options{})
		if d := cmp.Diff(c.want, got[0].Rec.Notes()); d != "" {
			t.Errorf("%q (-want +got)\n%s", c.in, d)
		}
	}
}

func TestParseRepair(t *testing.T) {
	for _, c := range []struct {
		in, older string
		want      Repair // the zero value for what is no repair
	}{
		{"decoded from=UTF-16LE", "decoded from UTF-16LE", Repair{From: "UTF-16LE"}},
		{"decoded from=TCVN3 misread=Windows-1252 share=1.00 as=Unicode before=0.25",
			"decoded from TCVN3 read as Windows-1252 (share of valid syllables 1.00, as Unicode 0.25)",
			Repair{From: "TCVN3", Read: true, Shares: &Shares{1, 0.25, "Unicode"}}},
		{"decoded from=VNI-Windows lines=1 share=0.98 as=Windows-1252 before=0.10",
			"decoded from VNI-Windows in 1 line (share of valid syllables 0.98, as Windows-1252 0.10)",
			Repair{From: "VNI-Windows", Lines: 1, Shares: &Shares{0.98, 0.1, "Windows-1252"}}},
		{"decoded from=VIQR lines=12 share=0.98 as=Unicode before=0.10",
			"decoded from VIQR in 12 lines (share of valid syllables 0.98, as Unicode 0.10)",
			Repair{From: "VIQR", Lines: 12, Shares: &Shares{0.98, 0.1, "Unicode"}}},
		{"decoded from=UTF-8 misread=Windows-1252 share=0.98 as=Unicode before=0.10",
			"decoded from UTF-8 read as Windows-1252 (share of valid syllables 0.98, as Unicode 0.10)",
			Repair{From: "UTF-8", Read: true, Shares: &Shares{0.98, 0.1, "Unicode"}}},
		{"decoded from=VIQR lines=0", "decoded from VIQR in 0 lines", Repair{}},
		{"decoded from=VIQR lines=99999999999999999999", "decoded from VIQR in 99999999999999999999 lines", Repair{}},
		{"decoded from=TCVN3 by=hand", "decoded from TCVN3, by hand", Repair{}},
		{"đọc lại từ bản in", "", Repair{}},
	} {
		for _, in := range []string{c.in, c.older} {
			got, ok := ParseRepair(in)
			if d := cmp.Diff(c.want, got); d != "" || ok != (c.want.From != "") || ok && got.String() != c.in {
				t.Errorf("%q: %q, %v, %s", in, got, ok, d)
			}
		}
	}
}

func TestParseRepairOfPages(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Repair // the zero value for what is no repair
	}{
		{"recognized pages=3-7,9 confidence=0.93", Repair{Kind: RepairRecognized, Pages: []int{3, 4, 5, 6, 7, 9}, Confidence: 0.93}},
		{"recognized pages=2", Repair{Kind: RepairRecognized, Pages: []int{2}}},
		{"waiting pages=1-2", Repair{Kind: RepairWaiting, Pages: []int{1, 2}}},
		{"lost letters=ư", Repair{Kind: RepairLost, Letters: "ư"}},
		{"waiting pages=0", Repair{}},
		{"waiting pages=2-1", Repair{}},
		{"waiting pages=1-3,3", Repair{}},
		{"waiting pages=1-20001", Repair{}},
		{"waiting pages=1,,2", Repair{}},
		{"waiting pages=99999999999999999999", Repair{}},
		{"lost letters=", Repair{}},
		{"recognized by hand", Repair{}},
	} {
		got, ok := ParseRepair(c.in)
		known := c.want.Kind != RepairDecoded
		if ok != known || known && (cmp.Diff(c.want, got) != "" || got.String() != c.in) {
			t.Errorf("%q: %v, %+v, which is %q", c.in, ok, got, got)
		}
	}
}

// What a document keeps is read as it was written.
func FuzzParseRepair(f *testing.F) {
	f.Add("TCVN3", true, 2, 0.5, 0.1, true)
	f.Add("UTF-16BE", false, 0, 0.0, 0.0, false)
	f.Fuzz(func(t *testing.T, from string, read bool, lines int, after, before float64, shares bool) {
		r := Repair{From: from, Read: read, Lines: lines}
		if shares {
			r.Shares = &Shares{after, before, "Unicode"}
		}
		if got, ok := ParseRepair(r.String()); ok && got.String() != r.String() {
			t.Fatalf("%q is read as %q", r, got)
		}
	})
}

func TestFaultsNameTheirKey(t *testing.T) {
	for _, c := range []struct{ line, key string }{
		{`{"title":"t","zz":1,"yy":2}`, "yy"},
		{`{"title":"t","titel":"u"}`, "titel"},
		{`{"title":7}`, "title"},
		{`{"title":"t","topics":[1]}`, "topics"},
		{`{"title":"t","date":"hôm qua"}`, "date"},
	} {
		for _, err := range Read("a.jsonl", strings.NewReader(c.line), Options{}) {
			if key := (*KeyError)(nil); !errors.As(err, &key) || key.Key != c.key {
				t.Errorf("%s: %v", c.line, err)
			}
		}
	}
	for line, malformed := range map[string]bool{`{"title":`: true, "abc": true, "null": false, "[]": false, "{}": false} {
		for _, err := range Read("a.jsonl", strings.NewReader(line), Options{}) {
			if syntax := (*SyntaxError)(nil); errors.As(err, &syntax) != malformed {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}

// A line of very many keys that nobody knows is refused in a few words.
func TestManyUnknownKeys(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `"k%d":1,`, i)
	}
	for _, err := range Read("a.jsonl", strings.NewReader("{"+b.String()+`"title":"t"}`), Options{}) {
		if err == nil || len(err.Error()) > 500 || !strings.Contains(err.Error(), `"k9" and 99990 more; known keys are`) {
			t.Errorf("%v", err)
		}
	}
}
