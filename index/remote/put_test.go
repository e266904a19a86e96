package remote

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vankien/index"
)

// holds checks which documents a collection has, by their titles.
func holds(t *testing.T, x *Index, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	err := x.Each(t.Context(), func(d index.Document) error {
		got[d.ID] = d.Title
		return nil
	})
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("documents %v, %v, want %v", got, err, want)
	}
	for id, title := range want {
		if d, err := x.Get(t.Context(), id); err != nil || d.Title != title {
			t.Errorf("%q is %q, %v, want %q", id, d.Title, err, title)
		}
	}
}

func store(t *testing.T, x *Index, docs ...index.Document) {
	t.Helper()
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
}

// TestLatePut sends writes again that were carried out, or overtaken, long ago.
func TestLatePut(t *testing.T) {
	x := create(t, Options{})
	late := func(o op) {
		t.Helper()
		if err := x.bulk(t.Context(), []*op{&o}); err != nil {
			t.Fatal(err)
		}
	}
	d := index.Document{ID: "a", Kind: "other", Title: "một"}
	put := *x.op("index", "a")
	put.line, put.version, put.unsure = fields(&d), x.clock.next(), true
	late(put)
	late(put)
	holds(t, x, map[string]string{"a": "một"})
	store(t, x, index.Document{ID: "a", Title: "hai"})
	late(put)
	holds(t, x, map[string]string{"a": "hai"})
	if gone, err := x.Delete(t.Context(), "a"); err != nil || !slices.Equal(gone, []string{"a"}) {
		t.Fatalf("Delete = %q, %v", gone, err)
	}
	late(put)
	holds(t, x, nil)
	put.version, put.unsure = 1, false // the first attempt of a clock that is behind
	late(put)
	holds(t, x, map[string]string{"a": "một"})
}

// TestClocksApart has two writers, one of which is an hour ahead.
func TestClocksApart(t *testing.T) {
	x := create(t, Options{})
	y := reopen(t, x.opt)
	y.clock.last = x.clock.next() + 3600e6
	store(t, y, index.Document{ID: "a", Title: "một"}, index.Document{ID: "b", Title: "một"})
	store(t, x, index.Document{ID: "a", Title: "hai"}, index.Document{ID: "c", Title: "hai"})
	if gone, err := x.Delete(t.Context(), "b"); err != nil || len(gone) != 1 {
		t.Errorf("Delete = %q, %v", gone, err)
	}
	holds(t, x, map[string]string{"a": "hai", "c": "hai"})
	if _, err := y.Delete(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	store(t, x, index.Document{ID: "a", Title: "ba"})
	holds(t, y, map[string]string{"a": "ba", "c": "hai"})
}

// TestLostAnswers lets the node do what it is asked, and every second answer be lost.
func TestLostAnswers(t *testing.T) {
	var asked atomic.Int64
	at := front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		if strings.HasPrefix(r.URL.Path, "/_bulk") && asked.Add(1)%2 == 1 {
			node.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		node.ServeHTTP(w, r)
	})
	x := create(t, Options{Addresses: []string{at}})
	store(t, x, index.Document{ID: "a", Title: "một"}, index.Document{ID: "b", Title: "một"})
	always := func(*index.Document) bool { return true }
	absent := func(d *index.Document) bool { return d == nil }
	refused, err := x.Replace(t.Context(), index.Change{ID: "a", Now: &index.Document{ID: "a", Title: "hai"}, If: func(d *index.Document) bool { return d.Title == "một" }},
		index.Change{ID: "b", If: always}, index.Change{ID: "c", Now: &index.Document{ID: "c", Title: "hai"}, If: absent})
	if err != nil || len(refused) > 0 {
		t.Errorf("Replace refuses %q, %v", refused, err)
	}
	holds(t, x, map[string]string{"a": "hai", "c": "hai"})
	if gone, err := x.Delete(t.Context(), "a", "nowhere", "a"); err != nil || !slices.Equal(gone, []string{"a"}) {
		t.Errorf("Delete = %q, %v", gone, err)
	}
	holds(t, x, map[string]string{"c": "hai"})
}

