package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/extract"
)

func memory(t testing.TB) *local.Index {
	t.Helper()
	return indextest.Open(t, local.OpenMemory)
}

// folder writes files, name and content in turn, and returns where they are.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// how says how to run, of a Writer and of a Run.
type how struct {
	BatchDocs, BatchBytes, Workers int
	Follow                         bool
	Extract                        extract.Options
	Seen                           func(Seen)
	Progress                       func(Progress)
	Journal                        *Journal
	Again, Remove                  bool
}

// problem is a problem as tests compare it.
type problem struct {
	File         string
	Line         int
	Code, Reason string
}

// problems notes the problems of a run.
type problems []problem

func (p *problems) seen(s Seen) {
	if s.Problem() {
		*p = append(*p, problem{s.Path, s.Line, s.Code, s.Reason})
	}
}

// counts are those of records.
func counts(s Summary) [4]int { return [4]int{s.Added, s.Updated, s.Unchanged, s.Failed} }

func (h how) run(ctx context.Context, x *local.Index, sources ...Source) (Summary, error) {
	w := NewWriter(x, WriterOptions{BatchDocs: h.BatchDocs, BatchBytes: h.BatchBytes})
	opt := Options{Extract: h.Extract, Follow: h.Follow, Workers: h.Workers, Seen: h.Seen, Progress: h.Progress, Journal: h.Journal, Again: h.Again}
	if h.Remove {
		opt.Remove = x
	}
	return Run(ctx, w, sources, opt)
}

