package remote_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"vankien/index/remote"
)

// besides returns what stands beside a new collection, as two processes see it.
func besides(t *testing.T) (a, b *remote.Beside) {
	t.Helper()
	opt := remote.Options{Addresses: addresses(t), Name: "test-" + strings.ToLower(rand.Text()), Create: true, Shards: 2}
	t.Cleanup(func() { drop(t, opt) })
	a, err := remote.OpenBeside(opt)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = remote.OpenBeside(opt); err != nil {
		t.Fatal(err)
	}
	return a, b
}

// TestFileOfChunks writes a file of several chunks, reads it whole and from its
// middle, and finds nothing of it before it is named.
func TestFileOfChunks(t *testing.T) {
	a, b := besides(t)
	x, y := a.Files(), b.Files()
	if _, err := y.Open("sum"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("before there is an index: %v", err)
	}
	raw := make([]byte, 9<<20+17)
	for i := range raw {
		raw[i] = byte(i * i >> 7)
	}
	part, err := x.Write(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := y.Open("sum"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before it is named: %v", err)
	}
	if err := x.Name(map[string]string{"sum": part}); err != nil {
		t.Fatal(err)
	}
	f, err := y.Open("sum")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, raw) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	if _, err := f.(io.Seeker).Seek(-20, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, raw[len(raw)-20:]) {
		t.Errorf("the end: %d bytes, %v", len(got), err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != int64(len(raw)) {
		t.Errorf("%v, %v", info, err)
	}
}

// TestFileOfTwo has two processes write the same file: one of them has it, and it
// stays although the other removes what it wrote.
func TestFileOfTwo(t *testing.T) {
	a, b := besides(t)
	x, y := a.Files(), b.Files()
	one, err := x.Write(strings.NewReader("văn bản"))
	two, bad := y.Write(strings.NewReader("văn bản"))
	if err = errors.Join(err, bad, x.Name(map[string]string{"s": one}), y.Name(map[string]string{"s": two}), x.Remove("s")); err != nil {
		t.Fatal(err)
	}
	f, err := y.Open("s")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || string(got) != "văn bản" {
		t.Errorf("%q, %v", got, err)
	}
	if err := x.Name(map[string]string{"s": one}); err != nil {
		t.Errorf("named again: %v", err)
	}
	if err := x.Name(map[string]string{"t": "none"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("naming nothing: %v", err)
	}
}

func TestFileThatBreaksOff(t *testing.T) {
	a, _ := besides(t)
	x, broken := a.Files(), errors.New("broken")
	if _, err := x.Write(io.MultiReader(strings.NewReader("nửa"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("%v, want the reader's error", err)
	}
	part, err := x.Write(strings.NewReader("thừa"))
	if err = errors.Join(err, x.Drop(part), x.Close()); err != nil {
		t.Error(err)
	}
	if err := x.Each(func(sum string, _ int64) error { return errors.New(sum) }); err != nil {
		t.Errorf("there is %v", err)
	}
}

// TestRecords: every process finds what one applied, in the order of bytes, whatever
// bytes they are.
func TestRecords(t *testing.T) {
	a, b := besides(t)
	x, y := a.Records(), b.Records()
	if got, err := y.Get("p", "a"); err != nil || len(got) > 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	keys := []string{"/a/\xff\x00", "/a/b", "/a/b\x00c", "/a/é", "/a/" + strings.Repeat("dài", 1500), "/b", ""}
	put := map[string][]byte{}
	for _, k := range keys {
		put[k] = []byte(k + "!")
	}
	if err := x.Apply(map[string]map[string][]byte{"p": put, "q": {"/a/b": {}}}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(keys)
	var got []string
	read := func(k string, v []byte) bool {
		if got = append(got, k); string(v) != k+"!" {
			t.Errorf("%q: %q", k, v)
		}
		return true
	}
	if err := y.Range("p", "", "", 100, read); err != nil || !slices.Equal(got, keys) {
		t.Errorf("%q, %v", got, err)
	}
	got = nil
	if err := y.Range("p", "/a/", "/a/b\x00", 2, read); err != nil || !slices.Equal(got, keys[2:4]) {
		t.Errorf("from within: %.40q, %v", got, err)
	}
	if err := x.Apply(map[string]map[string][]byte{"p": {"/b": nil, "none": nil}}); err != nil {
		t.Fatal(err)
	}
	values, err := y.Get("p", keys...)
	if _, there := values["/b"]; err != nil || there || len(values) != len(keys)-1 {
		t.Errorf("%d values, %v", len(values), err)
	}
	if q, err := y.Get("q", "/a/b"); err != nil || len(q) != 1 {
		t.Errorf("an empty value: %v, %v", q, err)
	}
}

func TestBlob(t *testing.T) {
	a, b := besides(t)
	x, y := a.Blob("n"), b.Blob("n")
	if _, _, err := y.Load(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want fs.ErrNotExist", err)
	}
	var wg sync.WaitGroup
	for i, blob := range []*remote.Blob{x, y} {
		wg.Go(func() {
			for range 3 {
				if err := blob.Save(fmt.Sprint(i), func(w io.Writer) error { _, err := w.Write(bytes.Repeat([]byte{byte(i)}, 5<<20)); return err }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	raw, state, err := x.Load()
	if err != nil || len(raw) != 5<<20 || fmt.Sprint(raw[0]) != state || raw[0] != raw[len(raw)-1] {
		t.Errorf("%d bytes of %q, %v", len(raw), state, err)
	}
	if s, err := y.State(); err != nil || s != state {
		t.Errorf("%q, %v", s, err)
	}
}

// TestLease: one of two has it, and the other gets it when the first lets go of it or
// is heard of no more.
func TestLease(t *testing.T) {
	a, b := besides(t)
	const life = 500 * time.Millisecond
	x, y := a.Lease("l", life), b.Lease("l", life)
	held, release, err := x.Hold(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if ok, by, err := y.Try(); ok || by == "" || err != nil {
		t.Errorf("a second: %t %q %v", ok, by, err)
	}
	if held.Err() != nil {
		t.Error("it was lost")
	}
	release()
	said := ""
	if ok, _, err := x.Try(); !ok || err != nil { // and says nothing more
		t.Fatalf("free: %t %v", ok, err)
	}
	_, release, err = y.Hold(t.Context(), func(by string) { said = by })
	if err != nil || said == "" {
		t.Fatalf("taking over: %v, waited for %q", err, said)
	}
	release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if ok, _, err := x.Try(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, _, err := y.Hold(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that of the context", err)
	}
}
