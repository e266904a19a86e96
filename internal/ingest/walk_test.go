package ingest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// link makes a link in a folder; target is as the link has it.
func link(t *testing.T, target string, name ...string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(name...)); err != nil {
		t.Skip(err)
	}
}

// found returns what is found below a folder: names relative to it, those of
// problems with their codes.
func found(dir string, follow bool) (list []string) {
	for f, err := range files([]Source{{Path: dir}}, follow, nil) {
		s, _ := filepath.Rel(dir, f.name)
		if err != nil {
			s += " " + code(err, 0)
		}
		list = append(list, s)
	}
	return list
}

func TestLinks(t *testing.T) {
	outer := folder(t, "in/a.txt", "a", "in/sub/b.txt", "b", "out/c.txt", "c", "out/d.txt", "d", "out/deep/e.txt", "e")
	in, out := filepath.Join(outer, "in"), filepath.Join(outer, "out")
	link(t, "a.txt", in, "near.txt")
	link(t, filepath.Join(in, "sub", "b.txt"), in, "near-absolute.txt")
	link(t, "sub", in, "sub-link")
	link(t, "../out/c.txt", in, "far.txt")
	link(t, out, in, "far")
	link(t, ".", in, "loop")
	link(t, "..", in, "sub", "up")
	link(t, "self.txt", in, "self.txt")
	link(t, "nowhere", in, "gone.txt")
	link(t, "nowhere", in, "gone")
	link(t, "../out/c.pdf", in, "not-there.pdf")
	check(t, found(in, false), []string{"a.txt", "far outside_link", "far.txt outside_link", "gone not_found", "gone.txt not_found", "loop link_loop",
		"near-absolute.txt", "near.txt", "not-there.pdf not_found", "self.txt link_loop", "sub/b.txt", "sub/up link_loop", "sub-link linked_folder"})
	check(t, found(in, true), []string{"a.txt", "far/c.txt", "far/d.txt", "far/deep/e.txt", "far.txt", "gone not_found", "gone.txt not_found", "loop link_loop",
		"near-absolute.txt", "near.txt", "not-there.pdf not_found", "self.txt link_loop", "sub/b.txt", "sub/up link_loop", "sub-link linked_folder"})
}

// Links that lead into each other's folders end, and each folder is read once.
func TestFollowedLinksEnd(t *testing.T) {
	outer := folder(t, "a/1.txt", "1", "b/2.txt", "2")
	a, b := filepath.Join(outer, "a"), filepath.Join(outer, "b")
	link(t, "../b", a, "to-b")
	link(t, "../a", b, "to-a")
	link(t, "..", b, "up")
	check(t, found(a, true), []string{"1.txt", "to-b/2.txt", "to-b/to-a read_already", "to-b/up/a read_already", "to-b/up/b read_already"})
	sum := how{Follow: true}.must(t, memory(t), Source{Path: a})
	check(t, [2]int{sum.Added, sum.Failed}, [2]int{2, 3})
}

// A name may have any bytes, and a folder more levels than a path can name.
func TestOddFolders(t *testing.T) {
	dir := folder(t, "\xff\xfe.txt", "a", "a\nb.txt", "b", "-rf.txt", "c")
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	deep := strings.Repeat(strings.Repeat("d", 200)+"/", 25)
	if err := root.MkdirAll(deep, 0o755); err != nil {
		t.Skip(err)
	}
	if err := root.WriteFile(deep+"e.txt", []byte("d"), 0o644); err != nil {
		t.Fatal(err)
	}
	sum := run1(t, memory(t), how{}, dir)
	check(t, [2]int{sum.Added, sum.Failed}, [2]int{4, 0})
}

// A tree that stands nowhere names documents by their files.
func TestTree(t *testing.T) {
	tree := fstest.MapFS{
		"docs/Một.txt":   {Data: []byte("Một\nhai")},
		"docs/b/hai.md":  {Data: []byte("# Hai")},
		"docs/l.txt":     {Data: []byte("Một.txt"), Mode: fs.ModeSymlink},
		"docs/.ẩn.txt":   {Data: []byte("ẩn")},
		"khac/c.txt":     {Data: []byte("c")},
		"docs/p.txt":     {Mode: fs.ModeNamedPipe},
		"docs/trang.css": {Data: []byte("body {}")},
	}
	x := memory(t)
	var found problems
	sum := how{Seen: found.seen}.must(t, x, Source{FS: tree, Path: "docs"}, Source{FS: tree, Path: "khac/c.txt"})
	check(t, found, problems{{"docs/l.txt", 0, "not_regular", errNotRegular.Error()}, {"docs/p.txt", 0, "not_regular", errNotRegular.Error()}})
	check(t, [2]int{sum.Added, sum.Failed}, [2]int{3, 2})
	for id, title := range map[string]string{"Một": "Một", "hai": "Hai", "c": "c"} {
		check(t, get(t, x, id).Title, title)
	}
}

// To open a folder takes a step for each one above it.
func TestFoldersInEachOtherAreBounded(t *testing.T) {
	deep := strings.Repeat("d/", maxDeep)
	list := found(folder(t, deep+"a.txt", "a", deep+"e/b.txt", "b"), false)
	check(t, list, []string{filepath.FromSlash(deep + "a.txt"), filepath.FromSlash(deep+"e") + " unreadable"})
}
