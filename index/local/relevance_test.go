package local

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/query"
	"vankien/internal/viet"
)

// judged is a retrieval collection: documents, queries, and which documents
// answer which query.
type judged struct {
	docs    []index.Document
	queries [][2]string // id, text
	answers map[string]map[string]bool
}

// readJudged reads a collection of $VANKIEN_DATA/collections.
func readJudged(t *testing.T, name string) *judged {
	t.Helper()
	c := &judged{answers: map[string]map[string]bool{}}
	type record struct{ ID, Title, Body, Text string }
	each := func(file string, take func(record)) {
		for _, line := range indextest.Lines(t, "collections/"+name+"/"+file) {
			var r record
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			take(r)
		}
	}
	each("corpus.jsonl.gz", func(r record) { c.docs = append(c.docs, index.Document{ID: r.ID, Title: r.Title, Body: r.Body}) })
	each("queries.jsonl", func(r record) { c.queries = append(c.queries, [2]string{r.ID, r.Text}) })
	for _, line := range indextest.Lines(t, "collections/"+name+"/qrels.tsv") {
		p := strings.Split(strings.TrimSpace(string(line)), "\t")
		if c.answers[p[0]] == nil {
			c.answers[p[0]] = map[string]bool{}
		}
		c.answers[p[0]][p[1]] = true
	}
	return c
}

// anyWords makes a query of all words of a text.
func anyWords(text string) query.Node {
	var list []query.Node
	composed := viet.Compose(text)
	for _, w := range viet.Words(nil, composed) {
		list = append(list, query.Word{Text: composed[w.Start:w.End]})
	}
	return query.And{Nodes: list}
}

// measure returns the mean reciprocal rank of the first answer and the share of
// answers among the first ten hits.
func (c *judged) measure(t *testing.T, x *Index, spell func(string) string) (mrr, recall float64) {
	t.Helper()
	for _, q := range c.queries {
		res, err := x.Search(context.Background(), index.Request{Query: anyWords(spell(q[1])), Level: index.LevelAny, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for rank, h := range res.Hits {
			if c.answers[q[0]][h.ID] {
				if found++; found == 1 {
					mrr += 1 / float64(rank+1)
				}
			}
		}
		recall += float64(found) / float64(len(c.answers[q[0]]))
	}
	n := float64(len(c.queries))
	return mrr / n, recall / n
}

// TestRelevance measures judged collections, the queries as typed and without
// any marks, against the mean reciprocal ranks of a plain BM25 over syllables.
func TestRelevance(t *testing.T) {
	for name, least := range map[string][2]float64{
		"alqac2025":          {0.863, 0.765},
		"mds_clusters":       {0.979, 0.957},
		"viquad_subset":      {0.851, 0.757},
		"vietnews_knownitem": {0.864, 0.777},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "vietnews_knownitem" && os.Getenv("VANKIEN_STEP") == "" {
				t.Skip("VANKIEN_STEP is not set: 22,498 documents and 2,000 searches take minutes")
			}
			c := readJudged(t, name)
			x := collection(t)
			for from := 0; from < len(c.docs); from += 1000 {
				if err := x.Put(t.Context(), c.docs[from:min(from+1000, len(c.docs))]...); err != nil {
					t.Fatal(err)
				}
			}
			for i, spell := range []func(string) string{viet.Compose, viet.Fold} {
				mrr, recall := c.measure(t, x, spell)
				t.Logf("%s: MRR@10 %.3f, recall@10 %.3f", [...]string{"as typed", "without marks"}[i], mrr, recall)
				if mrr < least[i] {
					t.Errorf("MRR@10 %.3f is below %.3f", mrr, least[i])
				}
			}
		})
	}
}
