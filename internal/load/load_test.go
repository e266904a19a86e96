package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/find"
	"vankien/internal/web"
)

// documents are 200 of up to 20 words each: the first is in all of them, the
// next ones in ever fewer, and the years are three.
func documents() (docs []index.Document) {
	words := strings.Fields("kinh tế đồng bằng lúa gạo biển đảo rừng núi sông hồ cầu đường chợ trường lớp thầy trò")
	for i := range 200 {
		var b strings.Builder
		for n, w := range words {
			if i%(n*n/4+1) == 0 {
				b.WriteString(w + " ")
			}
		}
		docs = append(docs, index.Document{ID: fmt.Sprintf("%03d", i), Title: "Bài", Body: b.String(),
			Date: fmt.Sprintf("%d-05", 2020+i%3), Topics: []string{"kinh-te"}})
	}
	return docs
}

// collection holds the documents in memory.
func collection(t *testing.T) *local.Index {
	t.Helper()
	return indextest.Open(t, local.OpenMemory, documents()...)
}

// witness notes what is asked of an index.
type witness struct {
	index.Engine
	asked []string
}

func (w *witness) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	w.asked = append(w.asked, fmt.Sprint(r.Query, r.Filter.From))
	return w.Engine.Search(ctx, r)
}

// reopened returns a way to open a collection of the documents, again and again,
// and what was asked in each opening.
func reopened(t *testing.T, requests []index.Request) (Open, *[]*witness) {
	t.Helper()
	dir, seen := t.TempDir(), &[]*witness{}
	open := func() (*local.Index, error) { return local.Open(dir) }
	if err := indextest.Open(t, open, documents()...).Close(); err != nil {
		t.Fatal(err)
	}
	return func() (index.Engine, []index.Request, error) {
		x, err := open()
		if err != nil {
			return nil, nil, err
		}
		w := &witness{Engine: x}
		*seen = append(*seen, w)
		return w, requests, nil
	}, seen
}

func TestQueriesAreReadAsWritten(t *testing.T) {
	in := `{"class":"a","facets":["topic","year"],"from":2024,"limit":5,"q":"đất <b>","topic":["x","y"]}

{"q":"x","limit":"7"}
`
	queries, err := Read("f", strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, queries); err != nil {
		t.Fatal(err)
	}
	want := `{"class":"a","facets":"topic,year","from":"2024","limit":5,"q":"đất <b>","topic":["x","y"]}
{"class":"query","limit":7,"q":"x"}
`
	if out.String() != want {
		t.Errorf("%s, want %s", out.String(), want)
	}
	if again, err := Read("f", &out); err != nil || !reflect.DeepEqual(again, queries) {
		t.Errorf("%v, %v, want %v", again, err, queries)
	}
}

func TestQueriesRefused(t *testing.T) {
	for in, want := range map[string]string{
		"":                         `f holds no query`,
		"{\"q\":\"a\"}\nx":         `f, line 2: `,
		"null":                     `f, line 1: this is not a JSON object`,
		`{"q":true}`:               `f, line 1: "q" is neither`,
		`{"q":[["a"]]}`:            `f, line 1: "q" is neither`,
		`{"class":["a","b"]}`:      `f, line 1: "class" is neither`,
		strings.Repeat(" ", 2e6):   `f, line 1: `,
		`{"q":"a"} {"q":"b"}`:      `f, line 1: `,
		`{"q":"a","topic":[null]}`: `f, line 1: "topic" is neither`,
	} {
		if _, err := Read("f", strings.NewReader(in)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", in, err, want)
		}
	}
}

