package main

import (
	"bufio"
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/corpus"
	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/find"
	"vankien/internal/topics"
)

var update = flag.Bool("update", false, "write the golden files anew")

const scoreCard = "testdata/ranking.golden"

// judgment is a query and the documents it should find, best first.
type judgment struct {
	query    string
	expected []string
}

func judgments(t *testing.T) (list []judgment) {
	t.Helper()
	f, err := corpus.FS.Open("judgments.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		q, ids, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("judgments.txt: no => in %q", line)
		}
		list = append(list, judgment{q, strings.Fields(ids)})
	}
	return list
}

// openSample returns an index of the sample collection, and its taxonomy.
func openSample(t *testing.T) (*local.Index, *topics.Taxonomy) {
	t.Helper()
	tax, err := shippedTaxonomy()
	if err != nil {
		t.Fatal(err)
	}
	x := indextest.Open(t, local.OpenMemory)
	if err := addSample(t.Context(), x, tax); err != nil {
		t.Fatal(err)
	}
	return x, tax
}

// TestRanking answers every judged query over the sample collection as the first
// page does, and compares the first five documents and the scores with the
// committed card. After a change that is meant to move them:
// go test ./cmd/vankien -run Ranking -update.
func TestRanking(t *testing.T) {
	x, tax := openSample(t)
	list := judgments(t)
	if len(list) < 80 {
		t.Fatalf("only %d judgments", len(list))
	}
	card := rank(t, x, find.New(x, tax), list)
	if *update {
		if err := os.WriteFile(scoreCard, []byte(card), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(scoreCard)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), card); d != "" {
		t.Errorf("ranking differs from %s (-committed +now):\n%s", scoreCard, d)
	}
}

// rank writes the score card: recall among the first five documents and the mean
// reciprocal rank of the first expected one, then of each query what was suggested
// and the documents, those expected marked with +.
func rank(t *testing.T, x *local.Index, s *find.Service, list []judgment) string {
	var b strings.Builder
	recall, reciprocal := 0.0, 0.0
	for _, j := range list {
		req, err := s.Request(url.Values{"q": {j.query}, "limit": {"10"}})
		if err != nil {
			t.Fatalf("%s: %v", j.query, err)
		}
		res, err := x.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n%s (%d)\n", j.query, res.Total)
		for _, s := range res.Suggestions {
			fmt.Fprintf(&b, "? %s: %s (%d)\n", s.Kind, s.Query, s.Total)
		}
		found, first := 0, 0
		for i, h := range slices.Concat(res.Hits, res.Also) {
			mark := " "
			if slices.Contains(j.expected, h.ID) {
				mark = "+"
				if first == 0 {
					first = i + 1
				}
				if i < 5 {
					found++
				}
			}
			if i < 5 {
				fmt.Fprintf(&b, "%s %s\n", mark, h.ID)
			}
		}
		recall += float64(found) / float64(min(5, len(j.expected)))
		if first > 0 {
			reciprocal += 1 / float64(first)
		}
	}
	n := float64(len(list))
	return fmt.Sprintf("queries %d\nrecall@5 %.3f\nMRR@10 %.3f\n", len(list), recall/n, reciprocal/n) + b.String()
}

// TestSample checks what the sample collection must hold.
func TestSample(t *testing.T) {
	x, tax := openSample(t)
	res, err := x.Search(t.Context(), index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic, index.FieldYear, index.FieldKind}})
	if err != nil {
		t.Fatal(err)
	}
	if res.Total < 50 {
		t.Errorf("%d documents", res.Total)
	}
	for _, topic := range tax.Topics() {
		if !slices.ContainsFunc(res.Facets[index.FieldTopic].Values, func(v index.FacetValue) bool { return v.Value == topic.ID }) {
			t.Errorf("no document has the topic %s", topic.ID)
		}
	}
	if f := res.Facets[index.FieldYear]; f.Missing == 0 || f.Total < 12 {
		t.Errorf("years %v", f)
	}
	for id, label := range x.Labels() {
		t.Errorf("topic %s (%s) is not in the taxonomy", id, label)
	}
}
