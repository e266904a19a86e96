package ingest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"vankien/index/indextest"
	"vankien/index/local"
	"vankien/internal/originals"
)

// TestReceive sends files: the same content is the same document, other content of
// the same name another one, and what is no document is not kept.
func TestReceive(t *testing.T) {
	x := indextest.Open(t, local.OpenMemory)
	w := NewWriter(x, WriterOptions{})
	dir := t.TempDir()
	j, err := OpenJournal(filepath.Join(dir, "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	store := originals.Open(filepath.Join(dir, "originals"))
	send := func(store *originals.Store, name, text string) string {
		var said []string
		opt := Options{Journal: j, Keep: store, Seen: func(s Seen) { said = append(said, fmt.Sprint(s.Path, " ", s.Result, " ", len(s.IDs))) }}
		if err := Receive(t.Context(), w, opt, name, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		return strings.Join(said, "; ")
	}
	for _, c := range []struct{ name, text, want string }{
		{`C:\hồ sơ\Báo cáo.txt`, "Báo cáo quý một\n\nThu vượt kế hoạch.", "Báo cáo.txt added 1"},
		{"Báo cáo.txt", "Báo cáo quý một\n\nThu vượt kế hoạch.", "Báo cáo.txt unchanged 1"},
		{"Báo cáo.txt", "Báo cáo quý hai\n\nThu đạt kế hoạch.", "Báo cáo.txt added 1"},
		{"../../trống.txt", " ", "trống.txt skipped 0"},
	} {
		if got := send(store, c.name, c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	stats, _ := x.Stats(context.Background())
	if n, _, _ := store.Size(); n != 2 || stats.Documents != 2 {
		t.Errorf("%d documents, %d originals; want 2 and 2", stats.Documents, n)
	}
	if got := send(nil, "khác.txt", "Văn bản khác\n\nKhông lưu lại."); got != "khác.txt added 1" {
		t.Errorf("without a store: %s", got)
	}
}

func TestSentName(t *testing.T) {
	for name, want := range map[string]string{
		"": "file", "/": "file", "a/b.pdf": "b.pdf", `a\b.pdf`: "b.pdf", "a\xffb": "a_b", "a\u0301.txt": "á.txt",
		strings.Repeat("x", 300) + ".docx": strings.Repeat("x", 195) + ".docx",
	} {
		if got := sentName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
