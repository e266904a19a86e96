package main

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/web"
)

// exactQuery is a query with what it asks for in the raw texts: documents that hold
// each of all, of those that keep lets pass.
type exactQuery struct {
	params url.Values
	all    []*rawPhrase
	keep   func(d *rawDocument) bool
}

// exactTruth is what a query finds by the raw texts.
type exactTruth struct {
	ids      []string       // ascending
	mentions int            // in all of them
	years    map[string]int // documents by year, "" without a date
	said     map[string]int // mentions by year
}

func (q *exactQuery) truth(docs []*rawDocument) *exactTruth {
	x := &exactTruth{years: map[string]int{}, said: map[string]int{}}
	for _, d := range docs {
		n := 0
		if q.keep != nil && !q.keep(d) || slices.ContainsFunc(q.all, func(p *rawPhrase) bool {
			here := p.mentions(&d.fields[0]) + p.mentions(&d.fields[1])
			n += here
			return here == 0
		}) {
			continue
		}
		x.ids = append(x.ids, d.ID)
		x.mentions += n
		year := d.Date[:min(4, len(d.Date))]
		x.years[year]++
		x.said[year] += n
	}
	slices.Sort(x.ids)
	return x
}

// TestExact holds every number that a reader can get of a query against a count over
// the raw texts: totals, charts, lines of a concordance, exports, feeds and pages.
func TestExact(t *testing.T) {
	docs, s := exactCollection(t)
	for _, q := range exactQueries(docs) {
		t.Run(q.params.Encode(), func(t *testing.T) {
			x := exactReader{t, s, q.params}
			want := q.truth(docs)
			t.Logf("%d documents, %d mentions", len(want.ids), want.mentions)
			x.sameIDs("pages after cursors", x.pages(), want.ids)
			x.sameIDs("export", x.exported(), want.ids)
			x.sameIDs("feed", x.feed(), want.ids)
			x.sameSums("documents by year", "documents", want.years, len(want.ids))
			x.sameSums("mentions by year", "matches", want.said, want.mentions)
			x.lines(want)
		})
	}
}

// exactCollection indexes real texts, and reads them as they are.
func exactCollection(t *testing.T) (docs []*rawDocument, s http.Handler) {
	x, err := local.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	for corpus, step := range map[string]int{"policy": 4, "news": 4} {
		for n, line := range indextest.Lines(t, "corpora/"+corpus+".jsonl.gz") {
			var d struct{ ID, Title, Body, Date string }
			if n%step != 0 {
				continue
			}
			if err := json.Unmarshal(line, &d); err != nil {
				t.Fatal(err)
			}
			kind := []string{index.KindSpeech, index.KindReport, index.KindOther}[n%3]
			docs = append(docs, readRaw(index.Document{ID: d.ID, Kind: kind, Title: d.Title, Body: d.Body, Date: d.Date}))
		}
	}
	for part := range slices.Chunk(docs, 500) {
		var put []index.Document
		for _, d := range part {
			put = append(put, d.Document)
		}
		if err := x.Put(t.Context(), put...); err != nil {
			t.Fatal(err)
		}
	}
	return docs, web.New(web.Options{Index: x})
}

// exactQueries draws queries from the texts.
func exactQueries(docs []*rawDocument) (list []*exactQuery) {
	w := rand.New(rand.NewPCG(5, 8))
	filters := []struct {
		params string
		keep   func(d *rawDocument) bool
	}{
		{"", nil},
		{"year=2021&year=2025", func(d *rawDocument) bool {
			return strings.HasPrefix(d.Date, "2021") || strings.HasPrefix(d.Date, "2025")
		}},
		{"from=2020-06&to=2024-03-15", func(d *rawDocument) bool { return d.Date != "" && d.Date >= "2020-06" && d.Date <= "2024-03-15" }},
		{"-kind=report&year=none&year=2024", func(d *rawDocument) bool {
			return d.Kind != index.KindReport && (d.Date == "" || strings.HasPrefix(d.Date, "2024"))
		}},
	}
	for n := range 14 {
		text := drawWords(w, docs, 1+n%5%4)
		if n%2 == 1 {
			text = withoutMarks(text)
		}
		f := filters[n%len(filters)]
		q := &exactQuery{keep: f.keep}
		q.params, _ = url.ParseQuery(f.params)
		if words := strings.Fields(text); n%5 == 4 || len(words) == 1 {
			for _, word := range words {
				q.all = append(q.all, newRawPhrase(word))
			}
			q.params.Set("q", text)
			q.params.Set("match", "all")
		} else {
			q.all = []*rawPhrase{newRawPhrase(text)}
			q.params.Set("q", `"`+text+`"`)
		}
		list = append(list, q)
	}
	return append(list, writtenQueries()...)
}

// writtenQueries are numbers, with the patterns of what they are in a text, and names
// and compounds as people type them, each of which is read as one unit.
func writtenQueries() (list []*exactQuery) {
	for _, q := range []struct{ text, pattern string }{
		{"8%", `(?:^|[^\pL\d.,/])0?8(?:[.,]0+)?\s?(?:%|phần trăm)`},
		{"33/2025/NĐ-CP", `(?:^|[^\d/])33/2025/nđ ?[-–] ?cp`},
		{"chuyển đổi số", ""},
		{"nguyen phu trong", ""},
		{"bảo vệ môi trường", ""},
	} {
		p := newRawPhrase(q.text)
		if q.pattern != "" {
			p.pattern = regexp.MustCompile(q.pattern)
		}
		list = append(list, &exactQuery{params: url.Values{"q": {q.text}}, all: []*rawPhrase{p}})
	}
	return list
}

