package indextest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"vankien/index"
)

func filtersFacetsSorts(t *testing.T, open opener) {
	x := open(speeches...)
	for _, c := range []struct {
		name string
		req  index.Request
		want string
	}{
		{"topic", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}}, Sort: index.Newest}, "a b"},
		{"OR inside a field", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"do-thi", "phap-luat"}}}, Sort: index.Newest}, "a c"},
		{"AND between fields", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}, index.FieldKind: {index.KindReport}}}, Sort: index.Newest}, "b"},
		{"exclusion", index.Request{Filter: index.Filter{None: map[index.Field][]string{index.FieldTopic: {"do-thi"}}}, Sort: index.Oldest}, "c b d"},
		{"one value in, another out", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}, None: map[index.Field][]string{index.FieldTopic: {"do-thi"}}}}, "b"},
		{"a year", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldYear: {"2025"}}}, Sort: index.Oldest}, "b a"},
		{"years", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldYear: {"1965", index.NoValue}}}, Sort: index.Oldest}, "c d"},
		{"no year", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldYear: {index.NoValue}}}}, "d"},
		{"any year", index.Request{Filter: index.Filter{None: map[index.Field][]string{index.FieldYear: {index.NoValue}}}, Sort: index.Oldest}, "c b a"},
		{"no topic", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {index.NoValue}}}}, "d"},
		{"any topic but one", index.Request{Filter: index.Filter{None: map[index.Field][]string{index.FieldTopic: {index.NoValue, "do-thi"}}}, Sort: index.Oldest}, "c b"},
		{"nothing and something", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {index.NoValue}}, None: map[index.Field][]string{index.FieldTopic: {index.NoValue}}}}, ""},
		{"from", index.Request{Filter: index.Filter{From: "2025-01-20"}, Sort: index.Newest}, "b"},
		{"to", index.Request{Filter: index.Filter{To: "2024"}, Sort: index.Newest}, "c"},
		{"before 1970", index.Request{Filter: index.Filter{From: "1965-05", To: "1965-05-10"}}, "c"},
		{"newest", index.Request{Sort: index.Newest}, "a b c d"},
		{"oldest", index.Request{Sort: index.Oldest}, "c b a d"},
		{"title", index.Request{Sort: index.ByTitle}, "c b d a"},
		{"page", index.Request{Sort: index.Newest, Offset: 1, Limit: 2}, "b c"},
		{"beyond", index.Request{Sort: index.Newest, Offset: 9}, ""},
	} {
		if got := IDs(Search(t, x, c.req)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	res := Search(t, x, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic, index.FieldKind, index.FieldYear, index.FieldSpeaker},
		Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}}})
	want := map[index.Field]index.Facet{
		index.FieldTopic:   {Values: []index.FacetValue{{Value: "kinh-te", Count: 2}, {Value: "do-thi", Count: 1}, {Value: "phap-luat", Count: 1}}, Total: 3, Missing: 1},
		index.FieldKind:    {Values: []index.FacetValue{{Value: "report", Count: 1}, {Value: "speech", Count: 1}}, Total: 2},
		index.FieldYear:    {Values: []index.FacetValue{{Value: "2025", Count: 2}}, Total: 1},
		index.FieldSpeaker: {Values: []index.FacetValue{{Value: "Bí thư Tỉnh ủy", Count: 1}}, Total: 1, Missing: 1},
	}
	if res.Total != 2 || len(res.Hits) != 0 || fmt.Sprint(res.Facets) != fmt.Sprint(want) {
		t.Errorf("facets:\n got %v\nwant %v", res.Facets, want)
	}
	res = Search(t, x, index.Request{Facets: []index.Field{index.FieldYear}, Filter: index.Filter{Any: map[index.Field][]string{index.FieldYear: {index.NoValue, "1965"}}}})
	if f := res.Facets[index.FieldYear]; fmt.Sprint(f) != "{[{2025 2} {1965 1}] 2 0 1}" || res.Total != 2 {
		t.Errorf("years of %d with some chosen: %v", res.Total, f)
	}
	res = Search(t, x, index.Request{Facets: []index.Field{index.FieldYear}})
	if f := res.Facets[index.FieldYear]; fmt.Sprint(f) != "{[{2025 2} {1965 1}] 2 0 1}" {
		t.Errorf("years: %v", f)
	}
}

// columnsScore checks that a whole value in a query leaves the scores of
// its words as they are.
func columnsScore(t *testing.T, open opener) {
	x := open(speeches...)
	for _, q := range []string{"kind:report", "topic:kinh-te", "kinh topic:kinh-te", "ninh OR topic:kinh-te", "bac kind:report ninh", "date:2025 kinh"} {
		last := math.Inf(1)
		for _, h := range Search(t, x, index.Request{Query: Parse(t, q)}).Hits {
			if math.IsNaN(h.Score) || h.Score > last {
				t.Errorf("%s: score %v of %s after %v", q, h.Score, h.ID, last)
			}
			last = h.Score
		}
	}
}

// anyWordOfColumns checks that values of a column restrict a query of which
// one word is enough, also where several stand together.
func anyWordOfColumns(t *testing.T, open opener) {
	x := open(
		index.Document{ID: "both", Title: "bắc", Topics: []string{"a", "b"}},
		index.Document{ID: "one", Title: "nam", Topics: []string{"a"}},
		index.Document{ID: "other", Title: "khác", Topics: []string{"a", "b"}})
	for q, want := range map[string]string{"topic:a topic:b bắc nam": "both", "bắc topic:a nam": "both one", "topic:a topic:b": "both other"} {
		if got := Sorted(Search(t, x, index.Request{Query: Parse(t, q), Level: index.LevelAny})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
}

// pages asks for pages of every size, up to the end and beyond: they neither
// repeat nor lose a document, and each tells the total.
func pages(t *testing.T, open opener) {
	var docs []index.Document
	for i := range 25 {
		docs = append(docs, index.Document{ID: fmt.Sprint(i), Title: "Báo cáo", Date: fmt.Sprint(2020 + i%3)})
	}
	x := open(docs...)
	for _, sort := range []index.Sort{index.Relevance, index.Newest, index.Oldest, index.ByTitle, index.LastIndexed, index.FirstIndexed} {
		all := IDs(Search(t, x, index.Request{Query: Parse(t, "báo"), Sort: sort, Limit: index.MaxLimit}))
		for _, size := range []int{1, 7, 25} {
			var list []string
			for from := 0; from <= 25+size; from += size {
				res := Search(t, x, index.Request{Query: Parse(t, "báo"), Sort: sort, Offset: from, Limit: size})
				if want := max(0, min(size, 25-from)); res.Total != 25 || len(res.Hits) != want {
					t.Errorf("order %d from %d: %d of %d hits, want %d of 25", sort, from, len(res.Hits), res.Total, want)
				}
				list = append(list, strings.Fields(IDs(res))...)
			}
			if got := strings.Join(list, " "); got != all {
				t.Errorf("order %d by pages of %d: %s, want %s", sort, size, got, all)
			}
		}
	}
	if res := Search(t, x, index.Request{Offset: index.MaxWindow - 1, Limit: 1}); res.Total != 25 || len(res.Hits) != 0 {
		t.Errorf("the last page there can be: %d of %d hits", len(res.Hits), res.Total)
	}
	if res := Search(t, x, index.Request{Limit: index.NoHits}); res.Total != 25 || len(res.Hits) != 0 {
		t.Errorf("no hits: %d of %d", len(res.Hits), res.Total)
	}
}
