package local

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/runs"
	"vankien/index/segment"
)

// told is all that a part of a lexicon tells, by what it is asked.
func told(p lexicon.Part) map[string]int {
	out := map[string]int{}
	add := func(kind string, words []uint32, n uint32) {
		for _, w := range words {
			kind += "|" + p.WordAt(w)
		}
		out[kind] = int(n)
	}
	for _, f := range append([]index.Field{content.Text, "nothing"}, content.Fields()...) {
		p.Held(string(f), "", func(key string, n int) bool {
			out["held "+string(f)+" "+key] = n
			out["held by "+string(f)+" "+key] = p.HeldBy(string(f), key)
			return true
		})
	}
	all := runs.Range{To: 1 << 31}
	for _, r := range p.Beginning("") {
		for a := r.From; a < r.To; a++ {
			fold, _ := content.CutKey(p.WordAt(a))
			p.Group(fold, func(number uint32, key string) { out["group "+fold+"|"+key] = int(p.Count([]uint32{number})) })
			for _, b := range p.After(nil, []uint32{a}, all) {
				run := []uint32{a, b.Word}
				add("run", run, b.Count)
				if word, n := p.Before(a, b.Word, 2); n > 0 {
					add("before", []uint32{word, a, b.Word}, n)
				}
				for _, c := range p.After(nil, run, all) {
					add("run", []uint32{a, b.Word, c.Word}, c.Count)
				}
			}
		}
	}
	p.Names(nil, func(words []uint32, n uint32) bool { add("name", words, n); return true })
	documents, words := p.Written()
	out["documents"], out["words"] = int(documents), int(words)
	return out
}

// manyDocuments are documents of few words, with names, numbers and passages without
// marks.
func manyDocuments(seed uint64, n int) []index.Document {
	r := rand.New(rand.NewPCG(seed, 5))
	text := func(most int) string {
		var b strings.Builder
		for range r.IntN(most) {
			b.WriteString(written[r.IntN(len(written))])
			b.WriteString([]string{" ", " ", " ", " ", ", ", ". ", " - ", "\n\n", " KT-XH, ", " nghị quyết 57 "}[r.IntN(10)])
		}
		return b.String()
	}
	docs := make([]index.Document, n)
	for i := range docs {
		docs[i] = index.Document{ID: fmt.Sprint(i), Title: text(6), Body: text(60), Abstract: text(9), Speaker: text(4), Place: text(3), Number: fmt.Sprintf("%d/NQ-HĐND", r.IntN(99))}
		if i%5 == 0 {
			docs[i].Body = "chung ta khong so kho khan va chung ta luon tien len, " + docs[i].Body
		}
	}
	return docs
}

// partsOf returns the documents as a segment and as a table.
func partsOf(t testing.TB, docs []index.Document) (lexiconPart, *lexicon.Table) {
	t.Helper()
	var list []segment.Document
	b := lexicon.NewBuilder()
	for i := range docs {
		d := docs[i].Composed()
		list = append(list, *segmentDocument(&d))
		b.Add(&d)
	}
	var buf bytes.Buffer
	if _, err := segment.Build(&buf, &layout, list); err != nil {
		t.Fatal(err)
	}
	s, err := segment.Open(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	counts, _ := s.Lexicon()
	return lexiconPart{"s", s, counts}, b.Table()
}

// TestTable: a table of documents answers as a segment of them does, so does a merged
// one of several tables, and what is read back.
func TestTable(t *testing.T) {
	t.Parallel()
	for seed, n := range []int{1, 60, 400, 1300} {
		docs := manyDocuments(uint64(seed), n)
		part, table := partsOf(t, docs)
		want := told(part)
		if n > 1 && len(want) < 500 {
			t.Fatalf("only %d things are told", len(want))
		}
		if diff := cmp.Diff(want, told(table)); diff != "" {
			t.Fatalf("of %d documents (-segment +table):\n%s", n, diff)
		}
		back, err := lexicon.Decode(table.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, told(back)); diff != "" {
			t.Fatalf("%d documents read back:\n%s", n, diff)
		}
		var tables []*lexicon.Table
		for i := 0; i < len(docs); i += 1 + n/3 {
			_, x := partsOf(t, docs[i:min(len(docs), i+1+n/3)])
			tables = append(tables, x)
		}
		if merged := lexicon.Merge(tables, 0); n <= runs.All {
			if diff := cmp.Diff(want, told(merged)); diff != "" {
				t.Fatalf("%d documents in %d tables (-segment +merged):\n%s", n, len(tables), diff)
			}
		} else if merged.Documents() != uint64(n) || merged.Least() != 2 {
			t.Fatalf("%d documents, runs known from %d on", merged.Documents(), merged.Least())
		}
	}
}

// TestTableBound: a merged table takes no more than it may, and of what it has the
// counts are right.
func TestTableBound(t *testing.T) {
	t.Parallel()
	docs := manyDocuments(9, 600)
	_, a := partsOf(t, docs[:300])
	_, b := partsOf(t, docs[300:])
	whole := lexicon.Merge([]*lexicon.Table{a, b}, 0)
	want := told(whole)
	last := whole.Bytes() + 1
	for _, most := range []int64{whole.Bytes(), whole.Bytes() / 2, whole.Bytes() / 10} {
		x := lexicon.Merge([]*lexicon.Table{a, b}, most)
		if x.Bytes() > most || x.Bytes() >= last {
			t.Errorf("%d bytes, want at most %d and less than %d", x.Bytes(), most, last)
		}
		last = x.Bytes()
		for what, n := range told(x) {
			if n != want[what] && !strings.HasPrefix(what, "before") && what != "words" {
				t.Errorf("%s: %d, want %d", what, n, want[what])
			}
		}
	}
}
