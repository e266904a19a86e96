package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/local"
)

func openJournal(t testing.TB, path string) *Journal {
	t.Helper()
	j, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// desk is a collection with its journal.
type desk struct {
	*local.Index
	path string // of a journal in a file
	open func(testing.TB) *Journal
	j    *Journal
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journal.db")
	d := newDeskOf(t, func(t testing.TB) *Journal { return openJournal(t, path) })
	d.path = path
	return d
}

func newDeskOf(t testing.TB, open func(testing.TB) *Journal) *desk {
	return &desk{Index: memory(t), open: open, j: open(t)}
}

// everywhere runs a test over journals in a file and on a cluster.
func everywhere(t *testing.T, test func(*testing.T, func(testing.TB) *desk)) {
	t.Run("file", func(t *testing.T) { test(t, newDesk) })
	t.Run("cluster", func(t *testing.T) {
		beside(t) // else nothing of it would be run
		test(t, func(t testing.TB) *desk {
			b := beside(t)
			return newDeskOf(t, func(testing.TB) *Journal { return OpenJournalIn(b.Records(), "host") })
		})
	})
}

// add runs over folders and returns what was seen as "name result", with the
// names as they are below dir.
func (d *desk) add(t testing.TB, h how, dir string, paths ...string) (seen []string) {
	t.Helper()
	h.Journal = d.j
	h.Seen = func(s Seen) {
		name, _ := filepath.Rel(dir, s.Path)
		if s.Line > 0 {
			name += fmt.Sprintf(":%d", s.Line)
		}
		if seen = append(seen, name+" "+string(s.Result)); s.Of != "" {
			of, _ := filepath.Rel(dir, s.Of)
			seen[len(seen)-1] += " " + of
		}
	}
	for i := range paths {
		paths[i] = filepath.Join(dir, paths[i])
	}
	run1(t, d.Index, h, paths...)
	return seen
}

func (d *desk) reopen(t testing.TB) {
	t.Helper()
	if err := d.j.Close(); err != nil {
		t.Fatal(err)
	}
	d.j = d.open(t)
}

// titles are the titles of all documents, by id.
func titles(t testing.TB, x *local.Index) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, d := range documents(t, x) {
		found[d.ID] = d.Title
	}
	return found
}

func documents(t testing.TB, x *local.Index) (docs []index.Document) {
	t.Helper()
	err := x.Each(t.Context(), func(d index.Document) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(docs, func(a, b index.Document) int { return strings.Compare(a.ID, b.ID) })
	return docs
}

func writeFile(t testing.TB, content string, name ...string) {
	t.Helper()
	path := filepath.Join(name...)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestWhatHasNotChangedIsNotOpened(t *testing.T) { everywhere(t, whatHasNotChangedIsNotOpened) }

func whatHasNotChangedIsNotOpened(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một\nhai", "k/b.jsonl", jsonLines(3)+"{}\n", "k/c.txt", "", "k/d.css", "body {}", "k/e.md", "---\nlayout: x\n---\na")
	check(t, d.add(t, how{}, dir, "k"), []string{"k/b.jsonl:4 failed", "k/c.txt skipped", "k/d.css skipped", "k/e.md:2 failed", "k/a.txt added", "k/b.jsonl added", "k/e.md failed"})
	d.reopen(t)
	again := []string{"k/a.txt unchanged", "k/b.jsonl unchanged", "k/b.jsonl failed", "k/c.txt skipped", "k/d.css skipped", "k/e.md failed"}
	check(t, d.add(t, how{}, dir, "k"), again)

	// other bytes with all else as it was show that it is not opened
	path := filepath.Join(dir, "k", "a.txt")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, "Một\nbac", path)
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	writeFile(t, "Một\nba.", path)
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	check(t, d.add(t, how{}, dir, "k/a.txt"), []string{"k/a.txt unchanged"})
	check(t, d.add(t, how{Again: true}, dir, "k/a.txt"), []string{"k/a.txt changed"})
}

func TestForgottenFilesAreReadAgain(t *testing.T) { everywhere(t, forgottenFilesAreReadAgain) }

func forgottenFilesAreReadAgain(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "a.txt", "Một")
	d.add(t, how{}, dir, "a.txt")
	id := pathID("a.txt")
	if _, err := d.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	check(t, d.add(t, how{}, dir, "a.txt"), []string{"a.txt unchanged"})
	if err := d.j.Forget(id); err != nil {
		t.Fatal(err)
	}
	check(t, d.add(t, how{}, dir, "a.txt"), []string{"a.txt added"})
}

