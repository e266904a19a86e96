package local

import (
	"encoding/json"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/exec"
	"vankien/index/indextest"
	"vankien/index/match"
	"vankien/index/plan"
	"vankien/index/query"
)

// articles returns an index of the first n articles of law of VANKIEN_DATA.
func articles(tb testing.TB, n int) *Index {
	tb.Helper()
	var docs []index.Document
	for i, line := range indextest.Lines(tb, "corpora/phapdien.jsonl.gz") {
		var d struct{ ID, Title, Body, Source string }
		if err := json.Unmarshal(line, &d); err != nil {
			tb.Fatal(err)
		}
		docs = append(docs, index.Document{ID: d.ID, Title: d.Title, Body: d.Body, Source: d.Source})
		if i == n-1 {
			break
		}
	}
	return collection(tb, docs...)
}

// BenchmarkHits loads a page of ten hits with two fragments each: of plans made
// before, and of new ones.
func BenchmarkHits(b *testing.B) {
	x := articles(b, 2000)
	for _, q := range strings.Split("môi trường|bao ve quan ly|cơ quan nhà nước|quyền và nghĩa vụ|\"cơ quan nhà nước\"|ubnd tỉnh|nghị quyết 57", "|") {
		snap, state := pinned(b, x)
		defer snap.Close()
		req := index.Request{Query: parse(b, q), Limit: 10, Snippets: 2}
		p, err := plan.Read(b.Context(), newView(b.Context(), snap, state), x.names, &req)
		if err != nil {
			b.Fatal(err)
		}
		found, err := state.Search(b.Context(), &exec.Query{Match: newLowerer(b.Context()).node(p.All), Window: 10})
		if err != nil {
			b.Fatal(err)
		}
		run := func(name string, p *marker) {
			b.Run(name+" "+q, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := snap.hits(b.Context(), &req, found.Hits, p); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*max(1, len(found.Hits))), "µs/hit")
			})
		}
		run("known", &marker{Marks: answer.Marks{Clause: p.All}, state: state.Snapshot})
		b.Run("compile "+q, func(b *testing.B) {
			b.ReportAllocs()
			c := planOf(b, x, q, req.Accents)
			for b.Loop() {
				match.New(c)
			}
		})
		b.Run("plan "+q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				plan.Read(b.Context(), newView(b.Context(), snap, state), x.names, &req)
			}
		})
	}
}

// planOf plans a query over a collection; nil if it is none.
func planOf(t testing.TB, x *Index, q string, a index.Accents) plan.Clause {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		return nil
	}
	snap, state := pinned(t, x)
	defer snap.Close()
	p, err := plan.Read(t.Context(), newView(t.Context(), snap, state), x.names, &index.Request{Query: n, Accents: a})
	if err != nil {
		t.Fatal(err)
	}
	return p.All
}