// drawWords returns n different words that stand side by side in a text, of letters
// alone.
func drawWords(w *rand.Rand, docs []*rawDocument, n int) string {
	for {
		text := &docs[w.IntN(len(docs))].fields[1]
		if len(text.words) <= n {
			continue
		}
		i := w.IntN(len(text.words) - n)
		words := text.words[i : i+n]
		if !slices.ContainsFunc(words, func(word string) bool {
			return len(word) < 2 || strings.ContainsAny(word, "0123456789'’") || n == 1 && withoutMarks(word) == word
		}) && len(slices.Compact(slices.Sorted(slices.Values(words)))) == n {
			return strings.Join(text.typed[i:i+n], " ")
		}
	}
}

// exactReader asks a server.
type exactReader struct {
	*testing.T
	s      http.Handler
	params url.Values
}

// get answers an address with further parameters.
func (x *exactReader) get(path string, more ...string) string {
	x.Helper()
	v := maps.Clone(x.params)
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	w := httptest.NewRecorder()
	x.s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+v.Encode(), nil))
	if w.Code != http.StatusOK {
		x.Fatalf("%s %v: %d %s", path, v, w.Code, w.Body)
	}
	return w.Body.String()
}

func (x *exactReader) decode(into any, path string, more ...string) {
	x.Helper()
	if err := json.Unmarshal([]byte(x.get(path, more...)), into); err != nil {
		x.Fatal(err)
	}
}

func (x *exactReader) sameIDs(what string, got, want []string) {
	x.Helper()
	slices.Sort(got)
	if slices.Equal(got, want) {
		return
	}
	var more, less []string
	for _, id := range got {
		if !slices.Contains(want, id) {
			more = append(more, id)
		}
	}
	for _, id := range want {
		if !slices.Contains(got, id) {
			less = append(less, id)
		}
	}
	x.Errorf("%s: %d ids, not %d; too many %.5q, too few %.5q", what, len(got), len(want), more[:min(5, len(more))], less[:min(5, len(less))])
}

// pages are the ids of all hits, page after page by cursor.
func (x *exactReader) pages() (ids []string) {
	cursor := []string{"per_page", "100"}
	for {
		var page struct {
			Total int
			Hits  []struct{ ID string }
			Next  string `json:"next_cursor"`
		}
		x.decode(&page, "/api/v1/search", cursor...)
		for _, h := range page.Hits {
			ids = append(ids, h.ID)
		}
		if page.Next == "" {
			if page.Total != len(ids) {
				x.Errorf("total %d, but %d hits on all pages", page.Total, len(ids))
			}
			return ids
		}
		cursor = []string{"per_page", "100", "cursor", page.Next}
	}
}

// exported are the ids of an export.
func (x *exactReader) exported() (ids []string) {
	for _, row := range x.table("format", "csv", "fields", "id") {
		ids = append(ids, row[0])
	}
	return ids
}

// table is the rows of an export without the head.
func (x *exactReader) table(more ...string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(x.get("/api/v1/export", more...), "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 {
		x.Fatal(err)
	}
	return rows[1:]
}

// feed is the ids of all entries, page after page.
func (x *exactReader) feed() (ids []string) {
	address := "/search.atom?" + x.params.Encode()
	for address != "" {
		w := httptest.NewRecorder()
		x.s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		var f struct {
			Entry []struct {
				Link struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
			Link []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
			x.Fatalf("%s: %v", address, err)
		}
		for _, e := range f.Entry {
			u, err := url.Parse(e.Link.Href)
			if err != nil {
				x.Fatal(err)
			}
			ids = append(ids, strings.TrimPrefix(u.Path, "/d/"))
		}
		address = ""
		for _, l := range f.Link {
			if l.Rel == "next" {
				address = l.Href
			}
		}
	}
	return ids
}

// sameSums compares the bars of a histogram by year.
func (x *exactReader) sameSums(what, measure string, want map[string]int, total int) {
	var v struct {
		Series []struct {
			Total, Missing int
			Buckets        []struct {
				Key   string
				Count int
			}
		}
	}
	x.decode(&v, "/api/v1/histogram", "interval", "year", "measure", measure)
	line := v.Series[0]
	got := map[string]int{}
	if line.Missing > 0 {
		got[""] = line.Missing
	}
	sum := line.Missing
	for _, b := range line.Buckets {
		if sum += b.Count; b.Count > 0 {
			got[b.Key] = b.Count
		}
	}
	if line.Total != total || sum != total || !maps.Equal(got, want) {
		x.Errorf("%s: total %d, sum %d, %v; want %d, %v", what, line.Total, sum, got, total, want)
	}
}

// lines compares the lines of a concordance and of its export.
func (x *exactReader) lines(want *exactTruth) {
	var v struct{ Total, Documents int }
	seen := 0
	for page := 1; ; page++ {
		var one struct {
			Total, Documents, Pages int
			Lines                   []struct{ ID string }
		}
		x.decode(&one, "/api/v1/kwic", "per_page", "200", "page", strconv.Itoa(page))
		v.Total, v.Documents = one.Total, one.Documents
		if seen += len(one.Lines); page >= min(one.Pages, 5) {
			if page >= one.Pages && seen != min(one.Total, index.MaxWindow) {
				x.Errorf("%d lines on all pages of %d", seen, one.Total)
			}
			break
		}
	}
	rows := len(x.table("format", "kwic"))
	if got, all := fmt.Sprint(v.Total, v.Documents, rows), fmt.Sprint(want.mentions, len(want.ids), want.mentions); got != all {
		x.Errorf("lines, documents and rows %s, want %s", got, all)
	}
}
