package local

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/match"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// longQueries ask for words with marks and without, beginnings, phrases, words
// near each other, dates, numbers, and words that no text has.
var longQueries = []string{"đất đai", "dat dai", "hòa", "hoa binh", "la", "=la", "quy*", "tr* ng*", `"chính sách"`, `"chinh sach"`, `"đất của"~4`, `"các nhà nước"~9`,
	"năm 2024", "nghị quyết 57", "57-NQ/TW", "ubnd tỉnh", "y tế OR giáo dục", "kĩ thuật", "kinh -tế", "title:luật nước", "body:nước", "khoáng sản biển", "quý 4/2024", "xyz đất"}

// checkLong compares the passages of all documents found with those that are
// looked for in the whole text.
func checkLong(t *testing.T, x *Index, docs map[string]index.Document, queries []string) {
	t.Helper()
	long := 0
	for _, q := range queries {
		req := index.Request{Query: parse(t, q), Limit: 100, Snippets: 1 + len(q)%3, SnippetChars: 60 * (1 + len(q)%5)}
		m := match.New(planOf(t, x, q, index.AccentsAuto))
		for _, h := range search(t, x, req).Hits {
			body := docs[h.ID].Body
			if len(body) < longBody {
				continue
			}
			want, err := m.Passages(t.Context(), string(index.FieldBody), body, nil, snippet.Options{Count: req.Snippets, Chars: req.SnippetChars})
			if err != nil {
				t.Fatal(err)
			}
			var got []snippet.Fragment
			for _, f := range h.Fragments {
				if f.Field == index.FieldBody {
					got = append(got, f.Fragment)
				}
			}
			if want = slices.DeleteFunc(want, func(f snippet.Fragment) bool { return len(f.Marks) == 0 }); len(want) > 0 {
				long++
				slices.SortStableFunc(want, func(a, b snippet.Fragment) int { return b.Terms - a.Terms })
				if len(got) < len(h.Fragments) { // the abstract took a place
					want = want[:len(got)]
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("%s in %s:\n got %+v\nwant %+v", q, h.ID, got, want)
				}
			}
		}
	}
	if long < len(queries)/2 {
		t.Errorf("only %d long bodies were compared", long)
	}
}

// TestLongBodies: a long body shows what it would if all of it were read, with
// marks and without, whether a word is one of thousands or stands once.
func TestLongBodies(t *testing.T) {
	w := rand.New(rand.NewPCG(8, 9))
	words := strings.Fields("đất đai hòa bình là lá của các nhà nước chính sách quy hoạch trình năm 2024 nghị quyết số 57-NQ/TW ubnd tỉnh y tế giáo dục kỹ thuật kinh luật khoáng sản biển quý 4/2024 và trong về thực hiện")
	docs := map[string]index.Document{}
	for i := range 12 {
		var b strings.Builder
		for b.Len() < longBody+w.IntN(8*longBody) {
			k := w.IntN(len(words))
			if i%3 == 0 { // the first words are rare
				k = max(k, w.IntN(len(words)), w.IntN(len(words)), w.IntN(len(words)), w.IntN(len(words)))
			}
			b.WriteString(words[k] + []string{" ", " ", " ", ", ", ". ", "\n"}[w.IntN(6)])
		}
		d := index.Document{ID: fmt.Sprint(i), Title: "Luật", Body: viet.Compose(b.String())}
		if i%4 == 1 {
			d.Body = viet.Fold(d.Body)
		}
		if i%4 == 2 {
			d.Abstract = "Nước và đất"
		}
		docs[d.ID] = d
	}
	x := collection(t)
	for _, d := range docs {
		if err := x.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	checkLong(t, x, docs, longQueries)
}

// TestLongRealBodies compares on laws and reports.
func TestLongRealBodies(t *testing.T) {
	t.Parallel()
	docs, queries, w := map[string]index.Document{}, slices.Clone(longQueries), rand.New(rand.NewPCG(1, 9))
	for _, file := range []string{"laws", "policy"} {
		for n, line := range indextest.Lines(t, "corpora/"+file+".jsonl.gz") {
			var d struct{ ID, Title, Body string }
			if err := json.Unmarshal(line, &d); err != nil {
				t.Fatal(err)
			}
			if len(d.Body) < longBody || n%6 > 0 {
				continue
			}
			doc := index.Document{ID: file + d.ID, Title: viet.Compose(d.Title), Body: viet.Compose(d.Body)}
			docs[doc.ID] = doc
			words := strings.Fields(doc.Body)
			at := w.IntN(len(words) - 3)
			q := strings.NewReplacer(`"`, "", "(", "", ")", "", ":", "", "*", "", "-", "").Replace(strings.Join(words[at:at+1+w.IntN(3)], " "))
			queries = append(queries, q, viet.Fold(q), words[at]+" "+words[w.IntN(len(words))])
		}
	}
	queries = slices.DeleteFunc(queries, func(q string) bool { return strings.ContainsAny(q, `"():*`) && !slices.Contains(longQueries, q) })
	x := collection(t, slices.Collect(func(yield func(index.Document) bool) {
		for _, d := range docs {
			if !yield(d) {
				return
			}
		}
	})...)
	checkLong(t, x, docs, queries)
}
