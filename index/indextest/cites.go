package indextest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
)

// cited are numbers of documents as texts write them, those of a line all of one
// document, which the first of them is the canonical form of.
var cited = [][]string{
	{"18-NQ/TW", "18 - NQ/TƯ", "18/NQ-TW", "018-NQ/\nTW"},
	{"33/2025/TT-BTC", "33/2025/TT - BTC", "33/2025/TT/BTC"},
	{"101/2024/NĐ-CP", "101/2024/ND-CP", "101/2024/NĐ - CP"},
	{"05-KL/TW", "5-KL/TW"},
}

// numberForm is a number as any of cited are written.
var numberForm = regexp.MustCompile(`(?i)0*(\d+)(?:/(\d{4}))?\s?[-/]\s?([A-ZĐ]{2})\s?[-/]\s?([A-ZƯ]{2,3})`)

// numbersIn are the canonical forms of the numbers in a text.
func numbersIn(text string) (list []string) {
	for _, m := range numberForm.FindAllStringSubmatch(norm.NFC.String(text), -1) {
		n, year, kind, issuer := m[1], m[2], strings.ToUpper(m[3]), strings.ReplaceAll(strings.ToUpper(m[4]), "Ư", "W")
		if len(n) == 1 {
			n = "0" + n
		}
		if form := n + "/" + year + "/" + strings.Replace(kind, "ND", "NĐ", 1) + "-" + issuer; year != "" {
			list = append(list, form)
			continue
		}
		list = append(list, n+"-"+kind+"/"+issuer)
	}
	return list
}

// citedBy are the numbers that title, abstract and body of a document name, without
// its own.
func citedBy(d *document) (list []string) {
	own := append(numbersIn(d.Number), "")[0]
	for _, text := range []string{d.Title, d.Abstract, d.Body} {
		for _, n := range numbersIn(text) {
			if n != own && !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// citations checks that what documents cite is found, counted and left out under the
// one form of each number.
func citations(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "own", Title: "Nghị quyết 18-NQ/TW", Number: "18 - NQ/TƯ", Body: "Theo 33/2025/TT/BTC", Date: "2017-10-25"},
		index.Document{ID: "a", Title: "Về 18 - NQ/TW", Abstract: "18-NQ/\nTW và 101/2024/ND-CP", Body: "18/NQ-TW; 33/2025/TT-BTC", Date: "2025-01"},
		index.Document{ID: "b", Title: "Nghị quyết số 18 của Trung ương", Body: "nghị quyết 18, 18-NQ", Date: "2025-01"},
		index.Document{ID: "c", Title: "Báo cáo", Abstract: "theo 18 - NQ/TƯ.", Number: "33/2025/TT-BTC", Speaker: "7-NQ/TW"})
	for _, c := range []struct {
		any, none map[index.Field][]string
		want      string
	}{
		{any: map[index.Field][]string{index.FieldCites: {"18-NQ/TW"}}, want: "a c"},
		{any: map[index.Field][]string{index.FieldCites: {"33/2025/TT-BTC"}}, want: "a own"},
		{any: map[index.Field][]string{index.FieldCites: {"101/2024/NĐ-CP", "05-KL/TW"}}, want: "a"},
		{any: map[index.Field][]string{index.FieldCites: {"07-NQ/TW"}}},
		{none: map[index.Field][]string{index.FieldCites: {"18-NQ/TW"}}, want: "b own"},
		{any: map[index.Field][]string{index.FieldRef: {"18-NQ/TW", "33/2025/TT-BTC"}}, want: "c own"},
		{any: map[index.Field][]string{index.FieldDate: {"2025-01"}}, none: map[index.Field][]string{index.FieldRef: {"18-NQ/TW"}}, want: "a b"},
	} {
		if got := Sorted(Search(t, x, index.Request{Filter: index.Filter{Any: c.any, None: c.none}})); got != c.want {
			t.Errorf("any %v, none %v: found %q, want %q", c.any, c.none, got, c.want)
		}
	}
	for q, want := range map[string]string{
		"so:18-NQ/TW": "own", `number:"18 NQ-TW"`: "own", "so:18nqtw": "own", "so:=18": "own", "so:18": "own",
		"so:33/2025/tt-btc": "c", "NOT so:18-NQ/TƯ": "a b c", "so:18-NQ/TW so:33/2025/TT-BTC": "", "so:57-NQ/TW": "", "báo so:33/2025/TT-BTC": "c",
		"viendan:18-NQ/TW": "a c", "cites:18-nq/tw": "a c", `viendan:"18 - NQ/TƯ"`: "a c", `cites:"nghị quyết 18-NQ/TW"`: "a c", "việndẫn:18nqtw báo": "c",
		"viendan:(33/2025/TT-BTC 101/2024/ND-CP)": "a", "cites:33/2025/TT-BTC OR cites:18-NQ/TW": "a c own", "nghị -viendan:33/2025/TT-BTC": "b",
		"cites:18": "", "cites:07-NQ/TW": "", "viendan:18-NQ/TW so:33/2025/TT-BTC": "c", "so:18-NQ/TW OR viendan:18-NQ/TW": "a c own",
	} {
		for _, level := range []index.Level{index.LevelAll, index.LevelMeant} {
			if got := Sorted(Search(t, x, index.Request{Query: Parse(t, q), Level: level})); got != want {
				t.Errorf("%s, level %d: found %q, want %q", q, level, got, want)
			}
		}
	}
	for _, h := range Search(t, x, index.Request{Query: Parse(t, "viendan:18-NQ/TW"), Snippets: 1}).Hits {
		if f := h.Fragments; len(f) != 1 || len(f[0].Marks) == 0 {
			t.Errorf("of what cites a number, %s does not show where: %+v", h.ID, f)
		}
	}
	res := Search(t, x, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldCites, index.FieldRef, index.FieldDate}})
	for f, want := range map[index.Field]string{
		index.FieldCites: "{[{18-NQ/TW 2} {33/2025/TT-BTC 2} {101/2024/NĐ-CP 1}] 3 0 1}",
		index.FieldRef:   "{[{18-NQ/TW 1} {33/2025/TT-BTC 1}] 2 0 2}",
		index.FieldDate:  "{[{2025-01 2} {2017-10-25 1}] 2 0 1}",
	} {
		if got := fmt.Sprint(res.Facets[f]); got != want {
			t.Errorf("%s: %s, want %s", f, got, want)
		}
	}
}
