package local

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// relevanceCard holds what was measured when it was written: a line for each
// collection, level and spelling, with intervals that hold the true mean in 95 of
// 100 draws of as many queries.
const relevanceCard = "testdata/relevance.golden"

// judged is a retrieval collection: documents, queries, and which documents
// answer which query.
type judged struct {
	docs    []index.Document
	queries [][2]string // id, text; only those with an answer
	answers map[string]map[string]bool
}

// readJudged reads a collection of $VANKIEN_DATA/collections.
func readJudged(t *testing.T, name string) *judged {
	t.Helper()
	c := &judged{answers: map[string]map[string]bool{}}
	for _, line := range indextest.Lines(t, "collections/"+name+"/qrels.tsv") {
		p := strings.Split(strings.TrimSpace(string(line)), "\t")
		if p[2] == "0" {
			continue
		}
		if c.answers[p[0]] == nil {
			c.answers[p[0]] = map[string]bool{}
		}
		c.answers[p[0]][p[1]] = true
	}
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
	each("queries.jsonl", func(r record) {
		if c.answers[r.ID] != nil {
			c.queries = append(c.queries, [2]string{r.ID, r.Text})
		}
	})
	return c
}

// asked answers a query as the first page of a search does, and returns the
// documents in the order in which they stand there.
func asked(t *testing.T, x *Index, text string, level index.Level, limit int) (*index.Result, []string) {
	t.Helper()
	res := search(t, x, index.Request{Query: parse(t, text), Level: level, Suggest: true, Limit: limit, IDsOnly: true})
	var list []string
	for _, h := range slices.Concat(res.Hits, res.Also) {
		list = append(list, h.ID)
	}
	return res, list[:min(limit, len(list))]
}

// measure returns the mean reciprocal rank of the first answer and the share of
// answers among the first ten documents of a page.
func (c *judged) measure(t *testing.T, x *Index, level index.Level, spell func(string) string) outcome {
	t.Helper()
	var reciprocal, recall []float64
	for _, q := range c.queries {
		_, list := asked(t, x, spell(q[1]), level, 10)
		found, first := 0, 0.0
		for i, id := range list {
			if c.answers[q[0]][id] {
				if found++; found == 1 {
					first = 1 / float64(i+1)
				}
			}
		}
		reciprocal = append(reciprocal, first)
		recall = append(recall, float64(found)/float64(len(c.answers[q[0]])))
	}
	return outcome{meanOf(reciprocal), meanOf(recall)}
}

// outcome is what queries in one spelling get at one level.
type outcome struct{ mrr, recall mean }

const outcomeForm = "MRR@10 %.3f [%.3f, %.3f]  recall@10 %.3f [%.3f, %.3f]"

func (o outcome) String() string {
	return fmt.Sprintf(outcomeForm, o.mrr.of, o.mrr.low, o.mrr.high, o.recall.of, o.recall.low, o.recall.high)
}

// mean is a mean and the interval that holds the means of 95 of 100 draws with
// replacement from the same values.
type mean struct{ of, low, high float64 }

func meanOf(values []float64) mean {
	const draws = 1000
	w := rand.New(rand.NewPCG(1, 2))
	var means [draws + 1]float64
	for i := range means {
		for j := range values {
			if i < draws {
				j = w.IntN(len(values))
			}
			means[i] += values[j] / float64(len(values))
		}
	}
	of := means[draws]
	slices.Sort(means[:draws])
	return mean{of, means[draws/40], means[draws-draws/40]}
}

// readCard reads lines of outcomes by what stands before them.
func readCard(t *testing.T) map[string]outcome {
	t.Helper()
	raw, err := os.ReadFile(relevanceCard)
	if err != nil {
		t.Fatal(err)
	}
	card := map[string]outcome{}
	for line := range strings.Lines(string(raw)) {
		var o outcome
		name, rest, _ := strings.Cut(line, "MRR@10")
		_, err := fmt.Sscanf("MRR@10"+rest, strings.ReplaceAll(outcomeForm, "%.3f", "%f"),
			&o.mrr.of, &o.mrr.low, &o.mrr.high, &o.recall.of, &o.recall.low, &o.recall.high)
		if err != nil {
			t.Fatalf("%s: %q: %v", relevanceCard, line, err)
		}
		card[name] = o
	}
	return card
}

func writeCard(t *testing.T, card map[string]outcome) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(card)) {
		fmt.Fprintf(&b, "%s%v\n", name, card[name])
	}
	if err := os.WriteFile(relevanceCard, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRelevance asks the queries of judged collections as people do: as text, in
// five spellings, at the level that a page takes by itself and at the loosest. No
// figure may be below the interval on the committed card. After a change that is
// meant to move them: go test ./index/local -run Relevance -update.
func TestRelevance(t *testing.T) {
	card := readCard(t)
	for _, name := range []string{"alqac2025", "mds_clusters", "viquad_subset", "vietnews_knownitem"} {
		t.Run(name, func(t *testing.T) {
			if name == "vietnews_knownitem" && os.Getenv("VANKIEN_STEP") == "" {
				t.Skip("VANKIEN_STEP is not set: 22,498 documents and 10,000 searches take minutes")
			}
			c := readJudged(t, name)
			x := collection(t)
			for docs := range slices.Chunk(c.docs, 1000) {
				if err := x.Put(t.Context(), docs...); err != nil {
					t.Fatal(err)
				}
			}
			for i, level := range []index.Level{index.LevelAuto, index.LevelAny} {
				for _, s := range spellings {
					line := fmt.Sprintf("%-18s  %-4s  %-5s  ", name, [...]string{"auto", "any"}[i], s.name)
					now, was := c.measure(t, x, level, s.of), card[line]
					t.Log(line, now)
					if !*update && (now.mrr.of < was.mrr.low || now.recall.of < was.recall.low || was.mrr.high == 0) {
						t.Errorf("%s%v\nis below the card: %v", line, now, was)
					}
					card[line] = now
				}
			}
		})
	}
	if *update {
		writeCard(t, card)
	}
}
