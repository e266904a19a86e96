package originals

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"vankien/index/remote"
)

// everywhere runs a test over each kind of home. open opens a new one.
func everywhere(t *testing.T, test func(t *testing.T, open func() *Store)) {
	t.Run("folder", func(t *testing.T) { test(t, func() *Store { return Open(filepath.Join(t.TempDir(), "originals")) }) })
	t.Run("cluster", func(t *testing.T) {
		nodes := os.Getenv("VANKIEN_OPENSEARCH")
		if nodes == "" {
			t.Skip("VANKIEN_OPENSEARCH names no cluster: .ci/opensearch start starts one")
		}
		test(t, func() *Store {
			opt := remote.Options{Addresses: strings.Split(nodes, ","), Name: "test-" + strings.ToLower(rand.Text()), Shards: 1}
			b, err := remote.OpenBeside(opt)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := errors.Join(b.Remove(context.Background()), b.Close()); err != nil {
					t.Error(err)
				}
			})
			return In(b.Files())
		})
	})
}

func sumOf(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func TestPutGet(t *testing.T) { everywhere(t, putGet) }

func putGet(t *testing.T, open func() *Store) {
	s := open()
	if n, b, err := s.Size(); n != 0 || b != 0 || err != nil {
		t.Fatalf("empty: %d files, %d bytes, %v", n, b, err)
	}
	for range 2 {
		for _, text := range []string{"một", "hai", ""} {
			if err := s.Put(sumOf(text), strings.NewReader(text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	f, err := s.Get(sumOf("hai"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := io.ReadAll(f); string(b) != "hai" {
		t.Errorf("got %q", b)
	}
	if n, b, err := s.Size(); n != 3 || b != int64(len("mộthai")) || err != nil {
		t.Errorf("%d files, %d bytes, %v", n, b, err)
	}
	if err := s.Check(sumOf("một")); err != nil {
		t.Error(err)
	}
}

// TestChanged gives bytes of another sum, as of a file that is being written.
func TestChanged(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	if err := s.Put(sumOf("a"), strings.NewReader("b")); !errors.Is(err, ErrSum) {
		t.Errorf("%v, want ErrSum", err)
	}
	if n, _, _ := s.Size(); n != 0 {
		t.Errorf("%d files are kept", n)
	}
	if _, err := s.Get(sumOf("a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want fs.ErrNotExist", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNames(t *testing.T) { everywhere(t, names) }

func names(t *testing.T, open func() *Store) {
	s := open()
	for _, sum := range []string{"", "ab", "../../etc/passwd", strings.ToUpper(sumOf("a")), sumOf("a") + "0", strings.Repeat("z", 64)} {
		if _, err := s.Get(sum); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Get(%q): %v", sum, err)
		}
		if err := s.Put(sum, strings.NewReader("a")); err == nil {
			t.Errorf("Put(%q) is taken", sum)
		}
	}
}

func TestCheckFindsDamage(t *testing.T) {
	dir := t.TempDir()
	s, sum := Open(dir), sumOf("văn bản")
	if err := s.Put(sum, strings.NewReader("văn bản")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, sum[:2], sum)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("khác"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(sum); err == nil {
		t.Error("damage is not found")
	}
}

// TestAdd adds a file by several at once: it stays if one of them needs it, or if it
// was there before.
func TestAdd(t *testing.T) { everywhere(t, add) }

func add(t *testing.T, open func() *Store) {
	text := "văn bản"
	for _, c := range []struct {
		name string
		put  bool
		need []bool
		want int
	}{
		{"of no use", false, []bool{false}, 0},
		{"of use", false, []bool{true}, 1},
		{"of no use to the first", false, []bool{false, true}, 1},
		{"of no use to the last", false, []bool{true, false}, 1},
		{"of no use to any", false, []bool{false, false}, 0},
		{"put meanwhile", true, []bool{false, false}, 1},
	} {
		s := open()
		var ends []func(bool) error
		for range c.need {
			sum, done, err := s.Add(strings.NewReader(text))
			if err != nil || sum != sumOf(text) {
				t.Fatalf("%s: %s, %v", c.name, sum, err)
			}
			ends = append(ends, done)
		}
		if c.put {
			if err := s.Put(sumOf(text), strings.NewReader(text)); err != nil {
				t.Fatal(err)
			}
		}
		for i, need := range c.need {
			if err := ends[i](need); err != nil {
				t.Fatal(err)
			}
		}
		if n, _, _ := s.Size(); n != c.want {
			t.Errorf("%s: %d files, want %d", c.name, n, c.want)
		}
	}
}

func TestAddOfWhatIsThere(t *testing.T) { everywhere(t, addOfWhatIsThere) }

func addOfWhatIsThere(t *testing.T, open func() *Store) {
	s := open()
	if err := s.Put(sumOf("a"), strings.NewReader("a")); err != nil {
		t.Fatal(err)
	}
	_, done, err := s.Add(strings.NewReader("a"))
	if err == nil {
		err = done(false)
	}
	if n, _, _ := s.Size(); n != 1 || err != nil {
		t.Errorf("%d files, %v", n, err)
	}
}

func TestAddThatBreaksOff(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("broken")
	if _, _, err := Open(dir).Add(io.MultiReader(strings.NewReader("nửa"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's error", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
