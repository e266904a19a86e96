package remote

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestClean: what a process that ended was writing goes, and what it wrote stays.
func TestClean(t *testing.T) {
	nodes := os.Getenv("VANKIEN_OPENSEARCH")
	if nodes == "" {
		t.Skip("VANKIEN_OPENSEARCH names no cluster: .ci/opensearch start starts one")
	}
	b, err := OpenBeside(Options{Addresses: strings.Split(nodes, ","), Name: "test-" + strings.ToLower(rand.Text()), Shards: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(b.Remove(context.Background()), b.Close()); err != nil {
			t.Error(err)
		}
	})
	f := b.Files()
	kept, err := f.Write(strings.NewReader("một"))
	if err == nil {
		err = f.Name(map[string]string{"sum": kept})
	}
	_, bad := f.Write(strings.NewReader("hai"))
	f.mu.Lock()
	err = errors.Join(err, bad, f.flush())
	f.mu.Unlock()
	if _, shown := b.client.do(t.Context(), "POST", "/"+b.index+"/_refresh", nil); err != nil || shown != nil {
		t.Fatal(err, shown)
	}
	if err := errors.Join(f.Clean(), f.Close()); err != nil { // too young to be cleaned
		t.Fatal(err)
	}
	for _, c := range []struct{ clean, want int }{{0, 2}, {1, 1}} {
		if c.clean > 0 {
			if err := f.cleanSession(f.session); err != nil {
				t.Fatal(err)
			}
			if _, err := b.client.do(t.Context(), "POST", "/"+b.index+"/_refresh", nil); err != nil {
				t.Fatal(err)
			}
		}
		chunks, err := b.find(where(partChunk), "", besidePage, false)
		if err != nil || len(chunks) != c.want {
			t.Errorf("%d chunks, want %d, %v", len(chunks), c.want, err)
		}
	}
	if n, bytes, err := f.Size(); n != 1 || bytes != int64(len("một")) || err != nil {
		t.Errorf("%d files, %d bytes, %v", n, bytes, err)
	}
}
