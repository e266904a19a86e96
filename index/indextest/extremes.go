package indextest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/plan"
	"vankien/index/query"
)

// extremes ask the oracle where an engine changes from one way of working to
// another, or comes to the end of what it holds.
var extremes = []law{
	{"beginnings of many words", manyBeginnings},
	{"phrases of fields", phrasesOfFields},
	{"words near each other", nearWords},
	{"queries of many words", longQueries},
	{"a word twice", wordTwice},
	{"frequent words and pairs", frequentWords},
	{"a long document", longDocument},
	{"long ids", longIDs},
	{"titles that begin alike", longTitles},
	{"many topics", manyTopics},
}

// spread gives check the documents at once, and a few at a time between others
// that are deleted again.
func spread(t *testing.T, open opener, docs []index.Document, check func(x index.Engine, o *Oracle)) {
	t.Helper()
	for i := range docs {
		docs[i].Kind = index.KindOther
	}
	check(open(docs...), NewOracle(docs...))
	x := open()
	for part := range slices.Chunk(docs, max(1, len(docs)/8)) {
		gone := slices.Clone(part)
		var ids []string
		for i := range gone {
			gone[i].ID = "gone" + gone[i].ID[min(len(gone[i].ID), 4):]
			ids = append(ids, gone[i].ID)
		}
		if err := x.Put(t.Context(), append(gone, part...)...); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Delete(t.Context(), ids...); err != nil {
			t.Fatal(err)
		}
	}
	check(x, NewOracle(docs...))
}

// agree compares answers to some queries, in all orders.
func agree(t *testing.T, x index.Engine, o *Oracle, queries ...string) {
	t.Helper()
	agreeOn(t, x, o, 1, queries...)
}

// agreeOn is agree with so many passages a hit. The oracle knows no passage that
// ends within what is marked, as one does of a phrase that overlaps itself again
// and again.
func agreeOn(t *testing.T, x index.Engine, o *Oracle, snippets int, queries ...string) {
	t.Helper()
	for _, q := range queries {
		for _, sort := range []index.Sort{index.Relevance, index.Newest, index.Oldest} {
			for _, limit := range []int{3, index.MaxLimit} {
				req := index.Request{Query: Parse(t, q), Sort: sort, Limit: limit, Snippets: snippets, Facets: columns, FacetValues: index.AllFacetValues}
				if err := o.Compare(t.Context(), x, req); err != nil {
					t.Fatalf("%s, sort %d, %d a page: %.2000v", q, sort, limit, err)
				}
			}
		}
	}
}

// manyBeginnings has as many words that begin alike as are counted, one more, and
// one more of which the last document is deleted.
func manyBeginnings(t *testing.T, open opener) {
	var docs []index.Document
	for i := range beginsMany + 1 {
		word := fmt.Sprintf("na%c%c", "bdfgklst"[i/9], "bdfgklstz"[i%9])
		docs = append(docs, index.Document{ID: fmt.Sprintf("id%04d", i), Title: []string{"kinh", "kinh " + word}[i%2],
			Body: strings.Repeat(word+" ", 1+i%4) + strings.Repeat("kinh tế ", i%7)})
	}
	queries := []string{"na*", "nab*", "title:na*", "kinh na*", "na* OR tế", "tế -na*", "=na*", "nă*", "na* nab*"}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		agree(t, x, o, queries...)
		last := docs[len(docs)-1].ID
		if _, err := x.Delete(t.Context(), last); err != nil {
			t.Fatal(err)
		}
		o.Delete(last)
		agree(t, x, o, queries...)
	})
}

// phrasesOfFields asks for phrases in one field: of the running text, and besides.
func phrasesOfFields(t *testing.T, open opener) {
	values := []string{"hoà bắc nam", "Hoà Bắc", "bắc hoà nam. hoà", "nam, bắc hoà bắc", "hoa bac nam", "hoà. bắc nam hoà bắc", ""}
	var docs []index.Document
	for i := range 40 {
		v := func(k int) string { return values[(i/k+i)%len(values)] }
		docs = append(docs, index.Document{ID: fmt.Sprintf("id%04d", i), Title: v(1), Abstract: v(2), Body: v(3), Speaker: v(4), Organisation: v(5), Place: v(6)})
	}
	var queries []string
	for _, field := range []string{"title", "speaker", "organisation", "place"} {
		for _, of := range []string{`"hoà bắc"`, `"bắc nam"~1`, `"hoa bac nam"`, `"nam hoà bắc"~4`, `"hoà hoà"~6`} {
			queries = append(queries, field+":"+of, field+":"+of+" hoà", "nam -"+field+":"+of)
		}
	}
	spread(t, open, docs, func(x index.Engine, o *Oracle) { agree(t, x, o, queries...) })
}