// TestBlocked writes where the cluster takes no writes.
func TestBlocked(t *testing.T) {
	x := create(t, Options{})
	store(t, x, index.Document{ID: "a", Title: "một"})
	for block, want := range map[string]error{"read_only_allow_delete": index.ErrNoSpace, "write": index.ErrUnavailable} {
		set := func(on bool) {
			must(t, x, http.MethodPut, "/"+x.name+"/_settings", fmt.Sprintf(`{"index.blocks.%s":%t}`, block, on))
		}
		set(true)
		if err := x.Put(t.Context(), index.Document{ID: "a", Title: "hai"}); !errors.Is(err, want) {
			t.Errorf("%s: %v is not %v", block, err, want)
		}
		set(false)
	}
	holds(t, x, map[string]string{"a": "một"})
}

// TestManyDocuments writes and reads more documents than fit into one request, among
// them some that are larger than one.
func TestManyDocuments(t *testing.T) {
	x := create(t, Options{Shards: 2})
	want := map[string]string{}
	var docs []index.Document
	for i := range eachPage + batchDocs + 7 {
		docs = append(docs, index.Document{ID: fmt.Sprintf("tài liệu/%d", i), Title: fmt.Sprint(i)})
		if i%400 == 0 {
			docs[i].Body = text(i, 4<<20)
		}
		want[docs[i].ID] = docs[i].Title
	}
	store(t, x, docs...)
	holds(t, x, want)
	changed := slices.Clone(docs)
	changed[3].Title, changed[1200].Body = "khác", changed[1200].Body+" hết"
	changed = append(changed, index.Document{ID: "mới"})
	absent, different, err := x.Diff(t.Context(), changed)
	if err != nil || len(absent) != 1 || len(different) != 2 || different[0].ID != docs[3].ID || different[1].ID != docs[1200].ID {
		t.Errorf("%d absent, %d different, %v", len(absent), len(different), err)
	}
}

// TestCountedInPart: of a write that ended before its end those documents are counted that
// are there.
func TestCountedInPart(t *testing.T) {
	x := create(t, Options{})
	var others sync.WaitGroup
	others.Add(2)
	last := reopen(t, Options{Name: x.name, Addresses: []string{front(t, func(w http.ResponseWriter, r *http.Request, node http.Handler) {
		switch {
		case !strings.HasPrefix(r.URL.Path, "/_bulk"):
			node.ServeHTTP(w, r)
		case strings.Contains(packedText(t, r), "hỏng"):
			others.Wait()
			w.WriteHeader(http.StatusBadRequest)
		default:
			node.ServeHTTP(w, r)
			others.Done()
		}
	})}})
	docs := []index.Document{customs("a"), customs("b"), customs("hỏng")}
	for i := range docs {
		docs[i].Body += text(i, batchText/2)
	}
	if err := last.Put(t.Context(), docs...); err == nil {
		t.Fatal("the last document was stored")
	}
	knows(t, reopen(t, Options{Name: x.name, Addresses: x.opt.Addresses}), 4, 2)
}

// text is n bytes of words drawn from as many as a language has.
func text(seed, n int) string {
	w := rand.New(rand.NewPCG(uint64(seed), 1))
	syllables := strings.Fields("đất nước hòa bình kinh tế xã hội phát triển của và các trong cho là với được người dân pháp luật quy định nghị quyết")
	var b strings.Builder
	for b.Len() < n {
		for range 3 + w.IntN(20) {
			b.WriteString(syllables[w.IntN(len(syllables))])
			if w.IntN(9) == 0 {
				fmt.Fprint(&b, w.IntN(10_000))
			}
			b.WriteByte(' ')
		}
		b.WriteString(". ")
	}
	return b.String()
}

// TestLargeDocument stores a body of 16 MiB.
func TestLargeDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB sent")
	}
	x := create(t, Options{})
	d := index.Document{ID: "a", Kind: "other", Body: text(1, 16<<20), Topics: []string{}}
	store(t, x, d)
	if got, err := x.Get(t.Context(), "a"); err != nil || !got.Equal(&d) {
		t.Errorf("%d bytes of %d came back, %v", len(got.Body), len(d.Body), err)
	}
	n := 0
	if err := x.Each(t.Context(), func(got index.Document) error {
		if n++; !got.Equal(&d) {
			t.Error("another document is read")
		}
		return nil
	}); err != nil || n != 1 {
		t.Errorf("%d documents, %v", n, err)
	}
}

