package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vankien/index"
)

// stepped is a watcher whose time passes when a test says so.
type stepped struct {
	*Watcher
	t        *testing.T
	d        *desk
	dir      string
	now      time.Time
	seen     []string
	troubles []string
}

func watching(t *testing.T, d *desk, dir string, folders ...string) *stepped {
	t.Helper()
	s := &stepped{t: t, d: d, dir: dir, now: time.Unix(1e9, 0)}
	opt := WatchOptions{Trouble: func(err error) { s.troubles = append(s.troubles, err.Error()) }}
	opt.Journal, opt.Remove = d.j, d.Index
	opt.Seen = func(f Seen) {
		name, _ := filepath.Rel(dir, f.Path)
		if s.seen = append(s.seen, name+" "+string(f.Result)); f.Of != "" {
			of, _ := filepath.Rel(dir, f.Of)
			s.seen[len(s.seen)-1] += " " + of
		}
	}
	var sources []Source
	for _, f := range folders {
		sources = append(sources, Source{Path: filepath.Join(dir, f)})
	}
	var err error
	if s.Watcher, err = NewWatcher(NewWriter(d.Index, WriterOptions{}), sources, opt); err != nil {
		t.Fatal(err)
	}
	return s
}

// pass lets time pass, step by step as the watcher asks for it, and returns what
// was seen.
func (s *stepped) pass(d time.Duration) []string {
	s.t.Helper()
	s.seen = nil
	end := s.now.Add(d)
	for {
		next, err := s.step(context.Background(), s.now)
		if err != nil {
			s.t.Fatal(err)
		}
		if next.After(end) {
			s.now = end
			slices.Sort(s.seen)
			return s.seen
		}
		if next.After(s.now) {
			s.now = next
		}
	}
}

func (s *stepped) path(name string) string { return filepath.Join(s.dir, name) }

// touched writes, moves or removes a file as events would tell of it.
func (s *stepped) write(name, content string) {
	writeFile(s.t, content, s.path(name))
	s.mark(s.path(name), s.now)
}

