package ingest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/local"
	"vankien/index/remote"
	"vankien/internal/originals"
)

// beside is what stands beside a new collection on the cluster that tests may use.
func beside(t testing.TB) *remote.Beside {
	t.Helper()
	nodes := os.Getenv("VANKIEN_OPENSEARCH")
	if nodes == "" {
		t.Skip("VANKIEN_OPENSEARCH names no cluster: .ci/opensearch start starts one")
	}
	b, err := remote.OpenBeside(remote.Options{Addresses: strings.Split(nodes, ","), Name: "test-" + strings.ToLower(rand.Text()), Shards: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(b.Remove(context.Background()), b.Close()); err != nil {
			t.Error(err)
		}
	})
	return b
}

// TestHomeOfTwo: of two processes that give one home at the same moment one is told
// before a document is put, and gives another one when it is called again.
func TestHomeOfTwo(t *testing.T) {
	b := beside(t)
	dirs := []string{folder(t, "k/a.txt", "Một"), folder(t, "k/a.txt", "Hai")}
	x := memory(t)
	one, two := OpenJournalIn(b.Records(), "one"), OpenJournalIn(b.Records(), "two")
	first, second := one.home(key(filepath.Join(dirs[0], "k/a.txt")), "k/a.txt"), two.home(key(filepath.Join(dirs[1], "k/a.txt")), "k/a.txt")
	if first != second {
		t.Fatalf("%q and %q: nothing to decide", first, second)
	}
	if err := one.claim(); err != nil {
		t.Fatal(err)
	}
	if err := two.claim(); !errors.Is(err, errHomeTaken) {
		t.Fatalf("%v, want errHomeTaken", err)
	}
	for i, dir := range dirs {
		j := OpenJournalIn(b.Records(), []string{"one", "two"}[i])
		if _, err := Run(t.Context(), NewWriter(x, WriterOptions{}), []Source{{Path: filepath.Join(dir, "k")}}, Options{Journal: j}); err != nil {
			t.Fatal(err)
		}
	}
	if docs := documents(t, x); len(docs) != 2 {
		t.Errorf("%d documents, want both", len(docs))
	}
}

// TestFilesOfAnotherMachine are there, although their paths are not here: a copy is not
// taken for what has become of them, and keeps an id of its own.
func TestFilesOfAnotherMachine(t *testing.T) {
	b := beside(t)
	x := memory(t)
	add := func(host, dir string) {
		t.Helper()
		run1(t, x, how{Journal: OpenJournalIn(b.Records(), host)}, filepath.Join(dir, "k"))
	}
	away := folder(t, "k/a.txt", "Một")
	add("away", away)
	if err := os.RemoveAll(away); err != nil {
		t.Fatal(err)
	}
	add("here", folder(t, "k/a.txt", "Một"))
	if docs := documents(t, x); len(docs) != 2 {
		t.Errorf("%d documents, want two", len(docs))
	}
}

// unread are records that cannot be read.
type unread struct{ SharedJournalStore }

var errUnread = errors.New("unread")

func (unread) Get(string, ...string) (map[string][]byte, error) { return nil, errUnread }
func (unread) Range(string, string, string, int, func(string, []byte) bool) error {
	return errUnread
}

// TestUnreadJournal: without what is known of files none is taken for new.
func TestUnreadJournal(t *testing.T) {
	x := memory(t)
	dir := folder(t, "k/a.txt", "Một")
	_, err := Run(t.Context(), NewWriter(x, WriterOptions{}), []Source{{Path: dir}}, Options{Journal: OpenJournalIn(unread{}, "h")})
	if !errors.Is(err, errUnread) || len(documents(t, x)) != 0 {
		t.Errorf("%v, %d documents", err, len(documents(t, x)))
	}
}

// TestSentOverACluster: a file that was sent is kept there, read from there, and its
// pages wait for whoever recognises them.
func TestSentOverACluster(t *testing.T) {
	b := beside(t)
	x := memory(t)
	store, j := originals.In(b.Files()), OpenJournalIn(b.Records(), "one")
	for range 2 {
		err := Receive(t.Context(), NewWriter(x, WriterOptions{}), Options{Journal: j, Keep: store}, "Báo cáo.txt", strings.NewReader("Báo cáo\nMột hai ba."))
		if err != nil {
			t.Fatal(err)
		}
	}
	docs := documents(t, x)
	if len(docs) != 1 || docs[0].Original == nil {
		t.Fatalf("%+v", docs)
	}
	if err := originals.In(b.Files()).Check(docs[0].Original.SHA256); err != nil {
		t.Error(err)
	}
	l, err := OpenJournalIn(b.Records(), "two").List(t.Context(), Filter{Limit: 10})
	if err != nil || l.Total != 1 || !l.Files[0].Sent || l.Files[0].Path != "Báo cáo.txt" {
		t.Errorf("%+v, %v", l, err)
	}
	e := OpenJournalIn(b.Records(), "two").get(sentPlace + docs[0].Original.SHA256)
	r := newRun(NewWriter(x, WriterOptions{}), Options{Keep: originals.In(b.Files())})
	info, err := r.fileOf(e, sentPlace+docs[0].Original.SHA256).stat()
	if err != nil || !e.unchanged(info) {
		t.Errorf("what is kept is another file than was read: %v", err)
	}
}