// nearWords has scores of words near each other follow from how many others are
// between. As in readingScores, the idf of a word of three documents of four is
// ln(1+1.5/3.5) = 0.356675, and K is 1.2 where all documents are of equal length.
func nearWords(t *testing.T, open opener) {
	docs := []index.Document{
		{ID: "id0a", Body: "kinh tế nam nam nam nam"},
		{ID: "id0b", Body: "kinh nam nam tế nam nam"},
		{ID: "id0c", Body: "tế nam kinh nam nam tế"},
		{ID: "id0d", Body: "nam nam nam nam nam nam"},
	}
	want := map[string]float64{"id0a": 1, "id0b": 1. / 3, "id0c": 1./2 + 1./3}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		res := Search(t, x, index.Request{Query: Parse(t, `"kinh tế"~2`)})
		for _, h := range res.Hits {
			tf := want[h.ID]
			if s := 2 * 0.356675 * tf / (tf + 1.2); !(math.Abs(h.Score-s) <= 3e-6*s) {
				t.Errorf("%s scores %.7f, want %.7f", h.ID, h.Score, s)
			}
		}
		if got := IDs(res); got != "id0a id0c id0b" {
			t.Errorf("found %q", got)
		}
		agree(t, x, o, `"kinh tế"~1`, `"kinh tế nam"~1`, `"nam nam kinh"~2`, `"nam nam nam nam nam nam"~1`, `"nam kinh"~100`, `"kinh te"~2 nam`)
	})
}

// longQueries asks for as many words as a query holds, and for more near each other
// than are looked for so.
func longQueries(t *testing.T, open opener) {
	var words []string
	for i := range query.MaxTerms {
		words = append(words, string([]byte{'b' + byte(i/16), 'a' + byte(i%16)}))
	}
	all, near := strings.Join(words, " "), strings.Join(words[:plan.MaxNear+40], " ")
	docs := []index.Document{
		{ID: "id0a", Body: all},
		{ID: "id0b", Body: strings.Join(words[1:], " ") + ". " + words[0]},
		{ID: "id0c", Body: strings.Join(words[:plan.MaxNear], " nam ")},
		{ID: "id0d", Body: near + " nam"},
	}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		agree(t, x, o, all, `"`+all+`"`, `"`+near+`"~100`, `"`+near+`"~2`, strings.ReplaceAll(all, " ", " OR "), strings.ReplaceAll(all, " ", "-"))
		if got := IDs(Search(t, x, index.Request{Query: Parse(t, `"`+near+`"~31`)})); !slices.Contains(strings.Fields(got), "id0c") {
			t.Errorf("found %q, want those with the first %d words", got, plan.MaxNear)
		}
	})
}

// wordTwice asks for a word again.
func wordTwice(t *testing.T, open opener) {
	w := NewWorld(21)
	var docs []index.Document
	for i := range 60 {
		d := w.document(1)
		d.ID = fmt.Sprintf("id%04d", i)
		docs = append(docs, d)
	}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		agree(t, x, o, "kinh kinh", "kinh =kinh kinh", "kinh te kinh te", "hoà hoà OR hoà", "title:nam nam nam", "ba* ba* bắc", `"kinh kinh"`, "kinh -kinh")
	})
}

// frequentWords has words and pairs more often in a document than a byte tells.
func frequentWords(t *testing.T, open opener) {
	var docs []index.Document
	for i, n := range []int{1, 2, 84, 85, 86, 254, 255, 256, 257, 300, 600} {
		add := func(kind string, d index.Document) {
			d.ID = fmt.Sprintf("id%02d-%s", i, kind)
			docs = append(docs, d)
		}
		add("pair", index.Document{Body: strings.Repeat("kinh tế ", n)})
		add("bare", index.Document{Body: strings.Repeat("kinh te, nam. ", n)})
		add("word", index.Document{Body: strings.Repeat("kinh ", n) + "tế"})
		add("title", index.Document{Title: strings.Repeat("kinh tế ", min(n, 90)), Body: strings.Repeat("kinh tế ", n/4)})
		add("value", index.Document{Organisation: strings.Repeat("kinh tế ", min(n, 300)), Body: "nam"})
	}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		agree(t, x, o, "kinh", "tế", "te", "kinh tế", `"kinh tế"`, `"kinh te"`, `"te kinh"~3`, `title:"kinh tế"`,
			"title:kinh", "organisation:kinh", `organisation:"kinh tế"`, "ki*", "kinh OR nam", `"kinh tế" OR "te, nam"`)
		agreeOn(t, x, o, 0, `"kinh kinh"`, `"kinh te kinh"`, `"kinh kinh kinh"~2`)
	})
}