func (s *stepped) remove(name string) {
	if err := os.RemoveAll(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
	s.mark(s.path(name), s.now)
}

func (s *stepped) rename(from, to string) {
	if err := os.Rename(s.path(from), s.path(to)); err != nil {
		s.t.Fatal(err)
	}
	s.mark(s.path(from), s.now)
	s.mark(s.path(to), s.now)
}

// quietTime is how long after the last event everything has to be right.
const quietTime = 5 * time.Second

func TestWatching(t *testing.T) {
	d := newDesk(t)
	s := watching(t, d, folder(t, "k/a.txt", "Một", "k/b/c.txt", "Hai"), "k")
	check(t, s.pass(quietTime), []string{"k/a.txt added", "k/b/c.txt added"})
	check(t, s.pass(time.Hour), nothing)

	s.write("k/a.txt", "Một mới")
	s.write("k/b/d.txt", "Ba")
	s.remove("k/b/c.txt")
	check(t, s.pass(quietTime), []string{"k/a.txt changed", "k/b/c.txt deleted", "k/b/d.txt added"})

	s.rename("k/b", "k/e") // no word of what is in it
	check(t, s.pass(quietTime), []string{"k/e/d.txt moved k/b/d.txt"})
	s.write("k/e/f.txt", "Bốn") // and the new folder is watched
	s.write("k/e/g/h.txt", "Năm")
	check(t, s.pass(quietTime), []string{"k/e/f.txt added", "k/e/g/h.txt added"})
	s.write("k/~$a.txt", "khóa")
	s.write("k/a.txt.part", "dở")
	s.write("k/.~lock.a.txt#", "khóa")
	check(t, s.pass(quietTime), nothing)

	// what no event told of is found in a while
	writeFile(t, "Sáu", s.path("k/i.txt"))
	check(t, s.pass(quietTime), nothing)
	check(t, s.pass(DefaultCompare), []string{"k/i.txt added"})
}

// A file that is being written is read when it is complete.
func TestASlowCopyIsReadOnce(t *testing.T) {
	d := newDesk(t)
	s := watching(t, d, folder(t, "k/a.txt", "Một"), "k")
	s.pass(quietTime)
	text := "Bài"
	for range 40 {
		text += " dài"
		s.write("k/b.txt", text)
		check(t, s.pass(700*time.Millisecond), nothing)
	}
	check(t, s.pass(quietTime), []string{"k/b.txt added"})
	check(t, get(t, d.Index, pathID("k/b.txt")).Title, text)
}

// In a folder that is never quiet the rest is read all the same.
func TestAFolderThatIsNeverQuiet(t *testing.T) {
	d := newDesk(t)
	s := watching(t, d, folder(t, "k/a.txt", "Một"), "k")
	s.pass(quietTime)
	s.write("k/b.txt", "Hai")
	var seen []string
	for i := range 60 {
		s.write("k/nhật ký.txt", strings.Repeat("dòng\n", i+1))
		seen = append(seen, s.pass(200*time.Millisecond)...)
	}
	if !slices.Contains(seen, "k/b.txt added") {
		t.Errorf("%q", seen)
	}
}

func TestAWatchedFolderThatIsAway(t *testing.T) {
	d := newDesk(t)
	s := watching(t, d, folder(t, "k/a.txt", "Một"), "k")
	s.pass(quietTime)
	s.rename("k", "away")
	check(t, s.pass(time.Hour), nothing)
	check(t, len(s.troubles), 1)
	s.rename("away", "k")
	writeFile(t, "Hai", s.path("k/b.txt"))
	check(t, s.pass(2*time.Minute), []string{"k/b.txt added"})
	check(t, count(t, d.Index), 2)
}

func TestAFileThatFailsIsReadWhenItChanges(t *testing.T) {
	d := newDesk(t)
	s := watching(t, d, folder(t, "k/a.md", "---\nlayout: x\n---\na"), "k")
	check(t, s.pass(quietTime), []string{"k/a.md failed", "k/a.md failed"})
	check(t, s.pass(2*DefaultCompare), nothing)
	s.write("k/a.md", "---\ntitle: x\n---\na")
	check(t, s.pass(quietTime), []string{"k/a.md added"})
}

// A folder of thousands of files is renamed, ten are changed and ten deleted.
func TestManyWatchedFiles(t *testing.T) {
	const n = 2000
	d := newDesk(t)
	dir := mixedFiles(t, n)
	s := watching(t, d, dir, "k")
	s.pass(quietTime)
	before := map[string]index.Document{}
	for _, doc := range documents(t, d.Index) {
		before[doc.ID] = doc
	}
	s.rename("k/3", "k/đổi tên")
	var changed, deleted int
	for i := range n {
		at, name := fmt.Sprintf("k/%d/%d/", i%7, i%13), fmt.Sprintf("t%d.txt", i)
		if i%10 < 5 || i%7 == 3 {
			continue
		}
		if changed < 10 {
			s.write(at+name, "Đã sửa")
			changed++
		} else if deleted < 10 {
			s.remove(at + name)
			deleted++
		}
	}
	s.pass(quietTime)
	after := documents(t, d.Index)
	check(t, len(after), len(before)-10)
	edited := 0
	for _, doc := range after {
		was, ok := before[doc.ID]
		if !ok {
			t.Errorf("%s is new", doc.ID)
		}
		if doc.Title == "Đã sửa" {
			edited++
		} else if doc.Title != was.Title {
			t.Errorf("%s was %q, is %q", doc.ID, was.Title, doc.Title)
		}
	}
	check(t, edited, 10)
	check(t, s.pass(3*DefaultCompare), nothing)
}

// The real events, without a clock of the test's own.
func TestEventsOfTheSystem(t *testing.T) {
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := make(chan string, 100)
	opt := WatchOptions{Quiet: time.Millisecond, Settle: 5 * time.Millisecond, Compare: time.Hour, Trouble: func(err error) { seen <- err.Error() }}
	opt.Journal, opt.Remove = d.j, d.Index
	opt.Seen = func(s Seen) {
		name, _ := filepath.Rel(dir, s.Path)
		seen <- name + " " + string(s.Result)
	}
	w, err := NewWatcher(NewWriter(d.Index, WriterOptions{}), []Source{{Path: filepath.Join(dir, "k")}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- w.Run(ctx) }()
	check(t, <-seen, "k/a.txt added")
	writeFile(t, "Hai", dir, "k/mới/b.txt")
	check(t, <-seen, "k/mới/b.txt added")
	if err := os.Rename(filepath.Join(dir, "k/mới"), filepath.Join(dir, "k/cũ")); err != nil {
		t.Fatal(err)
	}
	check(t, <-seen, "k/cũ/b.txt moved")
	writeFile(t, "Ba", dir, "k/cũ/c.txt")
	check(t, <-seen, "k/cũ/c.txt added")
	if err := os.RemoveAll(filepath.Join(dir, "k/cũ")); err != nil {
		t.Fatal(err)
	}
	check(t, []string{<-seen, <-seen}, []string{"k/cũ/b.txt deleted", "k/cũ/c.txt deleted"})
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// nothing is what is seen when nothing has changed.
var nothing []string
