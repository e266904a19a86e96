package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vankien/index"
)

// TestOwnTables checks that tables of the data directory are read.
func TestOwnTables(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "abbreviations.tsv"), []byte("VKX\tvân khê xanh\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	x := onDisk(t, dir, index.Document{ID: "a", Body: "Phong trào Vân Khê xanh"}, index.Document{ID: "b", Body: "UBND tỉnh"})
	for q, want := range map[string]string{"VKX": "a", "ủy ban nhân dân": "b"} {
		if got := sorted(search(t, x, index.Request{Query: parse(t, q)})); got != want {
			t.Errorf("%s: found %q, want %q", q, got, want)
		}
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "places.tsv"), []byte("a\tb\tc\td\te\tf\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "places.tsv") {
		t.Errorf("Open with a bad table: %v", err)
	}
}

// TestReindex rebuilds an index of another version from its own documents.
func TestReindex(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	x := onDisk(t, dir, speeches...)
	if err := x.PutLabels(t.Context(), map[string]string{"phap-luat": "Pháp luật"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Reindex(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 {
		t.Errorf("after reindexing %d found", got)
	}
	if err := setVersion(x, "older"); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	// An exchange that was interrupted after the old store left its place.
	if err := os.Rename(x.path(), x.path()+".old"); err != nil {
		t.Fatal(err)
	}
	total := 0
	if _, err := Reindex(t.Context(), dir, func(done, n int) { total = n }); err != nil {
		t.Fatal(err)
	}
	if total != len(speeches) {
		t.Errorf("%d documents reindexed", total)
	}
	x = onDisk(t, dir)
	if got := search(t, x, index.Request{Query: parse(t, "bac ninh")}).Total; got != 3 || x.Labels()["phap-luat"] != "Pháp luật" {
		t.Errorf("after reindexing %d found, labels %v", got, x.Labels())
	}
	for _, name := range []string{"index.new", "index.old"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is left behind", name)
		}
	}
}
