package remote

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet/name"
)

func names() plan.Names {
	return plan.Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}
}

// foundBy returns the ids of the documents of a query, sorted.
func foundBy(t *testing.T, x *Index, q string) string {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatal(err)
	}
	res, err := x.Search(t.Context(), index.Request{Query: n})
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// TestOverSentences: the end of a sentence is told from as many words, on both sides
// of it words may be any of several, and no part of a document goes on in the next.
func TestOverSentences(t *testing.T) {
	x := create(t, Options{Names: names()})
	ten := strings.Repeat(" từ", 10)
	store(t, x,
		index.Document{ID: "end", Body: "Ở trong. Các anh"},
		index.Document{ID: "bare", Body: "o trong. Cac anh khong biet"},
		index.Document{ID: "words", Body: "Ở trong" + ten + " các anh"},
		index.Document{ID: "beside", Body: "Ở trong các anh"},
		index.Document{ID: "two", Body: "Ở trong. Các anh. Các chị"},
		index.Document{ID: "parts", Title: "Ở trong", Body: "Các anh", Place: "Ở trong. Các anh"})
	for q, want := range map[string]string{
		`"trong. Các"`:              "bare end two",
		`"ở trong. Các anh"`:        "bare end two",
		`"trong. các anh. các chị"`: "two",
		`"trong các"`:               "beside",
		`place:"trong. các"`:        "parts",
		`"trong các"~9`:             "beside",
		`"trong các"~10`:            "bare beside end two words",
		`"trong các"~100`:           "bare beside end two words",
		`"tro*" "trong. c*"`:        "",
		`title:"trong. các" OR chị`: "two",
	} {
		if got := foundBy(t, x, q); got != want {
			t.Errorf("%s finds %q, want %q", q, got, want)
		}
	}
}

// TestAllValues counts more values than one look brings.
func TestAllValues(t *testing.T) {
	x := create(t, Options{Shards: 2, Names: names()})
	docs := make([]index.Document, 170)
	for i := range docs {
		d := &docs[i]
		d.ID = fmt.Sprint(i)
		d.Topics = append(d.Topics, "all")
		for k := range index.MaxTopics - 1 {
			d.Topics = append(d.Topics, fmt.Sprintf("t%d", i*60+k)) // three of each are of the next, too
		}
	}
	store(t, x, docs...)
	distinct := 169*60 + 63
	res, err := x.Search(t.Context(), index.Request{Facets: []index.Field{index.FieldTopic}, FacetValues: 3, Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"t1"}}}})
	if err != nil {
		t.Fatal(err)
	}
	want := index.Facet{Values: []index.FacetValue{{Value: "all", Count: 170}, {Value: "t100", Count: 1}, {Value: "t1000", Count: 1}}, Total: distinct + 1, Other: 170*63 - 2}
	got := res.Facets[index.FieldTopic]
	for i := range want.Values[1:] { // the commonest behind "all" are those of two documents
		want.Values[1+i] = index.FacetValue{Value: got.Values[1+i].Value, Count: 2}
	}
	want.Other = 170*63 - 4
	if res.Total != 1 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%d documents, facet %+v, want 1 and %+v", res.Total, got, want)
	}
}