// TestLabelsAtOnce has several processes add labels at once.
func TestLabelsAtOnce(t *testing.T) {
	x := create(t, Options{})
	var all sync.WaitGroup
	want := map[string]string{}
	for i := range 4 {
		y := reopen(t, x.opt)
		for k := range 3 {
			want[fmt.Sprintf("a.%d-%d", i, k)] = "Nhãn"
		}
		all.Go(func() {
			for k := range 3 {
				if err := y.PutLabels(t.Context(), map[string]string{fmt.Sprintf("a.%d-%d", i, k): "Nhãn"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	x.forget()
	if got := x.Labels(); !maps.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}

// TestRoomForLabels puts more labels than there may be: those that no document has go.
func TestRoomForLabels(t *testing.T) {
	x := create(t, Options{})
	many := map[string]string{}
	for i := range index.MaxLabels {
		many[fmt.Sprintf("t%d", i)] = "n"
	}
	for _, labels := range []map[string]string{many, {"new": "m"}} {
		if err := x.PutLabels(t.Context(), labels); err != nil {
			t.Fatal(err)
		}
		store(t, x, index.Document{ID: "a", Topics: []string{"t7"}})
	}
	if got := x.Labels(); !maps.Equal(got, map[string]string{"t7": "n", "new": "m"}) {
		t.Errorf("labels %v", got)
	}
	many["a"] = "n"
	if err := x.PutLabels(t.Context(), many); !errors.As(err, new(*index.FieldError)) {
		t.Errorf("too many labels: %v", err)
	}
}

// TestNamesOfStates changes documents, and labels.
func TestNamesOfStates(t *testing.T) {
	x := create(t, Options{Shards: 2})
	seen := map[string]bool{}
	state := func() string {
		t.Helper()
		s, err := x.State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := state(); s != "" {
		t.Errorf("the state of nothing is %q", s)
	}
	for _, change := range []func(){
		func() { store(t, x, index.Document{ID: "a"}) },
		func() { store(t, x, index.Document{ID: "b"}, index.Document{ID: "c"}) },
		func() { x.Delete(t.Context(), "a") },
	} {
		change()
		s := state()
		if s == "" || seen[s] || s != state() {
			t.Errorf("states %v, then %q", seen, s)
		}
		seen[s] = true
	}
	if err := x.PutLabels(t.Context(), map[string]string{"a": "A"}); err != nil || !seen[state()] {
		t.Errorf("labels make a new state, %v", err)
	}
}

// TestTooLarge puts a document that the cluster would not take beside one that it does.
func TestTooLarge(t *testing.T) {
	x := create(t, Options{})
	x.maxLine = 2 << 20
	var bad *index.FieldError
	err := x.Put(t.Context(), index.Document{ID: "a"}, index.Document{ID: "b", Body: text(2, 1<<20)})
	if !errors.As(err, &bad) || bad.ID != "b" || bad.Pointer != "/body" {
		t.Errorf("it is taken: %v", err)
	}
	holds(t, x, nil)
}

// TestGrowth writes texts that take most room for their bytes.
func TestGrowth(t *testing.T) {
	t.Parallel()
	w := rand.New(rand.NewPCG(3, 3))
	var words, sentences strings.Builder
	for words.Len() < 200_000 {
		fmt.Fprintf(&words, "%c%c ", 'a'+w.IntN(26), 'a'+w.IntN(26))
		sentences.WriteString("đ. ")
	}
	for name, body := range map[string]string{"pairs": words.String(), "sentences": sentences.String(), "signs": strings.Repeat("<\x01", 100_000), "number": strings.Repeat("1/NQ-TW ", 30_000)} {
		if n := len(fields(&index.Document{ID: "a", Body: body})); n > growth*len(body) {
			t.Errorf("%s: %d bytes become %d", name, len(body), n)
		}
	}
}