func TestDrawIsTheSameAndFindsSomething(t *testing.T) {
	x := collection(t)
	queries, err := Draw(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Draw(t.Context(), x); err != nil || !reflect.DeepEqual(again, queries) {
		t.Errorf("a second draw differs (%v)", err)
	}
	s := find.New(x, nil)
	classes, seen := map[string]int{}, map[string]bool{}
	for _, q := range queries {
		classes[q.Class]++
		if key := q.Class + q.String(); seen[key] {
			t.Errorf("%s is there twice", key)
		} else {
			seen[key] = true
		}
		view, err := s.Search(t.Context(), q.Params)
		if err != nil || view.Total == 0 {
			t.Errorf("%s %s: %v, %+v", q.Class, q, err, view)
		}
	}
	for _, name := range strings.Fields("common middling and2 and3 and4 or3 phrase2 phrase4 prefix unmarked date topic facets newest full") {
		if n := classes[name]; n == 0 || n > perClass {
			t.Errorf("%d queries of class %s", n, name)
		}
	}
	for _, q := range queries {
		if q.Class == "common" && len(strings.Fields(q.Params.Get("q"))) != 1 {
			t.Errorf("common word %q", q.Params.Get("q"))
		}
	}
}

func TestDrawFromNothing(t *testing.T) {
	if _, err := Draw(t.Context(), indextest.Open(t, local.OpenMemory)); err == nil || !strings.Contains(err.Error(), "no words") {
		t.Errorf("error %v", err)
	}
}

func TestBands(t *testing.T) {
	x := collection(t)
	s, err := newSample(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	if s.total != 200 || len(s.docs) != 200 || s.share["kinh"] != 200 {
		t.Errorf("%d of %d documents, %d with the first word", len(s.docs), s.total, s.share["kinh"])
	}
	b, err := s.bands(t.Context(), x, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.common) != 3 || b.common[0] != "kinh" || len(b.middling) != 3 {
		t.Errorf("%+v", b)
	}
}

// fourQueries are of two classes, with one and three hits each.
func fourQueries(t *testing.T, x *local.Index) (queries []Query, requests []index.Request) {
	t.Helper()
	s := find.New(x, nil)
	queries, err := Read("f", strings.NewReader(`{"class":"b","q":"kinh","limit":1}
{"class":"a","q":"kinh tế","limit":1}
{"class":"b","q":"kinh","from":"2020","to":"2020","limit":1}
{"class":"a","q":"nowhere","limit":1}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		r, err := s.Request(q.Params)
		if err != nil {
			t.Fatal(err)
		}
		requests = append(requests, r)
	}
	return queries, requests
}

// hits are the totals by class.
func hits(rows []Row) (all string) {
	for _, r := range rows {
		all += fmt.Sprintf("%s %d/%d ", r.Class, r.Hits, r.Queries)
	}
	return all
}

func TestLocalCountsEveryQuery(t *testing.T) {
	queries, requests := fourQueries(t, collection(t))
	open, _ := reopened(t, requests)
	r, err := Local(t.Context(), open, queries, Options{Clients: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := "b 267/2 a 200/2 all 467/4 "
	if r.Documents != 200 || r.Queries != 4 || r.Mixed.Requests != 4 || r.Mixed.Clients != 3 || len(r.Mixed.Errors) != 0 {
		t.Errorf("%+v", r)
	}
	for name, rows := range map[string][]Row{"new": r.New, "cold": r.Cold, "warm": r.Warm, "mixed": r.Mixed.Rows} {
		if got := hits(rows); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		for _, row := range rows {
			if row.Runs < row.Queries || row.Wall.P50 <= 0 || row.Wall.P50 > row.Wall.P99 || row.Wall.P99 > row.Wall.Max || row.PerSecond <= 0 {
				t.Errorf("%s: %+v", name, row)
			}
			if (row.CPU == nil) != (name == "mixed") {
				t.Errorf("%s: CPU %v", name, row.CPU)
			}
		}
	}
	if r.Cold[2].Runs != 4 || r.New[2].Runs != 4 {
		t.Errorf("%d cold and %d new runs", r.Cold[2].Runs, r.New[2].Runs)
	}
}

// TestLocalAsksAnewWhatWasNotAsked checks the order that gives cold, warm and
// new their meaning: in each of two openings one half once, the same half again,
// and then the other half, which no query of it came before.
func TestLocalAsksAnewWhatWasNotAsked(t *testing.T) {
	queries, requests := fourQueries(t, collection(t))
	open, seen := reopened(t, requests)
	if _, err := Local(t.Context(), open, queries, Options{}); err != nil {
		t.Fatal(err)
	}
	if len(*seen) != 2 {
		t.Fatalf("%d openings, want 2", len(*seen))
	}
	first, second := (*seen)[0].asked, (*seen)[1].asked[:8] // the last one counts the documents
	for _, asked := range [][]string{first, second} {
		if len(asked) != 8 || !reflect.DeepEqual(asked[:4], asked[2:6]) || slices.Contains(asked[:2], asked[6]) || slices.Contains(asked[:2], asked[7]) {
			t.Errorf("asked %q", asked)
		}
	}
	if !reflect.DeepEqual(first[:2], second[6:]) || !reflect.DeepEqual(second[:2], first[6:]) {
		t.Errorf("asked %q and %q, want the halves the other way round", first, second)
	}
}

func TestHalvesHaveEveryClass(t *testing.T) {
	var queries []Query
	for class, n := range []int{4, 3, 2, 5} {
		for range n {
			queries = append(queries, Query{Class: fmt.Sprint(class)})
		}
	}
	parts := halves(queries)
	count := map[string]int{}
	for _, i := range parts[0] {
		count[queries[i].Class]++
	}
	if len(parts[0]) != 7 || len(parts[1]) != 7 || count["0"] != 2 || count["2"] != 1 || count["1"]+count["3"] != 4 {
		t.Errorf("%d and %d queries, the first half %v", len(parts[0]), len(parts[1]), count)
	}
}

func TestLocalWithOneQueryHasNoneNew(t *testing.T) {
	queries, requests := fourQueries(t, collection(t))
	open, _ := reopened(t, requests)
	r, err := Local(t.Context(), open, queries[:1], Options{})
	if err != nil || r.New != nil || hits(r.Cold) != "b 200/1 all 200/1 " {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestLocalEndsWithTheError(t *testing.T) {
	queries, requests := fourQueries(t, collection(t))
	requests[3].Limit = index.MaxLimit + 1
	open, seen := reopened(t, requests)
	if _, err := Local(t.Context(), open, queries, Options{}); err == nil || !strings.Contains(err.Error(), "class a, /api/v1/search?") {
		t.Errorf("error %v", err)
	}
	if _, err := (*seen)[0].Stats(t.Context()); !errors.Is(err, index.ErrClosed) {
		t.Errorf("the collection is left open: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := drive(ctx, queries, Options{}, func(context.Context, int) (answer, error) { return answer{}, nil }); err == nil {
		t.Error("a canceled run tells of a result")
	}
}

func TestMachine(t *testing.T) {
	for want, m := range map[string]Machine{
		"4 processors, load 0.50 at the beginning and 1.25 at the end": {4, 0.5, 1.25},
		"4 processors": {4, -1, -1},
	} {
		if got := m.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestRemoteAsksTheServer(t *testing.T) {
	x := collection(t)
	server := httptest.NewServer(web.New(web.Options{Index: x}))
	defer server.Close()
	queries, _ := fourQueries(t, x)
	queries = append(queries, Query{"bad", map[string][]string{"sort": {"up"}}})
	r, err := Remote(t.Context(), server.Listener.Addr().String(), queries, Options{Clients: 2})
	if err != nil {
		t.Fatal(err)
	}
	m := r.Mixed
	if got, want := hits(m.Rows), "b 267/2 a 200/2 bad 0/1 all 467/5 "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if m.Requests != 5 || m.Errors["400"] != 1 || !strings.Contains(m.Error, "sort=up") || m.Bytes == 0 || m.CPU != 0 || r.Cold != nil {
		t.Errorf("%+v", m)
	}
}

func TestRemoteWithoutAServer(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	queries := []Query{{DefaultClass, ask("a")}}
	if _, err := Remote(t.Context(), server.URL, queries, Options{}); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("another server: %v", err)
	}
	server.Close()
	for _, addr := range []string{server.URL, "", "http://", "a b"} {
		if _, err := Remote(t.Context(), addr, queries, Options{}); err == nil {
			t.Errorf("%q is a server", addr)
		}
	}
}

func TestSpread(t *testing.T) {
	us := func(weight float64, took ...int) (all []value) {
		for _, n := range took {
			all = append(all, value{time.Duration(n) * time.Microsecond, weight})
		}
		return all
	}
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	for _, c := range []struct {
		values []value
		want   Spread
	}{
		{nil, Spread{}},
		{us(1, 7), Spread{7, 7, 7, 7, 7}},
		{us(.01, hundred...), Spread{50.5, 50, 90, 99, 100}},
		{append(us(.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), us(1, 9, 20)...), Spread{10, 9, 20, 20, 20}},
	} {
		if got := spreadOf(c.values); got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
}
