package local

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
)

// collection opens an index in memory with the given documents.
func collection(t testing.TB, docs ...index.Document) *Index {
	t.Helper()
	x, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	return x
}

func parse(t testing.TB, q string) query.Node {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatalf("parse %q: %v", q, err)
	}
	return n
}

func search(t testing.TB, x *Index, req index.Request) *index.Result {
	t.Helper()
	res, err := x.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// ids lists the hits in order.
func ids(res *index.Result) string {
	var list []string
	for _, h := range res.Hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

// sorted lists the hits by id.
func sorted(res *index.Result) string {
	list := strings.Fields(ids(res))
	slices.Sort(list)
	return strings.Join(list, " ")
}

var speeches = []index.Document{
	{ID: "a", Kind: index.KindSpeech, Title: "Khai mạc hội nghị", Body: "Tỉnh Bắc Ninh phát triển đô thị. Hòa bình và phát triển.", Date: "2025-01-13", Speaker: "Bí thư Tỉnh ủy", Place: "Bắc Ninh", Topics: []string{"do-thi", "kinh-te"}},
	{ID: "b", Kind: index.KindReport, Title: "Báo cáo kinh tế", Abstract: "Số liệu năm.", Body: "Theo Nghị quyết số 18-NQ/TW, ý kiến của bác Ninh đã rõ. Hoà giải ở cơ sở.", Date: "2025-01", Number: "102/BC-UBND", Topics: []string{"kinh-te"}},
	{ID: "c", Kind: index.KindReport, Title: "Bac Ninh khong dau", Body: "năng lực cạnh tranh cấp tỉnh; năng lực quản lý. Cạnh tranh lành mạnh", Date: "1965", Topics: []string{"phap-luat"}},
	{ID: "d", Body: "Con chò nâu. Sơn là một loại sơn.", Title: "Ghi chép"},
}

func TestSearchMarks(t *testing.T) {
	x := collection(t, speeches...)
	for _, c := range []struct {
		q       string
		accents index.Accents
		want    string
	}{
		{"bac ninh", index.AccentsAuto, "a b c"},
		{"Bắc Ninh", index.AccentsAuto, "a c"}, // the title of c is written without marks
		{"=Bắc =Ninh", index.AccentsAuto, "a"},
		{"Bác Ninh", index.AccentsAuto, "b c"},
		{"bắc", index.AccentsFold, "a b c"},
		{"bac", index.AccentsExact, "c"},
		{"=bac", index.AccentsAuto, "c"},
		{"chó", index.AccentsAuto, ""},
		{"chó", index.AccentsFold, "d"},
		{"hoà", index.AccentsAuto, "a b"},
		{"hòa", index.AccentsAuto, "a b"},
		{"Ho\u0300a", index.AccentsAuto, "a b"},
		{"HÒA BÌNH", index.AccentsAuto, "a"},
		{"hoa binh", index.AccentsAuto, "a"},
		{"18-NQ/TW", index.AccentsAuto, "b"},
		{"\"nq tw\"", index.AccentsAuto, "b"},
		{"18-NQ/TU", index.AccentsAuto, ""},
		{"\"năng lực cạnh tranh\"", index.AccentsAuto, "c"},
		{"\"nang luc canh tranh\"", index.AccentsAuto, "c"},
		{"\"lực năng\"", index.AccentsAuto, ""},
		{"\"quản lý Cạnh\"", index.AccentsAuto, ""},
		{"\"tranh năng\"~3", index.AccentsAuto, "c"},
		{"\"tỉnh lý\"~2", index.AccentsAuto, ""},
		{"\"tỉnh quản\"~2", index.AccentsAuto, ""},
		{"\"lực lý\"~1", index.AccentsAuto, "c"},
		{"kinh nghị", index.AccentsAuto, "b"},
		{"bắc OR chò", index.AccentsAuto, "a c d"},
		{"ninh -bắc", index.AccentsAuto, "b c"},
		{"-ninh", index.AccentsAuto, "d"},
		{"NOT (ninh OR chò)", index.AccentsAuto, ""},
		{"-\"năng lực\"", index.AccentsAuto, "a b d"},
		{"phá*", index.AccentsAuto, "a"},
		{"pha*", index.AccentsAuto, "a"},
		{"=pha*", index.AccentsAuto, ""},
		{"quan*", index.AccentsAuto, "c"},
		{"hoà*", index.AccentsAuto, "a b"}, // hòa, and what begins hoà
		{"hoàn*", index.AccentsAuto, ""},
		{"khá*", index.AccentsAuto, ""},
		{"kind:memo", index.AccentsAuto, ""},
		{"title:kinh", index.AccentsAuto, "b"},
		{"tieude:ninh", index.AccentsAuto, "c"},
		{"speaker:\"bí thư\"", index.AccentsAuto, "a"},
		{"place:ninh", index.AccentsAuto, "a"},
		{"number:102/BC-UBND", index.AccentsAuto, "b"},
		{"so:102", index.AccentsAuto, "b"},
		{"102/bc-ubnd", index.AccentsAuto, "b"},
		{"bi thu tinh uy", index.AccentsAuto, "a"},
		{"kind:report", index.AccentsAuto, "b c"},
		{"loai:\"Báo cáo\"", index.AccentsAuto, "b c"},
		{"topic:kinh-te", index.AccentsAuto, "a b"},
		{"topic:\"kinh tế\" -đô", index.AccentsAuto, "b"},
		{"date:2025", index.AccentsAuto, "a b"},
		{"date:2025-01-20..2025-02", index.AccentsAuto, "b"},
		{"date:..1965-06-01", index.AccentsAuto, "c"},
		{"ninh date:1965", index.AccentsAuto, "c"},
		{"", index.AccentsAuto, "a b c d"},
		{"khai bình", index.AccentsAuto, "a"}, // the words of one AND in different fields
		{"\"nghị tỉnh\"", index.AccentsAuto, ""},
	} {
		res := search(t, x, index.Request{Query: parse(t, c.q), Accents: c.accents})
		if got := sorted(res); got != c.want || res.Total != len(res.Hits) {
			t.Errorf("%s (%d): found %q of %d, want %q", c.q, c.accents, got, res.Total, c.want)
		}
	}
}

// TestHighlight checks that every mark stands on the text that matched.
func TestHighlight(t *testing.T) {
	x := collection(t, speeches...)
	for _, c := range []struct{ q, id, field, want string }{
		{"bac ninh", "a", "body", "Bắc Ninh"},
		{"bac ninh", "c", "title", "Bac|Ninh"},
		{"hòa", "b", "body", "Hoà"},
		{"18-nq/tw", "b", "body", "18-NQ/TW"},
		{"\"năng lực cạnh tranh\"", "c", "body", "năng lực cạnh tranh"},
		{"\"năng lực\" lực", "c", "body", "năng lực|năng lực"},
		{"\"lý lực\"~3", "c", "body", "lực|lý"},
		{"phá*", "a", "body", "phát|phát"},
		{"kinh -giải", "b", "title", ""},
		{"title:ninh", "c", "title", "Ninh"},
	} {
		res := search(t, x, index.Request{Query: parse(t, c.q), Snippets: 3})
		var got []string
		for _, h := range res.Hits {
			if h.ID != c.id {
				continue
			}
			for _, f := range h.Fragments {
				if string(f.Field) != c.field {
					continue
				}
				for _, m := range f.Marks {
					got = append(got, f.Text[m.Start:m.End])
				}
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s in %s of %s: marked %q, want %q", c.q, c.field, c.id, s, c.want)
		}
	}
}

func TestTitleMarksAndOpening(t *testing.T) {
	x := collection(t, speeches...)
	res := search(t, x, index.Request{Query: parse(t, "bao cao"), Snippets: 2})
	if got := fmt.Sprint(ids(res), res.Hits[0].TitleMarks); got != fmt.Sprint("b", []snippet.Span{{Start: 0, End: 4}, {Start: 5, End: 9}}) {
		t.Errorf("title marks: %s", got)
	}
	res = search(t, x, index.Request{Query: parse(t, "kind:report date:2025"), Snippets: 2})
	if f := res.Hits[0].Fragments; len(f) != 1 || f[0].Text != "Số liệu năm." || len(f[0].Marks) != 0 {
		t.Errorf("opening: %+v", f)
	}
}

func TestFilterFacetsAndSort(t *testing.T) {
	x := collection(t, speeches...)
	for _, c := range []struct {
		name string
		req  index.Request
		want string
	}{
		{"topic", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}}, Sort: index.Newest}, "a b"},
		{"OR inside a field", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"do-thi", "phap-luat"}}}, Sort: index.Newest}, "a c"},
		{"AND between fields", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}, index.FieldKind: {index.KindReport}}}, Sort: index.Newest}, "b"},
		{"exclusion", index.Request{Filter: index.Filter{None: map[index.Field][]string{index.FieldTopic: {"do-thi"}}}, Sort: index.Oldest}, "c b d"},
		{"one value in, another out", index.Request{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}, None: map[index.Field][]string{index.FieldTopic: {"do-thi"}}}}, "b"},
		{"from", index.Request{Filter: index.Filter{From: "2025-01-20"}, Sort: index.Newest}, "b"},
		{"to", index.Request{Filter: index.Filter{To: "2024"}, Sort: index.Newest}, "c"},
		{"before 1970", index.Request{Filter: index.Filter{From: "1965-05", To: "1965-05-10"}}, "c"},
		{"newest", index.Request{Sort: index.Newest}, "a b c d"},
		{"oldest", index.Request{Sort: index.Oldest}, "c b a d"},
		{"title", index.Request{Sort: index.ByTitle}, "c b d a"},
		{"page", index.Request{Sort: index.Newest, Offset: 1, Limit: 2}, "b c"},
		{"beyond", index.Request{Sort: index.Newest, Offset: 9}, ""},
	} {
		if got := ids(search(t, x, c.req)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	res := search(t, x, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic, index.FieldKind, index.FieldYear, index.FieldSpeaker},
		Filter: index.Filter{Any: map[index.Field][]string{index.FieldTopic: {"kinh-te"}}}})
	want := map[index.Field]index.Facet{
		index.FieldTopic:   {Values: []index.FacetValue{{Value: "kinh-te", Count: 2}, {Value: "do-thi", Count: 1}, {Value: "phap-luat", Count: 1}}, Total: 3, Missing: 1},
		index.FieldKind:    {Values: []index.FacetValue{{Value: "report", Count: 1}, {Value: "speech", Count: 1}}, Total: 2},
		index.FieldYear:    {Values: []index.FacetValue{{Value: "2025", Count: 2}}, Total: 1},
		index.FieldSpeaker: {Values: []index.FacetValue{{Value: "Bí thư Tỉnh ủy", Count: 1}}, Total: 1, Missing: 1},
	}
	if res.Total != 2 || len(res.Hits) != 0 || fmt.Sprint(res.Facets) != fmt.Sprint(want) {
		t.Errorf("facets:\n got %v\nwant %v", res.Facets, want)
	}
	res = search(t, x, index.Request{Facets: []index.Field{index.FieldYear}})
	if f := res.Facets[index.FieldYear]; fmt.Sprint(f) != "{[{2025 2} {1965 1}] 2 0 1}" {
		t.Errorf("years: %v", f)
	}
}

