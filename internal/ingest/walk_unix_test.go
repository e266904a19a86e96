//go:build unix

package ingest

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func fifo(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
}

// Opening a pipe would wait for ever, and this test with it.
func TestOnlyRegularFilesAreOpened(t *testing.T) {
	t.Chdir(folder(t, "a.txt", "a")) // a socket's path is short
	fifo(t, "pipe.txt")
	s, err := net.Listen("unix", "socket.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	link(t, "pipe.txt", "pipe-link.txt")
	link(t, "/dev/zero", "zero.txt")
	want := []string{"a.txt", "pipe-link.txt not_regular", "pipe.txt not_regular", "socket.txt not_regular", "zero.txt "}
	for follow, last := range map[bool]string{false: "outside_link", true: "not_regular"} {
		check(t, found(".", follow), append(want[:4:4], want[4]+last))
	}
	for _, path := range []string{"pipe.txt", "/dev/zero"} {
		var found problems
		run1(t, memory(t), how{Seen: found.seen}, path)
		check(t, found, problems{{path, 0, "not_regular", errNotRegular.Error()}})
	}
}

// What is exchanged for a pipe after it was looked at is opened and let go.
func TestExchangedForAPipe(t *testing.T) {
	dir := folder(t, "a.txt", "a", "b.txt", "b")
	fifo(t, filepath.Join(dir, "pipe.txt"))
	d, err := openDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.root.Close()
	if _, err := stillRegular(d.Open("pipe.txt")); !errors.Is(err, errNotRegular) {
		t.Errorf("%v", err)
	}
}

// What is exchanged for a link out of its folder after it was looked at is not
// opened.
func TestExchangedForALink(t *testing.T) {
	outer := folder(t, "in/a.txt", "a", "secret.txt", "s")
	in := filepath.Join(outer, "in")
	for f, err := range files([]Source{{Path: in}}, false, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(in, "a.txt")); err != nil {
			t.Fatal(err)
		}
		link(t, "../secret.txt", in, "a.txt")
		if r, err := f.open(); err == nil {
			r.Close()
			t.Error("the file outside was opened")
		}
	}
}