func (h how) must(t testing.TB, x *local.Index, sources ...Source) Summary {
	t.Helper()
	sum, err := h.run(t.Context(), x, sources...)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func run1(t testing.TB, x *local.Index, opt how, paths ...string) Summary {
	t.Helper()
	var sources []Source
	for _, p := range paths {
		sources = append(sources, Source{Path: p})
	}
	return opt.must(t, x, sources...)
}

func runStream(t testing.TB, x *local.Index, opt how, input string) Summary {
	t.Helper()
	return opt.must(t, x, Source{Stream: strings.NewReader(input)})
}

func get(t testing.TB, x *local.Index, id string) index.Document {
	t.Helper()
	d, err := x.Get(context.Background(), id)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return d
}

// stated is a document without the file that it was read from.
func stated(d index.Document) index.Document {
	d.Original = nil
	return d
}

func count(t testing.TB, x *local.Index) int {
	t.Helper()
	s, err := x.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return int(s.Documents)
}

// check compares what was to be; when a document was stored is no part of it.
func check(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(index.Document{}, "Indexed")); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func zipped(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func jsonLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"d%d","title":"Bài %d","body":"Nội dung số %x","date":"2025-01-13","topic":"Đất đai"}`+"\n", i, i, i*i*7919)
	}
	return b.String()
}

func TestFolder(t *testing.T) {
	x := memory(t)
	dir := folder(t,
		"b.txt", "Hội nghị\nNgày 13/01/2025.",
		"a/c.md", "---\nid: bai-c\nkind: speech\ntopics: [Đất đai]\n---\n# Một\nhai",
		"a/d.jsonl", jsonLines(3),
		"a/e.jsonl.gz", zipped(t, `{"id":"e","title":"Năm"}`),
		"a/f.css", "body {}", ".g.txt", "ẩn", ".git/h.txt", "ẩn")
	sum := run1(t, x, how{}, dir)
	if sum.Bytes == 0 {
		t.Error("no bytes were counted")
	}
	check(t, counts(sum), [4]int{6, 0, 0, 0})
	check(t, sum.Results, map[Result]int{ResultAdded: 4, ResultSkipped: 3})
	check(t, sum.Skipped, map[string]int{codeHidden: 2, codeUnsupported: 1})
	check(t, count(t, x), 6)
	check(t, stated(get(t, x, "bai-c")), index.Document{ID: "bai-c", Kind: "speech", Title: "Một", Body: "hai", Topics: []string{"dat-dai"}, Language: "vi"})
	check(t, x.Labels(), map[string]string{"dat-dai": "Đất đai"})

	id := pathID(filepath.Base(dir) + "/b.txt")
	check(t, stated(get(t, x, id)), index.Document{ID: id, Kind: "other", Title: "Hội nghị", Body: "Ngày 13/01/2025.", Language: "vi"})
}

func TestAgainChangesNothing(t *testing.T) {
	x := memory(t)
	dir := folder(t, "a.txt", "Một\nhai", "b.jsonl", jsonLines(50), "c.jsonl", norm.NFD.String(`{"id":"nfd","title":"Đất đai","topic":"Đất đai"}`))
	opt := how{BatchDocs: 7, Workers: 3}
	first := run1(t, x, opt, dir)
	check(t, [4]int{first.Added, first.Updated, first.Unchanged, first.Failed}, [4]int{52, 0, 0, 0})
	again := run1(t, x, opt, dir)
	check(t, [4]int{again.Added, again.Updated, again.Unchanged, again.Failed}, [4]int{0, 0, 52, 0})

	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("Một\nba"), 0o644); err != nil {
		t.Fatal(err)
	}
	changed := run1(t, x, opt, dir)
	check(t, [4]int{changed.Added, changed.Updated, changed.Unchanged, changed.Failed}, [4]int{0, 1, 51, 0})
	check(t, count(t, x), 52)
}

func TestProblems(t *testing.T) {
	x := memory(t)
	dir := folder(t, "a.jsonl", `{"id":"1","title":"a"}
{"id":"2","title":"a","date":"31/02/2025"}
{"id":"3","titel":"a"}
{"id":"4","title":"a","kind":"thơ"}
{"id":"5","title":"a","topic":"!!!"}

{"id":" 7","title":"a"}
{"id":"8","title":"a"}`,
		"b.txt", "", "c.md", "---\nlayout: x\n---\na", "d.css", "body {}", "e.txt", "được đọc")
	missing := filepath.Join(dir, "no.txt")
	var found problems
	named := how{Seen: found.seen}.must(t, x, Source{Path: filepath.Join(dir, "d.css")}, Source{Path: missing})
	sum := run1(t, x, how{Seen: found.seen}, dir)
	a := filepath.Join(dir, "a.jsonl")
	for i := range found { // what the rooms below say is theirs
		if found[i].Code == codeUnsupported || strings.HasPrefix(found[i].Reason, `unknown key "layout"`) || strings.Contains(found[i].Reason, "kind is") {
			found[i].Reason = ""
		}
	}
	check(t, found, problems{
		{filepath.Join(dir, "d.css"), 0, "unsupported", ""},
		{missing, 0, "not_found", "no such file or directory"},
		{a, 2, "invalid_key", `date "31/02/2025" does not exist in the calendar`},
		{a, 3, "invalid_key", `unknown key "titel" (did you mean "title"?)`},
		{a, 4, "invalid_document", ""},
		{a, 5, "invalid_document", `document "5": topics/0 is "!!!", with no letter or digit to make an id of`},
		{a, 7, "invalid_document", `id begins or ends with a space`},
		{filepath.Join(dir, "b.txt"), 0, "empty", "empty file"},
		{filepath.Join(dir, "c.md"), 2, "invalid_key", ""},
	})
	check(t, [2]int{named.Failed, sum.Failed}, [2]int{2, 7})
	check(t, sum.Added, 3)
}

// Every record that cannot be used is told, in the order of the input.
func TestEveryProblemIsSeen(t *testing.T) {
	in := strings.Repeat(`{"id":"b","title":"t","topic":"!!!"}`+"\n", 5) + strings.Repeat("{}\n", 295) + `{"id":"a","title":"t"}`
	var found problems
	sum := runStream(t, memory(t), how{Seen: found.seen}, in)
	check(t, [3]int{sum.Failed, len(found), sum.Added}, [3]int{300, 300, 1})
	for i, p := range found {
		want := problem{"-", i + 1, "invalid_document", `document "b": topics/0 is "!!!", with no letter or digit to make an id of`}
		if i >= 5 {
			want.Code, want.Reason = "invalid_record", "the record has neither a title nor a body"
		}
		check(t, p, want)
	}
}

func TestFolderWithNothingToRead(t *testing.T) {
	dir := folder(t, "a.css", "body {}", "b/c.css", "body {}", ".d.txt", "ẩn", "e/f.txt", "Một")
	var found problems
	sum := run1(t, memory(t), how{Seen: found.seen}, dir, filepath.Join(dir, "b"))
	check(t, found, problems{{filepath.Join(dir, "b"), 0, "empty_folder", errNothing.Error()}})
	check(t, [2]int{sum.Added, sum.Failed}, [2]int{1, 1})
}

// However the work is shared out, ids of labels follow the order of the input.
func TestLabelsFollowTheInput(t *testing.T) {
	names := []string{"Đất đai lạ", "Dắt dài la", "Dạt dải lã", "Dật đài là"}
	var in strings.Builder
	for i := range 60 {
		fmt.Fprintf(&in, `{"id":"d%d","title":"t","body":"%s","topic":"%s"}`+"\n", i, strings.Repeat("x", i%7*200), names[i/7%len(names)])
	}
	want := map[string]string{"dat-dai-la": names[0], "dat-dai-la-2": names[1], "dat-dai-la-3": names[2], "dat-dai-la-4": names[3]}
	for _, opt := range []how{{}, {Workers: 1}, {BatchDocs: 1, Workers: 4}, {BatchBytes: 500, Workers: 3}} {
		x := memory(t)
		check(t, runStream(t, x, opt, in.String()).Added, 60)
		check(t, x.Labels(), want)
		for id, label := range want {
			check(t, get(t, x, fmt.Sprintf("d%d", 7*slices.Index(names, label))).Topics, []string{id})
		}
	}
}

func TestLastOfEqualIDsStays(t *testing.T) {
	for _, opt := range []how{{}, {BatchDocs: 1}, {BatchDocs: 3, Workers: 4}, {BatchBytes: 10}} {
		x := memory(t)
		var in strings.Builder
		for i := range 40 {
			for d := range 5 {
				fmt.Fprintf(&in, `{"id":"d%d","title":"lần %d"}`+"\n", d, i)
			}
		}
		sum := runStream(t, x, opt, in.String())
		for d := range 5 {
			check(t, get(t, x, fmt.Sprintf("d%d", d)).Title, "lần 39")
		}
		check(t, [3]int{sum.Added, sum.Documents(), sum.Failed}, [3]int{5, 200, 0})
	}
}

// Of two records of one id in a batch, the first must not bring back what the
// second replaces.
func TestEqualIDsAgain(t *testing.T) {
	x := memory(t)
	in := `{"id":"a","title":"một"}` + "\n" + `{"id":"a","title":"hai"}`
	for i, want := range [][4]int{{1, 1, 0, 0}, {0, 0, 2, 0}} {
		sum := runStream(t, x, how{}, in)
		check(t, counts(sum), want)
		check(t, sum.Bytes, int64(len(in)))
		if title := get(t, x, "a").Title; title != "hai" {
			t.Errorf("run %d left %q", i, title)
		}
	}
}

func TestBrokenGzip(t *testing.T) {
	x := memory(t)
	z := zipped(t, jsonLines(2000))
	dir := folder(t, "a.jsonl.gz", z[:len(z)/2], "b.txt", "Một")
	var found problems
	sum := run1(t, x, how{Seen: found.seen}, dir)
	if sum.Failed != 1 || sum.Added < 500 || sum.Added != count(t, x) {
		t.Errorf("%+v", sum)
	}
	if want := fmt.Sprintf("the stream broke after line %d: unexpected EOF", sum.Added-1); found[0].Reason != want {
		t.Errorf("%q, want %q", found[0].Reason, want)
	}
}

// letters is an endless line.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestHugeLine(t *testing.T) {
	x := memory(t)
	in := io.MultiReader(strings.NewReader("{\"id\":\"a\",\"title\":\"t\"}\n{"), io.LimitReader(letters{}, 64<<20), strings.NewReader("\n{\"id\":\"b\",\"title\":\"t\"}\n"))
	var found problems
	_, err := how{Extract: extract.Options{MaxLine: 1 << 20}, Seen: found.seen}.run(t.Context(), x, Source{Stream: in})
	if err != nil {
		t.Fatal(err)
	}
	check(t, found, problems{{"-", 2, "too_large", fmt.Sprintf("the line has %d bytes, over the limit of 1 MiB; it was skipped", 64<<20+1)}})
	check(t, count(t, x), 2)
}

// records generates n lines and notes how many bytes were asked for.
type records struct {
	n, next int
	rest    string
	read    atomic.Int64
	after   func(next int)
}

func (r *records) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.next == r.n {
			return 0, io.EOF
		}
		r.rest = fmt.Sprintf(`{"id":"d%d","title":"t","body":"%s"}`+"\n", r.next%10, strings.Repeat("x", 1000))
		r.next++
		if r.after != nil {
			r.after(r.next)
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	r.read.Add(int64(n))
	return n, nil
}

// However long the stream, what is held is a few batches.
func TestMemoryIsBounded(t *testing.T) {
	x := memory(t)
	var peak uint64
	in := &records{n: 40_000}
	opt := how{BatchBytes: 64 << 10}
	in.after = func(next int) {
		if next%5000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
	sum, err := opt.run(t.Context(), x, Source{Stream: in})
	if err != nil {
		t.Fatal(err)
	}
	check(t, [2]int{sum.Documents(), sum.Failed}, [2]int{40_000, 0})
	if read := in.read.Load(); peak > 32<<20 || read < 40_000_000 {
		t.Errorf("heap of %d bytes while reading %d", peak, read)
	}
}

func TestCancel(t *testing.T) {
	x := memory(t)
	ctx, cancel := context.WithCancel(context.Background())
	in := &records{n: 1 << 30}
	in.after = func(next int) {
		if next == 5000 {
			cancel()
		}
	}
	sum, err := how{BatchDocs: 100}.run(ctx, x, Source{Stream: in}, Source{Path: "other.txt"})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	check(t, err.Error(), fmt.Sprintf("stopped after %d documents: context canceled", sum.Documents()))
	check(t, sum.Failed, 0)
	if sum.Documents() > 0 && get(t, x, "d1").Title != "t" {
		t.Error("what was put is gone")
	}
}

// A stream that says nothing does not keep a cancelled run.
func TestCancelSilentStream(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	silent, end := io.Pipe()
	defer end.Close()
	go func() {
		_, _ = end.Write([]byte("{\"id\":\"a\"")) // returns when Run reads
		cancel()
	}()
	_, err := how{}.run(ctx, memory(t), Source{Stream: silent})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestIndexFails(t *testing.T) {
	x := memory(t)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := how{}.run(t.Context(), x, Source{Stream: &records{n: 1 << 30}})
	if !errors.Is(err, index.ErrClosed) || !strings.HasPrefix(err.Error(), "stopped after 0 documents: ") {
		t.Errorf("%v", err)
	}
}

func TestProgress(t *testing.T) {
	dir := folder(t, "a.jsonl", jsonLines(30), "b.txt", "Một")
	var last Progress
	calls := 0
	sum := run1(t, memory(t), how{Progress: func(p Progress) { calls++; last = p }}, dir)
	if calls == 0 {
		t.Error("never called")
	}
	check(t, last, Progress{Bytes: sum.Bytes, Total: sum.Bytes, Documents: 31})

	_, err := how{Progress: func(p Progress) { last = p }}.run(t.Context(), memory(t), Source{Path: dir}, Source{Stream: strings.NewReader("Hai")})
	if err != nil || last.Total != 0 || last.Documents != 32 {
		t.Errorf("%+v, %v", last, err)
	}
}

func TestPathID(t *testing.T) {
	for name, want := range map[string]string{"docs/Bài phát biểu 1.txt": "bai-phat-bieu-1-", "!.md": "text-", strings.Repeat("từ ", 70) + ".txt": strings.Repeat("tu-", 33) + "t-", "\xff.txt": "text-"} {
		if got := pathID(name); len(got) != len(want)+8 || !strings.HasPrefix(got, want) {
			t.Errorf("pathID(%q) = %q", name, got)
		}
	}
	for i := range 3 { // one of them has the limit inside a code point
		name := strings.Repeat("a ", i) + strings.Repeat("演説", 40) + ".txt"
		if got := pathID(name); !utf8.ValidString(got) || len(got) < maxSlug || !strings.HasPrefix(got, strings.Repeat("a-", i)+"演説") {
			t.Errorf("pathID(%q) = %q", name, got)
		}
	}
	if pathID("bài.txt") != pathID(norm.NFD.String("bài.txt")) {
		t.Error("the id depends on the Unicode form of the name")
	}
	if pathID("a/bài.txt") == pathID("b/bài.txt") {
		t.Error("two folders share an id")
	}
}

func TestStreamIDs(t *testing.T) {
	x := memory(t)
	check(t, runStream(t, x, how{}, "Một\nhai").Added, 1)
	check(t, runStream(t, x, how{}, "Một\nhai\n").Unchanged, 1)
	check(t, runStream(t, x, how{}, "Một\nba").Added, 1)
}

func TestLinkedFolder(t *testing.T) {
	dir := folder(t, "real/a.txt", "Một")
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "real"), link); err != nil {
		t.Skip(err)
	}
	check(t, run1(t, memory(t), how{}, link).Added, 1)
}
