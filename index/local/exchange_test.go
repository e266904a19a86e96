package local

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vankien/index"
)

// storesOf makes two stores, each with a document named as the store.
func storesOf(t *testing.T, names ...string) map[string]string {
	t.Helper()
	paths := map[string]string{}
	for _, name := range names {
		dir := t.TempDir()
		x, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Put(t.Context(), index.Document{ID: name}); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		paths[name] = x.path()
	}
	return paths
}

// lay copies a store to path: "old" and "new" whole, "old!" and "new!" with
// damaged segments, "half" without its list of segments.
func lay(t *testing.T, stores map[string]string, what, path string) {
	t.Helper()
	from := stores[cmp.Or(strings.TrimSuffix(strings.Replace(what, "half", "new", 1), "!"), "new")]
	if err := os.CopyFS(path, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	switch {
	case what == "half":
		if err := os.Truncate(filepath.Join(path, rootName), 100); err != nil {
			t.Fatal(err)
		}
	case strings.HasSuffix(what, "!"):
		segments, err := filepath.Glob(filepath.Join(path, "store", "*.zap"))
		if err != nil || len(segments) == 0 {
			t.Fatal(err, len(segments))
		}
		for _, s := range segments {
			raw, err := os.ReadFile(s)
			if err != nil {
				t.Fatal(err)
			}
			raw[len(raw)/2] ^= 1
			if err := os.WriteFile(s, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// filesOf tells which names of stores are in dir.
func filesOf(t *testing.T, dir string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, storeName+"*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	return strings.Join(names, " ")
}

// TestInterruptedExchange opens what a crash leaves at each step of an exchange
// of stores: the old store or the new one is in its place, whole, and nothing is
// removed while the store in its place is not sound.
func TestInterruptedExchange(t *testing.T) {
	t.Parallel()
	stores := storesOf(t, "old", "new")
	type names = map[string]string // what is under which name
	for _, c := range []struct {
		step  string
		found names
		want  string // the document found; "" is an error
		left  string
	}{
		{"first store being made", names{"index.part": "half"}, "-", "index"},
		{"first store whole", names{"index.new": "new"}, "new", "index"},
		{"being made", names{"index": "old", "index.part": "half"}, "old", "index"},
		{"made", names{"index": "old", "index.part": "new"}, "old", "index"},
		{"complete", names{"index": "old", "index.new": "new"}, "old", "index"},
		{"complete, one from before it left", names{"index": "old", "index.new": "new", "index.old": "old"}, "old", "index"},
		{"between the moves", names{"index.old": "old", "index.new": "new"}, "new", "index"},
		{"between the moves, the new one damaged", names{"index.old": "old", "index.new": "new!"}, "old", "index"},
		{"between the moves, the new one torn", names{"index.old": "old", "index.new": "half"}, "old", "index"},
		{"between the moves, both damaged", names{"index.old": "old!", "index.new": "new!"}, "", "index index.new"},
		{"moved", names{"index": "new", "index.old": "old"}, "new", "index"},
		{"moved, then damaged", names{"index": "new!", "index.old": "old"}, "", "index index.old"},
		{"moved, then torn", names{"index": "half", "index.old": "old"}, "", "index index.old"},
		{"between the moves, keeping", names{"index.damaged": "old!", "index.new": "new"}, "new", "index index.damaged"},
		{"between the moves, keeping, the new one damaged", names{"index.damaged": "old!", "index.new": "new!"}, "", "index.damaged index.new"},
		{"moved, keeping", names{"index": "new", "index.damaged": "old!"}, "new", "index index.damaged"},
		{"moved back", names{"index": "old", "index.new": "new!"}, "old", "index"},
		{"the old one alone", names{"index.old": "old"}, "old", "index"},
	} {
		t.Run(c.step, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range slices.Sorted(maps.Keys(c.found)) {
				lay(t, stores, c.found[name], filepath.Join(dir, name))
			}
			if exists := Exists(dir); exists == (c.want == "-") {
				t.Errorf("Exists = %v", exists)
			}
			x, err := Open(dir)
			if got := filesOf(t, dir); got != c.left {
				t.Errorf("left: %s, want %s", got, c.left)
			}
			if c.want == "" {
				if !errors.As(err, new(*index.DamageError)) {
					t.Errorf("Open = %v", err)
				}
				if whole := c.found["index.old"] == "old"; strings.Contains(err.Error(), "is sound: move") != whole {
					t.Errorf("the way out: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(search(t, x, index.Request{})); got != strings.Trim(c.want, "-") {
				t.Errorf("it holds %q, want %q", got, c.want)
			}
			if err := x.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestExchangeFails has the renaming of the new store, and then its opening,
// fail: the old one answers and takes writes as before.
func TestExchangeFails(t *testing.T) {
	t.Parallel()
	stores := storesOf(t, "new")
	for _, c := range []struct{ name, part string }{{"no new store", ""}, {"the new store is damaged", "new!"}, {"the new store is torn", "half"}} {
		t.Run(c.name, func(t *testing.T) {
			x, err := Open(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close()
			if err := x.Put(t.Context(), index.Document{ID: "old"}); err != nil {
				t.Fatal(err)
			}
			if c.part != "" {
				lay(t, stores, c.part, x.path()+partSuffix)
			}
			if err := x.replaceStore(false); err == nil {
				t.Error("no error")
			}
			if since, err := x.Unavailable(); !since.IsZero() || err != nil {
				t.Errorf("Unavailable = %v, %v", since, err)
			}
			if err := x.Put(t.Context(), index.Document{ID: "z"}); err != nil {
				t.Error(err)
			}
			if got := search(t, x, index.Request{}).Total; got != 2 {
				t.Errorf("%d documents", got)
			}
		})
	}
}