func TestRulesThatChangedReadAllAgain(t *testing.T) { everywhere(t, rulesThatChangedReadAllAgain) }

func rulesThatChangedReadAllAgain(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "a.txt", "Một\nhai")
	w := NewWriter(d.Index, WriterOptions{})
	for i, want := range []string{"added", "as before", "read"} {
		sum, err := Run(t.Context(), w, []Source{{Path: filepath.Join(dir, "a.txt")}}, Options{Journal: d.j, Rules: []string{"", "", "x"}[i]})
		if err != nil {
			t.Fatal(err)
		}
		if got := map[bool]string{true: "read", false: "as before"}[sum.Bytes > 0]; got != want && !(want == "added" && sum.Added == 1) {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

// The same tree gives the same ids wherever it stands and whatever names it.
func TestIDsAreThoseOfPathsBelowTheRoot(t *testing.T) {
	files := []string{"docs/a.txt", "Một", "docs/b/a.txt", "Hai", "docs/b/bài.txt", "Ba"}
	var want map[string]string
	for i, by := range []func(dir string) Source{
		func(dir string) Source { return Source{Path: filepath.Join(dir, "docs")} },
		func(dir string) Source { t.Chdir(filepath.Join(dir, "docs")); return Source{Path: "."} },
		func(dir string) Source { return Source{Path: filepath.Join(dir, "docs") + "/", Root: dir} },
	} {
		x := memory(t)
		how{}.must(t, x, by(folder(t, files...)))
		if got := titles(t, x); i == 0 {
			want = got
		} else {
			check(t, got, want)
		}
	}
	check(t, len(want), 3)
	check(t, want[pathID("docs/b/bài.txt")], "Ba")
}

func TestEqualPathsBelowTwoRootsAreTwoDocuments(t *testing.T) {
	everywhere(t, equalPathsBelowTwoRootsAreTwoDocuments)
}

func equalPathsBelowTwoRootsAreTwoDocuments(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "a/docs/x.txt", "Một", "b/docs/x.txt", "Hai")
	d.add(t, how{}, dir, "a/docs", "b/docs")
	check(t, titles(t, d.Index), map[string]string{pathID("docs/x.txt"): "Một", pathID(numbered("docs/x.txt", 2)): "Hai"})
	d.reopen(t)
	writeFile(t, "Một mới", dir, "a/docs/x.txt")
	writeFile(t, "Hai mới", dir, "b/docs/x.txt")
	check(t, d.add(t, how{}, dir, "b/docs", "a/docs"), []string{"b/docs/x.txt changed", "a/docs/x.txt changed"})
	check(t, titles(t, d.Index), map[string]string{pathID("docs/x.txt"): "Một mới", pathID(numbered("docs/x.txt", 2)): "Hai mới"})
}

// A collection of the time when ids were made of absolute paths keeps them.
func TestFormerIDsAreKept(t *testing.T) {
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một", "k/b.txt", "Hai")
	id := formerID(filepath.Join(dir, "k/a.txt"))
	if err := d.Put(t.Context(), index.Document{ID: id, Title: "cũ"}); err != nil {
		t.Fatal(err)
	}
	d.add(t, how{}, dir, "k")
	check(t, titles(t, d.Index), map[string]string{id: "Một", pathID("k/b.txt"): "Hai"})
}

func TestMovedFilesKeepTheirIDs(t *testing.T) { everywhere(t, movedFilesKeepTheirIDs) }

func movedFilesKeepTheirIDs(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một", "k/b/c.txt", "Hai", "k/b/d.txt", "Ba", "k/same1.txt", "như nhau", "k/same2.txt", "như nhau")
	d.add(t, how{}, dir, "k")
	before := titles(t, d.Index)
	d.reopen(t)
	for from, to := range map[string]string{"k/a.txt": "k/e.txt", "k/b": "k/f", "k/same1.txt": "k/same3.txt"} {
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{"k/same2.txt unchanged", "k/e.txt moved k/a.txt", "k/f/c.txt moved k/b/c.txt",
		"k/f/d.txt moved k/b/d.txt", "k/same3.txt moved k/same1.txt", "k/same3.txt duplicate k/same2.txt"})
	check(t, titles(t, d.Index), before)
	check(t, get(t, d.Index, pathID("k/a.txt")).Title, "Một")
}

func TestDeletedFiles(t *testing.T) { everywhere(t, deletedFiles) }

func deletedFiles(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	dir := folder(t, "k/a.txt", "Một", "k/b.jsonl", jsonLines(4), "k/c.jsonl", jsonLines(2), "l/d.txt", "Bốn")
	d.add(t, how{}, dir, "k", "l")
	for _, name := range []string{"k/a.txt", "k/b.jsonl", "l/d.txt"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	check(t, d.add(t, how{}, dir, "k"), []string{"k/c.jsonl unchanged"})
	check(t, count(t, d.Index), 6)
	// d0 and d1 are those of another file, too, and l is not asked for
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{"k/c.jsonl unchanged", "k/a.txt deleted", "k/b.jsonl deleted"})
	check(t, slices.Sorted(maps.Keys(titles(t, d.Index))), []string{"d-" + pathID("l/d.txt")[2:], "d0", "d1"})
	writeFile(t, `{"id":"d9","title":"Chín"}`, dir, "k/c.jsonl")
	check(t, d.add(t, how{}, dir, "k"), []string{"k/c.jsonl changed"})
	check(t, count(t, d.Index), 4)
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{"k/c.jsonl unchanged"})
	check(t, count(t, d.Index), 2)
}