// TestConditions: words that may be the same word are told apart, others need not be.
func TestConditions(t *testing.T) {
	t.Parallel()
	v := &view{lexicon: lexicon.New(nil, nil)}
	form := func(terms []string, folds ...string) plan.Form { return plan.Form{Terms: terms, Folds: folds} }
	bac, khac := form([]string{"bắc"}), form([]string{"bác"})
	any := form([]string{"bac"}, "bac")
	begins := plan.Form{Terms: []string{"ba"}, Folds: []string{"ba"}, Prefix: true}
	for _, c := range []struct {
		forms []plan.Form
		want  string
	}{
		{[]plan.Form{bac, khac}, "1x1 1x1"},
		{[]plan.Form{bac, bac, khac}, "1x2 1x1"},
		{[]plan.Form{bac, any}, "1x1 2x2 1x1"},
		{[]plan.Form{bac, begins, form([]string{"nam"})}, "1x1 2x2 1x1 1x1"},
		{[]plan.Form{bac, khac, any}, "1x1 2x2 3x3 1x1 2x2 1x1"},
	} {
		p, err := v.newPhrase(&plan.Phrase{Forms: c.forms, At: make([]int, len(c.forms)), Slop: 2, Fields: []string{"title", "body"}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range p.conditions() {
			got = append(got, fmt.Sprintf("%dx%d", len(x.forms), x.n))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%v: conditions %s, want %s", c.forms, s, c.want)
		}
	}
	var alike []plan.Form
	for i := range 12 {
		alike = append(alike, form([]string{fmt.Sprint("b", i)}, "b", fmt.Sprint("b", i)))
	}
	if _, err := v.newPhrase(&plan.Phrase{Forms: alike, At: make([]int, 12), Slop: 2, Fields: []string{"title", "body"}}); !errors.As(err, new(*index.RequestError)) {
		t.Errorf("12 words that may stand for each other: %v", err)
	}
}

// TestLongQueries asks for as many words as a query may have, all of which have many
// forms and stand side by side.
func TestLongQueries(t *testing.T) {
	x := create(t, Options{Names: names()})
	var words []string
	for i := range query.MaxTerms {
		words = append(words, string([]rune("bhklmnstvx")[i%10])+string([]rune("íìỉĩị")[i/10%5])+strings.Repeat("g", i/50))
	}
	store(t, x, index.Document{ID: "all", Body: strings.Join(words, " ")}, index.Document{ID: "some", Body: strings.Join(words[:9], " ")})
	n, _, err := query.Parse(strings.Join(words, " "))
	if err != nil {
		t.Fatal(err)
	}
	for level, want := range map[index.Level]int{index.LevelAll: 1, index.LevelAny: 2, index.LevelAuto: 2} {
		res, err := x.Search(t.Context(), index.Request{Query: n, Level: level, Limit: 5, Suggest: true})
		if err != nil || res.Total != want {
			t.Errorf("level %d finds %+v, %v, want %d", level, res, err, want)
		}
	}
}

// TestFarGroups: what lies far between tells little, which the score of intervals has
// with few digits.
func TestFarGroups(t *testing.T) {
	x := create(t, Options{Names: names()})
	for _, between := range []int{17, 60, 98} {
		store(t, x, index.Document{ID: "a", Body: "một" + strings.Repeat(" từ", between) + " hai"}, index.Document{ID: "b", Body: "khác"})
		n, _, err := query.Parse(`"một hai"~99`)
		if err != nil {
			t.Fatal(err)
		}
		res, err := x.Search(t.Context(), index.Request{Query: n})
		if err != nil || len(res.Hits) != 1 {
			t.Fatalf("%+v, %v", res, err)
		}
		f, length := 1/float64(1+between), float64(between+2)
		k := 1.2 * (0.25 + 0.75*length/((length+1)/2))
		if want := 2 * math.Ln2 * f / (f + k); math.Abs(res.Hits[0].Score-want) > 3e-7*want {
			t.Errorf("%d words between score %.9g, want %.9g", between, res.Hits[0].Score, want)
		}
	}
}

// TestBegunInPhrases: a short beginning is whatever letter goes on, or none.
func TestBegunInPhrases(t *testing.T) {
	x := create(t, Options{Names: names()})
	for i, w := range []string{"t", "ta", "tế", "t1", "tω", "đi", "m'nông", "khong biet noi gi ta"} {
		store(t, x, index.Document{ID: fmt.Sprint(i), Body: "kinh " + w})
	}
	for q, want := range map[string]string{"kinh-t*": "0 1 2 3 4", "kinh-tế*": "2", "kinh-đ*": "5", "kinh-d*": "5", "gi-t*": "7", "kinh-a*": ""} {
		if got := foundBy(t, x, q); got != want {
			t.Errorf("%s finds %q, want %q", q, got, want)
		}
	}
}

// TestManyBegun: a beginning in a phrase may stand for more words than the cluster takes
// in one.
func TestManyBegun(t *testing.T) {
	x := create(t, Options{Names: names()})
	var words []string
	for i := range 2 * maxExpansions {
		words = append(words, "kinh th"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676)))
	}
	store(t, x, index.Document{ID: "many", Body: strings.Join(words, ", ")}, index.Document{ID: "one", Body: "kinh thủy"}, index.Document{ID: "none", Body: "kinh rồi thủy"})
	for q, want := range map[string]string{"kinh-th*": "many one", "kinh-t*": "many one", "kinh-thu*": "many one", "kinh-thủ*": "one", "kinh-q*": ""} {
		if got := foundBy(t, x, q); got != want {
			t.Errorf("%s finds %q, want %q", q, got, want)
		}
	}
}
