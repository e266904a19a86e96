package local

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInside(t *testing.T) {
	base := t.TempDir()
	at := func(path string) string { return filepath.Join(base, path) }
	if err := os.MkdirAll(at("d/e"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"d": true, "d/e": true, "d/new/newer": true, "d/e/../..": false, "": false, "dd": false, "e": false, "new/d": false,
	} {
		if got, err := Inside(at(path), at("d")); got != want || err != nil {
			t.Errorf("%q in d: %v, %v", path, got, err)
		}
	}
	if got, err := Inside(at("new/a"), at("new")); !got || err != nil {
		t.Errorf("neither there: %v, %v", got, err)
	}
	if err := os.Symlink(at("d/e"), at("link")); err != nil {
		t.Skip(err)
	}
	for path, dir := range map[string]string{"link/new": "d", "d/e/new": "link", "link": "link"} {
		if got, err := Inside(at(path), at(dir)); !got || err != nil {
			t.Errorf("%q in %q: %v, %v", path, dir, got, err)
		}
	}
}