// A folder that is away, or empty because a disk is, loses nothing.
func TestAFolderThatIsAwayLosesNothing(t *testing.T) { everywhere(t, aFolderThatIsAwayLosesNothing) }

func aFolderThatIsAwayLosesNothing(t *testing.T, newDesk func(testing.TB) *desk) {
	d := newDesk(t)
	var files []string
	for i := range MaxFew + 1 {
		files = append(files, fmt.Sprintf("k/%d.txt", i), fmt.Sprint("Bài ", i))
	}
	dir := folder(t, files...)
	d.add(t, how{}, dir, "k")
	away := filepath.Join(dir, "away")
	if err := os.Rename(filepath.Join(dir, "k"), away); err != nil {
		t.Fatal(err)
	}
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{"k failed"})
	if err := os.Mkdir(filepath.Join(dir, "k"), 0o755); err != nil {
		t.Fatal(err)
	}
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{"k failed", "k failed"})
	check(t, count(t, d.Index), MaxFew+1)
}

// A name is one name in whichever form it is spelled, unless there are both.
func TestSpellingsOfAName(t *testing.T) {
	d := newDesk(t)
	nfd := norm.NFD.String("k/bài.txt")
	dir := folder(t, nfd, "Một")
	check(t, d.add(t, how{}, dir, "k"), []string{nfd + " added"})
	check(t, d.j.files(dir), []string{filepath.Join(dir, "k/bài.txt")})
	check(t, d.add(t, how{Remove: true}, dir, "k"), []string{nfd + " unchanged"})
	check(t, titles(t, d.Index), map[string]string{pathID("k/bài.txt"): "Một"})

	both := newDesk(t)
	writeFile(t, "Hai", dir, "k/bài.txt")
	if _, err := os.Stat(filepath.Join(dir, nfd)); err != nil || len(both.add(t, how{}, dir, "k")) != 2 {
		t.Skip("this file system knows one spelling only")
	}
	check(t, len(titles(t, both.Index)), 2)
	check(t, both.add(t, how{Remove: true}, dir, "k"), []string{nfd + " unchanged", "k/bài.txt unchanged"})
}

