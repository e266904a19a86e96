package local

import (
	"fmt"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/indextest"
	"vankien/index/query"
	"vankien/internal/viet"
)

// bleveWord is a word of a query as Bleve finds it: with marks the one key, and
// the plain word of a bare passage; without any, all keys of its fold.
func bleveWord(typed string) bq.Query {
	term := viet.Term(typed)
	fold := viet.Fold(term)
	var any []bq.Query
	add := func(q interface {
		bq.Query
		SetField(string)
	}) {
		q.SetField(content.Text)
		any = append(any, q)
	}
	for _, v := range append(viet.Variants(term), term) {
		if term == fold {
			add(bq.NewPrefixQuery(v + "\x01"))
			continue
		}
		add(bq.NewTermQuery(viet.Fold(v) + "\x01" + v))
	}
	if term != fold {
		add(bq.NewTermQuery(fold + "\x01\x02" + fold))
	}
	return bq.NewDisjunctionQuery(any)
}

// TestBleve compares totals and counts of topics with those of Bleve's own
// searchers over the same segments. OR keeps words from being read together.
func TestBleve(t *testing.T) {
	t.Parallel()
	x := collection(t)
	w := indextest.NewWorld(8)
	w.History(t, x, 12, 200, func(step int, _ *indextest.Oracle) {
		for range max(1, 25/indextest.Slowdown) {
			a, b, c := w.Word(), w.Word(), w.Word()
			q := fmt.Sprintf("(%s OR %s) (%s OR %s)", a, b, c, a)
			req := bleve.NewSearchRequestOptions(bq.NewConjunctionQuery([]bq.Query{
				bq.NewDisjunctionQuery([]bq.Query{bleveWord(a), bleveWord(b)}),
				bq.NewDisjunctionQuery([]bq.Query{bleveWord(c), bleveWord(a)}),
			}), 0, 0, false)
			req.AddFacet("topic", bleve.NewFacetRequest("topic", 100))
			want, err := x.store.b.Search(req)
			if err != nil {
				t.Fatal(err)
			}
			n, _, err := query.Parse(q)
			if err != nil {
				t.Fatal(err)
			}
			got := search(t, x, index.Request{Query: n, Limit: index.NoHits, Facets: []index.Field{index.FieldTopic}})
			if got.Total != int(want.Total) {
				t.Fatalf("step %d, %s: %d found, Bleve finds %d", step, q, got.Total, want.Total)
			}
			topics := want.Facets["topic"]
			if f := got.Facets[index.FieldTopic]; f.Missing != topics.Missing || f.Total != topics.Terms.Len() {
				t.Fatalf("step %d, %s: %+v, Bleve counts %+v", step, q, f, topics)
			}
			for _, v := range topics.Terms.Terms() {
				if !slices.Contains(got.Facets[index.FieldTopic].Values, index.FacetValue{Value: v.Term, Count: v.Count}) {
					t.Fatalf("step %d, %s: %+v lacks %+v", step, q, got.Facets[index.FieldTopic], v)
				}
			}
		}
	})
}