// TestJournalCopy takes a journal to a cluster and back: what was read is known, and
// what was sent is known where it is kept.
func TestJournalCopy(t *testing.T) {
	b := beside(t)
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một", "k/b.txt", "Hai")
	here := originals.Open(filepath.Join(t.TempDir(), "originals"))
	d.add(t, how{}, dir, "k")
	if err := Receive(t.Context(), NewWriter(d.Index, WriterOptions{}), Options{Journal: d.j, Keep: here}, "c.txt", strings.NewReader("Ba")); err != nil {
		t.Fatal(err)
	}
	there, back := originals.In(b.Files()), originals.Open(filepath.Join(t.TempDir(), "originals"))
	sums := map[string]string{}
	for _, doc := range documents(t, d.Index) {
		if doc.Original != nil && doc.Body == "" {
			sums[doc.Original.SHA256] = doc.Title
		}
	}
	for sum, text := range sums {
		if err := errors.Join(there.Put(sum, strings.NewReader(text)), back.Put(sum, strings.NewReader(text))); err != nil {
			t.Fatal(err)
		}
	}
	shared, again := OpenJournalIn(b.Records(), "h"), openJournal(t, filepath.Join(t.TempDir(), "journal.db"))
	for _, step := range []struct {
		from, to *Journal
		kept     *originals.Store
	}{{d.j, shared, there}, {shared, again, back}} {
		if n, err := step.from.CopyTo(t.Context(), step.to, step.kept); n != 3 || err != nil {
			t.Fatalf("%d files, %v", n, err)
		}
	}
	for _, j := range []*Journal{shared, again} {
		d.j = j
		check(t, d.add(t, how{}, dir, "k"), []string{"k/a.txt unchanged", "k/b.txt unchanged"})
		l, err := j.List(t.Context(), Filter{Path: "c.txt", Limit: 5})
		if err != nil || l.Total != 1 || !l.Files[0].Sent {
			t.Errorf("%+v, %v", l, err)
		}
	}
}

// TestDuplicatesOfTwo: one of two processes looks for duplicates, and the other loads
// what it found; each finds what the other wrote.
func TestDuplicatesOfTwo(t *testing.T) {
	b := beside(t)
	x := memory(t)
	open := func() *Duplicates {
		return OpenDuplicatesIn(b.Blob("duplicates"), b.Lease("duplicates", time.Minute), x)
	}
	one, two := open(), open()
	put(t, x, "a", "b")
	r, err := one.Refresh(t.Context())
	if err != nil || r.Groups != 1 || r.Read != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err := two.Refresh(t.Context()); err != nil || r.Groups != 1 || r.Read != 0 {
		t.Errorf("the other: %+v, %v", r, err)
	}
	put(t, x, "c")
	if r, err := two.Refresh(t.Context()); err != nil || r.Duplicates != 2 || r.Read != 1 {
		t.Errorf("after a write of the first: %+v, %v", r, err)
	}
	if r, err := one.Refresh(t.Context()); err != nil || r.Duplicates != 2 || r.Read != 0 {
		t.Errorf("what the other found: %+v, %v", r, err)
	}
}

// put puts documents of one text.
func put(t *testing.T, x *local.Index, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := x.Put(t.Context(), index.Document{ID: id, Title: "Một", Body: strings.Repeat("Một văn bản khá dài về chuyển đổi số. ", 20)}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDuplicatesStore asks the same of a file and of a cluster.
func TestDuplicatesStore(t *testing.T) {
	law := func(t *testing.T, s DuplicatesStore) {
		if state, err := s.State(); state != "" || err != nil {
			t.Errorf("of nothing: %q, %v", state, err)
		}
		if _, _, err := s.Load(); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%v, want fs.ErrNotExist", err)
		}
		x := memory(t)
		put(t, x, "a", "b")
		d := newDuplicates(x)
		d.store = s
		if _, err := d.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		raw, state, err := s.Load()
		if head, bad := s.State(); err != nil || bad != nil || head != state || !bytes.Contains(raw, []byte(state)) {
			t.Errorf("%q, %q, %v, %v", head, state, err, bad)
		}
	}
	t.Run("file", func(t *testing.T) { law(t, fileIn(t.TempDir())) })
	t.Run("cluster", func(t *testing.T) { law(t, beside(t).Blob("duplicates")) })
}

// TestRecordsInOrder asks the same of the records of a file and of a cluster.
func TestRecordsInOrder(t *testing.T) {
	law := func(t *testing.T, s JournalStore) {
		c := journalChanges{}
		keys := []string{"a", "b\x00", "b\x00c", "b\xff", "é", strings.Repeat("x", 3000)}
		for _, k := range keys {
			c.put(partFiles, k, []byte(k))
		}
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
		slices.Sort(keys)
		var got []string
		read := func(k string, v []byte) bool { got = append(got, k); return k == string(v) }
		if err := s.Range(partFiles, "", "", 100, read); err != nil || !slices.Equal(got, keys) {
			t.Errorf("%q, %v", got, err)
		}
		got = nil
		if err := s.Range(partFiles, "b", "b\x00c", 1, read); err != nil || fmt.Sprintf("%q", got) != `["b\x00c"]` {
			t.Errorf("%q, %v", got, err)
		}
		if err := s.Apply(journalChanges{partFiles: {"a": nil}, partWaits: {"a": none}}); err != nil {
			t.Fatal(err)
		}
		if v, err := s.Get(partFiles, "a", "é", "none"); err != nil || len(v) != 1 || string(v["é"]) != "é" {
			t.Errorf("%q, %v", v, err)
		}
		if v, err := s.Get(partWaits, "a"); err != nil || v["a"] == nil {
			t.Errorf("an empty value: %v, %v", v, err)
		}
	}
	t.Run("file", func(t *testing.T) { law(t, openJournal(t, filepath.Join(t.TempDir(), "j")).records) })
	t.Run("cluster", func(t *testing.T) { law(t, beside(t).Records()) })
}