func TestDamagedJournalIsBegunAnew(t *testing.T) {
	d := newDesk(t)
	var files []string
	for i := range 50 {
		files = append(files, fmt.Sprintf("k/%d.txt", i), fmt.Sprint("Bài ", i))
	}
	dir := folder(t, files...)
	d.add(t, how{}, dir, "k")
	want := documents(t, d.Index)
	if err := d.j.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(d.path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	begun := 0
	for i := range 60 {
		bad := bytes.Clone(whole)
		switch i % 3 {
		case 0:
			bad = bad[:random.IntN(len(bad))]
		case 1:
			bad[random.IntN(len(bad))] ^= 1 << random.IntN(8)
		default:
			at := random.IntN(len(bad) / 4096)
			copy(bad[at*4096:], make([]byte, 4096))
		}
		if err := os.WriteFile(d.path, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJournal(d.path)
		if err != nil {
			t.Fatal(err)
		}
		if j.Damaged() {
			begun++
		}
		if i < 3 {
			d.j = j
			d.add(t, how{}, dir, "k")
			check(t, documents(t, d.Index), want)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if begun < 30 {
		t.Errorf("only %d of 60 were found damaged", begun)
	}
}

func TestJournalIsHeldByOne(t *testing.T) {
	d := newDesk(t)
	if _, err := OpenJournal(d.path); !errors.Is(err, ErrJournalHeld) {
		t.Errorf("%v", err)
	}
}

// mixedFiles are files of many kinds, some of them alike, some of them bad.
func mixedFiles(t testing.TB, n int) (dir string) {
	t.Helper()
	var files []string
	for i := range n {
		at := fmt.Sprintf("k/%d/%d/", i%7, i%13)
		switch i % 10 {
		case 0:
			files = append(files, at+fmt.Sprintf("d%d.jsonl", i), fmt.Sprintf("{\"id\":\"j%d\",\"title\":\"Dòng\"}\n{}\n{\"title\":\"Không tên %d\"}\n", i, i))
		case 1:
			files = append(files, at+fmt.Sprintf("m%d.md", i), fmt.Sprintf("---\nid: m%d\n---\n# Bài %d\nthân", i, i))
		case 2:
			files = append(files, at+fmt.Sprintf("s%d.txt", i), fmt.Sprintf("Như nhau %d", i%50))
		case 3:
			files = append(files, at+fmt.Sprintf("x%d.css", i), "body {}")
		case 4:
			files = append(files, at+"bài.txt", fmt.Sprintf("Cùng tên %d", i))
		default:
			files = append(files, at+fmt.Sprintf("t%d.txt", i), fmt.Sprintf("Văn bản %d\n%s", i, strings.Repeat("chữ ", i%40)))
		}
	}
	return folder(t, files...)
}

// What is interrupted anywhere, any number of times, ends as one run does.
func TestInterruptedRunsEndAsOne(t *testing.T) { interruptedRunsEndAsOne(t, newDesk) }

func interruptedRunsEndAsOne(t *testing.T, newDesk func(testing.TB) *desk) {
	const n = 5000
	dir := mixedFiles(t, n)
	one := newDesk(t)
	one.add(t, how{}, dir, "k")
	want := documents(t, one.Index)
	d := newDesk(t)
	random := rand.New(rand.NewPCG(3, 4))
	stopped := 0
	for again := true; again; {
		ctx, cancel := context.WithCancel(t.Context())
		after := 100 + random.IntN(n/4)*(1+stopped) // longer and longer, so that it ends
		seen := func(Seen) {
			if after--; after == 0 {
				cancel()
			}
		}
		_, err := how{BatchDocs: 300, Journal: d.j, Seen: seen}.run(ctx, d.Index, Source{Path: filepath.Join(dir, "k")})
		cancel()
		if again = err != nil; again {
			stopped++
		}
		d.reopen(t)
	}
	if stopped < 2 {
		t.Errorf("stopped only %d times", stopped)
	}
	check(t, documents(t, d.Index), want)
}