func TestPutGetDelete(t *testing.T) {
	x := collection(t, speeches...)
	ctx := t.Context()
	d, err := x.Get(ctx, "b")
	if err != nil || d.Body != speeches[1].Body || fmt.Sprint(d.Topics) != "[kinh-te]" || d.Number != "102/BC-UBND" {
		t.Fatalf("Get: %+v, %v", d, err)
	}
	nfd := index.Document{ID: "b", Title: "Ho\u0300a Vie\u0323\u0302t", Topics: []string{"t2", "t1", "t2"}}
	if err := x.Put(ctx, index.Document{ID: "b", Title: "first"}, nfd); err != nil {
		t.Fatal(err)
	}
	if d, _ = x.Get(ctx, "b"); d.Title != "Hòa Việt" || d.Kind != index.KindOther || fmt.Sprint(d.Topics) != "[t2 t1]" {
		t.Errorf("stored %+v", d)
	}
	if got := search(t, x, index.Request{Query: parse(t, "kinh tế")}).Total; got != 0 {
		t.Errorf("the replaced document is still found: %d", got)
	}
	gone, err := x.Delete(ctx, "b", "nowhere", "b")
	if fmt.Sprint(gone) != "[b]" || err != nil {
		t.Errorf("Delete = %v, %v", gone, err)
	}
	if _, err := x.Get(ctx, "b"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("Get after Delete: %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != 3 {
		t.Errorf("total %d after delete", got)
	}
}

func TestPutIsAllOrNone(t *testing.T) {
	x := collection(t)
	err := x.Put(t.Context(), index.Document{ID: "ok"}, index.Document{ID: "bad", Date: "2025-02-31"})
	var inv *index.FieldError
	if !errors.As(err, &inv) || inv.Pointer != "/date" || inv.ID != "bad" {
		t.Fatalf("err = %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != 0 {
		t.Errorf("%d documents stored", got)
	}
}

func TestDiff(t *testing.T) {
	x := collection(t, speeches...)
	changed := speeches[2]
	changed.Topics = nil
	absent, different, err := x.Diff(t.Context(), []index.Document{speeches[0], {ID: "new"}, changed, speeches[1]})
	if err != nil || len(absent) != 1 || absent[0].ID != "new" || len(different) != 1 || different[0].ID != "c" {
		t.Errorf("Diff = %v, %v, %v", absent, different, err)
	}
}

func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("second Open: %v", err)
	}
	st, err := x.Stats(t.Context())
	if err != nil || st.Documents != 4 || st.DiskBytes == 0 || st.First != "1965" || st.Last != "2025-01-13" || st.Dated != 3 || st.Kinds["report"] != 2 {
		t.Errorf("Stats = %+v, %v", st, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); !errors.Is(err, index.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
	if _, err := x.Search(t.Context(), index.Request{}); !errors.Is(err, index.ErrClosed) {
		t.Errorf("Search after Close: %v", err)
	}
	x, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 {
		t.Errorf("after reopening %d found", got)
	}
	if got := x.Labels()["phap-luat"]; got != "Pháp luật" {
		t.Errorf("label %q", got)
	}
	if err := setVersion(x, "older"); err != nil {
		t.Fatal(err)
	}
	_ = x.Close()
	if _, err := Open(dir); !errors.Is(err, index.ErrIncompatible) || !strings.Contains(err.Error(), "reindex") {
		t.Errorf("Open of another version: %v", err)
	}
}

func TestDeadline(t *testing.T) {
	x := collection(t, speeches...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, index.Request{Query: parse(t, "\"bắc ninh\"")}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search = %v", err)
	}
	if err := x.Put(ctx, index.Document{ID: "z"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v", err)
	}
}

func TestRequestErrors(t *testing.T) {
	x := collection(t, speeches...)
	for _, req := range []index.Request{
		{Limit: 101}, {Limit: -2}, {Offset: -1}, {Offset: 9990}, {Snippets: 6}, {Sort: 9},
		{Facets: []index.Field{index.FieldTitle}}, {Filter: index.Filter{From: "x"}}, {Offset: math.MaxInt, Limit: 10},
		{Filter: index.Filter{Any: map[index.Field][]string{index.FieldTitle: {"x"}}}},
	} {
		var bad *index.RequestError
		if _, err := x.Search(t.Context(), req); !errors.As(err, &bad) {
			t.Errorf("%+v: %v", req, err)
		}
	}
}

// lateContext ends after it was asked n times.
type lateContext struct {
	context.Context
	left int
}

func (c *lateContext) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestDeadlineInsideDocument checks that one huge document does not outlast the
// deadline.
func TestDeadlineInsideDocument(t *testing.T) {
	huge := index.Document{ID: "huge", Body: strings.Repeat("a b ", 300_000) + "c"}
	x := collection(t, huge)
	for _, q := range []string{"\"c d\" OR a", "\"b b b\"~5", "\"a b a b c\"~30", "a b"} {
		ctx := &lateContext{context.Background(), 8}
		if _, err := x.Search(ctx, index.Request{Query: parse(t, q), Snippets: 2}); q != "a b" && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Search(%s) = %v", q, err)
		}
		ctx.left = 3
		if _, err := x.Marks(ctx, index.Request{Query: parse(t, q)}, huge); q != "a b" && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Marks(%s) = %v", q, err)
		}
	}
}

// TestColumnsScore checks that a whole value in a query leaves the scores of
// its words as they are.
func TestColumnsScore(t *testing.T) {
	x := collection(t, speeches...)
	for _, q := range []string{"kind:report", "topic:kinh-te", "kinh topic:kinh-te", "ninh OR topic:kinh-te", "bac kind:report ninh", "date:2025 kinh"} {
		last := math.Inf(1)
		for _, h := range search(t, x, index.Request{Query: parse(t, q)}).Hits {
			if math.IsNaN(h.Score) || h.Score > last {
				t.Errorf("%s: score %v of %s after %v", q, h.Score, h.ID, last)
			}
			last = h.Score
		}
	}
}

// TestStoreLost checks that a store that is gone is not replaced by an empty
// one, that searches are answered meanwhile, and that the index takes writes
// again when the store is back, without one being tried.
func TestStoreLost(t *testing.T) {
	x, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	if since, err := x.Unavailable(); !since.IsZero() || err != nil {
		t.Errorf("Unavailable = %v, %v while all is well", since, err)
	}
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(x.path(), away); err != nil {
		t.Fatal(err)
	}
	if err := x.reopen(x.store); err == nil {
		t.Fatal("reopened without a store")
	}
	if _, err := os.Stat(x.path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty store was made: %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != len(speeches) {
		t.Errorf("%d documents while the store is gone", got)
	}
	if err := x.Put(t.Context(), index.Document{ID: "z"}); !errors.Is(err, index.ErrUnavailable) {
		t.Errorf("Put = %v", err)
	}
	if since, err := x.Unavailable(); since.IsZero() || err == nil {
		t.Errorf("Unavailable = %v, %v while the store is gone", since, err)
	}
	if err := os.Rename(away, x.path()); err != nil {
		t.Fatal(err)
	}
	for _, err := x.Unavailable(); err != nil; _, err = x.Unavailable() {
		runtime.Gosched()
	}
	if err := x.Put(t.Context(), index.Document{ID: "z"}); err != nil {
		t.Errorf("Put after the store is back: %v", err)
	}
	if got := search(t, x, index.Request{}).Total; got != len(speeches)+1 {
		t.Errorf("%d documents", got)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// setVersion makes an index one of another analysis.
func setVersion(x *Index, version string) error {
	b := x.store.b.NewBatch()
	b.SetInternal([]byte(keyVersion), []byte(version))
	return x.store.commit(b)
}
