package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vankien/internal/viet"
)

// TestMain lets the test program stand in for the program's children.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == childArg {
		exit(child(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// collection returns documents of made-up sentences, some words far commoner
// than others.
func collection(n int) []document {
	r := rand.New(rand.NewPCG(3, 4))
	var words []string
	for _, rime := range strings.Fields("án ầu ông ết iện ồng ưới ại ế ữ ình ấp") {
		for _, onset := range strings.Fields("b c d đ h l m n t th tr ph") {
			words = append(words, onset+rime)
		}
	}
	sentence := func(least int) string {
		var s []string
		for range least + r.IntN(8) {
			at := r.Float64()
			s = append(s, words[int(at*at*at*float64(len(words)))])
		}
		return strings.Join(s, " ")
	}
	var docs []document
	for i := range n {
		d := document{ID: fmt.Sprintf("d%03d", i), Title: sentence(2), Body: sentence(3)}
		for range r.IntN(12) {
			d.Body += ". " + sentence(3)
		}
		if i%10 > 0 {
			d.Date = fmt.Sprintf("%d-%02d-%02d", 2000+r.IntN(20), 1+r.IntN(12), 1+r.IntN(28))
			d.Topic = fmt.Sprintf("chủ đề %d", r.IntN(7))
		}
		docs = append(docs, prepare(d))
	}
	return docs
}

// stream returns the documents of a slice.
func stream(docs []document) documents {
	return func(yield func(document, error) bool) {
		for d := range slices.Values(docs) {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// has reports whether a document matches a task, by reading it.
func has(d *document, t *task) bool {
	if t.Topic != "" && d.Topic != t.Topic || t.From != "" && (d.Date < t.From || d.Date > t.To) {
		return false
	}
	title, body := terms(d.Title), terms(d.Body)
	if t.Mode == phrase {
		side := " " + t.text() + " "
		return strings.Contains(" "+strings.Join(title, " ")+" ", side) || strings.Contains(" "+strings.Join(body, " ")+" ", side)
	}
	count := 0
	for _, w := range t.Words {
		if slices.ContainsFunc(slices.Concat(title, body), func(term string) bool {
			return term == w || t.Mode == begin && strings.HasPrefix(term, w)
		}) {
			count++
		}
	}
	return count == len(t.Words) || t.Mode == some && count > 0
}

func terms(text string) (list []string) {
	for _, t := range viet.Words(nil, text) {
		list = append(list, t.Term)
	}
	return list
}

// want answers a task by reading all documents. Its hits are all matches, in
// no order.
func want(docs []document, t *task) answer {
	a := answer{}
	if t.Facets {
		a.Topics, a.Years = map[string]int{}, map[string]int{}
	}
	for i := range docs {
		d := &docs[i]
		if !has(d, t) {
			continue
		}
		a.Total++
		a.Hits = append(a.Hits, hit{ID: d.ID, Title: d.Title, Date: d.Date, Topic: d.Topic})
		if t.Facets && d.Date != "" {
			a.Years[d.year()]++
			a.Topics[d.Topic]++
		}
	}
	return a
}

// TestEngines checks that every engine finds what reading every document finds.
func TestEngines(t *testing.T) {
	docs := collection(300)
	tasks, err := newLexicon(docs).draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := e.make().Build(dir, stream(docs)); err != nil {
				t.Fatal(err)
			}
			x := e.make()
			if err := x.Open(dir); err != nil {
				t.Fatal(err)
			}
			for i := range tasks {
				got, err := x.Search(&tasks[i])
				if err != nil {
					t.Fatal(err)
				}
				check(t, &tasks[i], got, want(docs, &tasks[i]))
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// check compares an answer with the expected one. The facets of a full request
// are left out: vankien's look beyond its filter.
func check(t *testing.T, k *task, got, want answer) {
	t.Helper()
	if want.Total == 0 {
		t.Errorf("%s %q: matches nothing", k.Class, k.text())
	}
	if got.Total != want.Total || len(got.Hits) != min(page, want.Total) {
		t.Errorf("%s %q: total %d with %d hits, want %d", k.Class, k.text(), got.Total, len(got.Hits), want.Total)
	}
	if k.Class == faceted && (!reflect.DeepEqual(got.Topics, want.Topics) || !reflect.DeepEqual(got.Years, want.Years)) {
		t.Errorf("%s %q: facets %v and %v, want %v and %v", k.Class, k.text(), got.Topics, got.Years, want.Topics, want.Years)
	}
	slices.SortFunc(want.Hits, func(a, b hit) int { return strings.Compare(b.Date, a.Date) })
	for i, h := range got.Hits {
		at := slices.IndexFunc(want.Hits, func(w hit) bool { return w.ID == h.ID })
		if at < 0 {
			t.Errorf("%s %q: finds %s, which does not match", k.Class, k.text(), h.ID)
			continue
		}
		w := want.Hits[at]
		if k.Newest && w.Date != want.Hits[i].Date {
			t.Errorf("%s %q: hit %d is of %s, want %s", k.Class, k.text(), i, w.Date, want.Hits[i].Date)
		}
		marks := strings.Contains(h.Snippet, "<mark>")
		h.Snippet = ""
		if k.Full && (h != w || !marks) || !k.Full && h != (hit{ID: h.ID}) {
			t.Errorf("%s %q: hit %+v, marked: %v, want %+v", k.Class, k.text(), h, marks, w)
		}
	}
}

// TestDraw checks that each class has its queries and that they are always the
// same ones.
func TestDraw(t *testing.T) {
	docs := collection(300)
	tasks, err := newLexicon(docs).draw()
	if err != nil {
		t.Fatal(err)
	}
	again, err := newLexicon(docs).draw()
	if err != nil || !reflect.DeepEqual(tasks, again) {
		t.Errorf("the queries differ from one time to the next (%v)", err)
	}
	count := map[class]int{}
	for _, k := range tasks {
		count[k.Class]++
	}
	if len(count) != 15 {
		t.Errorf("%d classes are drawn, want 15", len(count))
	}
	for c, n := range count {
		if n != perClass {
			t.Errorf("%s has %d queries, want %d", c, n, perClass)
		}
	}
	for i := range docs {
		docs[i].Date, docs[i].Topic = "", ""
	}
	plain, err := newLexicon(docs).draw()
	if want := perClass * 11; err != nil || len(plain) != want {
		t.Errorf("without dates and topics %d queries are drawn, want %d (%v)", len(plain), want, err)
	}
	if _, err := newLexicon(docs[:1]).draw(); err == nil {
		t.Error("a collection of one document is enough to draw from")
	}
}

func TestWithin(t *testing.T) {
	x := newLexicon([]document{{Body: "hội đồng họp. đồng bộ"}, {Body: "họp tại hội. đồng bộ"}, {Title: "họp tại"}})
	got := x.within([][]string{{"hội", "đồng"}, {"đồng", "bộ"}, {"họp", "tại"}, {"họp", "đồng"}})
	if want := [][]string{{"đồng", "bộ"}, {"họp", "tại"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("within keeps %q, want %q", got, want)
	}
}

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"Điều.Khoản 1.000 hoà_bình": "điều khoản 1.000 hòa bình",
		"Hội nghị. Họp: bàn":        "hội nghị. họp: bàn",
		"a:b.c":                     "a b c",
	} {
		if got := normalise(in); got != want {
			t.Errorf("normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestRun runs the whole program, children included, on a small collection.
func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "small.jsonl.gz")
	docs := collection(200)
	writeCorpus(t, path, append(docs, docs[7])) // an id twice
	var out bytes.Buffer
	if err := run([]string{"--corpus", path, "--n", "180", "--seconds", "0"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"small.jsonl.gz: 180 documents", "agree on the total of each of 75 queries", "index/raw", string(full),
		"CPU per query, new", "CPU per query, cold", "CPU per query, warm", "all queries, p99", " processors, load "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table does not say %q:\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := run([]string{"--corpus", path, "--seconds", "0", "--engines", "bluge,sqlite", "--json"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Docs != 200 || len(r.Engines) != 2 || r.Engines[0].Name != "bluge" || len(r.Engines[1].Costs) != len(r.Tasks) {
		t.Errorf("the figures are incomplete: %s", out.String())
	}
	for _, e := range r.Engines {
		if e.Bytes == 0 || e.Peak == 0 || e.Wall == 0 {
			t.Errorf("%s: %d bytes, peak %d, %s", e.Name, e.Bytes, e.Peak, e.Wall)
		}
		for i, c := range e.Costs {
			if c.Total == 0 || c.New == 0 || c.Cold == 0 || c.Warm == 0 {
				t.Errorf("%s: query %d is not measured new, cold and warm: %+v", e.Name, i, c)
			}
		}
	}
}

func writeCorpus(t *testing.T, path string, docs []document) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for _, d := range docs {
		line := map[string]string{"id": d.ID, "title": d.Title, "body": d.Body, "date": d.Date, "topic": d.Topic}
		if err := json.NewEncoder(z).Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBadCalls(t *testing.T) {
	for _, args := range [][]string{{}, {"--corpus", "x", "more"}, {"--corpus", "x", "--engines", "lucene"}, {"--corpus", "absent.jsonl.gz"}} {
		if err := run(args, io.Discard, io.Discard); err == nil {
			t.Errorf("run %q succeeds", args)
		}
	}
}

func TestDisagreements(t *testing.T) {
	r := result{Tasks: []task{{Class: rare, Words: []string{"một"}}, {Class: and2, Words: []string{"hai", "ba"}}}}
	r.Engines = []measured{{Name: "a", report: report{Costs: []cost{{Total: 1}, {Total: 2}}}}, {Name: "b", report: report{Costs: []cost{{Total: 1}, {Total: 3}}}}}
	got := r.disagreements()
	if len(got) != 1 || !strings.Contains(got[0], `AND of 2 "hai ba"  a 2  b 3`) {
		t.Errorf("disagreements are %q", got)
	}
}

func TestPercentile(t *testing.T) {
	var costs []cost
	for n := range 200 {
		costs = append(costs, cost{Total: 200 - n})
	}
	for p, want := range map[int]int{50: 100, 90: 180, 99: 198} {
		if got := percentile(costs, p, func(c cost) int { return c.Total }); got != want {
			t.Errorf("p%d of 1 to 200 is %d, want %d", p, got, want)
		}
	}
	if got := percentile(costs[:1], 99, func(c cost) int { return c.Total }); got != 200 {
		t.Errorf("p99 of one value is %d, want it", got)
	}
}