// longDocument searches one document of 200,000 words among short ones.
func longDocument(t *testing.T, open opener) {
	w := NewWorld(22)
	var docs []index.Document
	for i := range 20 {
		d := w.document(1)
		d.ID = fmt.Sprintf("id%04d", i)
		docs = append(docs, d)
	}
	var body strings.Builder
	for range 200_000 / Slowdown {
		body.WriteString(w.Word() + pick(w, " ", " ", " ", " ", " ", ", ", ". "))
	}
	docs[7].Body = body.String() + " hết văn bản"
	x, o := open(docs...), NewOracle(docs...)
	for _, q := range []string{"kinh", "kinh tế", `"kinh tế"`, `"kinh te bac"`, `"hết văn bản"`, `"bắc nam hoà"~5`, "ba* hết", "hết -kinh"} {
		if err := o.Compare(t.Context(), x, index.Request{Query: Parse(t, q), Limit: 10, Snippets: 3}); err != nil {
			t.Errorf("%s: %.2000v", q, err)
		}
	}
}

// longIDs has ids of the greatest length, which differ at their ends only.
func longIDs(t *testing.T, open opener) {
	var docs []index.Document
	for i := range 50 {
		end := fmt.Sprint(i * 37 % 50)
		docs = append(docs, index.Document{ID: strings.Repeat("i", index.MaxID-len(end)) + end, Kind: index.KindOther, Title: "Kinh tế", Body: "kinh", Date: []string{"", "2024", "2025-01"}[i%3]})
	}
	x, o := open(), NewOracle(docs...)
	for part := range slices.Chunk(docs, 7) {
		if err := x.Put(t.Context(), part...); err != nil {
			t.Fatal(err)
		}
	}
	agree(t, x, o, "kinh", "", "title:kinh")
	if gone, err := x.Delete(t.Context(), docs[3].ID, docs[30].ID, docs[3].ID[1:]); err != nil || len(gone) != 2 {
		t.Fatal(gone, err)
	}
	o.Delete(docs[3].ID, docs[30].ID)
	agree(t, x, o, "kinh", "")
}

// longTitles has titles that begin alike for longer than an engine compares: their
// order is one, whatever documents were put together, and on all pages.
func longTitles(t *testing.T, open opener) {
	alike := strings.TrimSpace(strings.Repeat("kinh tế ", 40))
	var docs []index.Document
	for i := range 30 {
		title := []string{alike, alike + " bắc", alike + " nam", alike[:200], alike[:250], "Kinh tế", "kinh te", ""}[i%8]
		docs = append(docs, index.Document{ID: fmt.Sprintf("id%04d", i*11%30), Title: title})
	}
	var orders []string
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		for _, limit := range []int{1, 4, index.MaxLimit} {
			order, err := allPages(t.Context(), x, index.Request{Sort: index.ByTitle, Limit: limit, IDsOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			orders = append(orders, order)
		}
	})
	for _, order := range orders {
		if order != orders[0] || len(strings.Fields(order)) != len(docs) {
			t.Errorf("ids come as\n%s\nand as\n%s", orders[0], order)
		}
	}
}

// allPages returns the ids of all hits, page by page.
func allPages(ctx context.Context, x index.Engine, req index.Request) (string, error) {
	var list []string
	for {
		res, err := x.Search(ctx, req)
		if err != nil || len(res.Hits) == 0 {
			return strings.Join(list, " "), err
		}
		list = append(list, IDs(res))
		req.Offset += req.Limit
	}
}

// manyTopics has documents with as many topics as there may be.
func manyTopics(t *testing.T, open opener) {
	w := NewWorld(23)
	var docs []index.Document
	for i := range 70 {
		d := index.Document{ID: fmt.Sprintf("id%04d", i), Body: w.words(5)}
		for k := range []int{index.MaxTopics, index.MaxTopics, 1, 0}[i%4] {
			d.Topics = append(d.Topics, fmt.Sprintf("t%02d", (i*7+k)%90))
		}
		docs = append(docs, d)
	}
	spread(t, open, docs, func(x index.Engine, o *Oracle) {
		agree(t, x, o, "", "kinh", "topic:t05", "nam topic:t05 topic:t80", "-topic:t33")
		req := index.Request{Facets: columns, FacetValues: 5, Limit: 20, Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"t03", "t88"}},
			None: map[index.Field][]string{index.FieldTopic: {"t40"}}}}
		if err := o.Compare(t.Context(), x, req); err != nil {
			t.Error(err)
		}
	})
}
