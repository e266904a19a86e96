package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"vankien/index"
)

// testExtras is what the collections of these tests have besides.
var testExtras = []Extra{{Name: "notes.db"}, {Name: "kept", Sum: func(path string) string {
	if len(path) != 64 {
		return ""
	}
	return path
}}}

func hexSum(b string) string {
	sum := sha256.Sum256([]byte(b))
	return hex.EncodeToString(sum[:])
}

// keepFile puts a file into the folder of files that are written once.
func keepFile(t *testing.T, dir, content string) string {
	t.Helper()
	path := filepath.Join(dir, "kept", hexSum(content))
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o444)); err != nil {
		t.Fatal(err)
	}
	return path
}

func withExtras(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(x.Put(t.Context(), index.Document{ID: "a", Title: "A"}), x.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestExtraOnce: what is written once is copied once, whatever the form, and what
// is being written is left.
func TestExtraOnce(t *testing.T) {
	dir, to := withExtras(t), t.TempDir()
	keepFile(t, dir, "một")
	if err := os.WriteFile(filepath.Join(dir, "kept", "new-1"), []byte("h"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := Backup(t.Context(), dir, to, 0, testExtras...)
	if err != nil {
		t.Fatal(err)
	}
	keepFile(t, dir, "hai hai")
	second, err := Backup(t.Context(), dir, to, 0, testExtras...)
	if err != nil {
		t.Fatal(err)
	}
	for content, linked := range map[string]bool{"một": true, "hai hai": false} {
		at := filepath.Join("kept", hexSum(content))
		a, err1 := os.Stat(filepath.Join(to, first.Moment, at))
		b, err2 := os.Stat(filepath.Join(to, second.Moment, at))
		if err2 != nil || linked && (err1 != nil || !os.SameFile(a, b)) {
			t.Errorf("%s: %v, %v, want one file: %v", content, err1, err2, linked)
		}
	}
	if second.Files != first.Files+1 {
		t.Errorf("%d files after %d", second.Files, first.Files)
	}
	whole := filepath.Join(to, "b.tar.zst")
	if _, err := Backup(t.Context(), dir, whole, 0, testExtras...); err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{to, whole} {
		back := filepath.Join(t.TempDir(), "d")
		r, err := Restore(t.Context(), source, back, testExtras...)
		if err != nil || r.Documents != 1 || r.Files != second.Files {
			t.Fatalf("%s: %+v, %v", source, r, err)
		}
		if got := names(t, filepath.Join(back, "kept")); strings.Contains(got, "new-") || strings.Count(got, " ") != 1 {
			t.Errorf("%s: there is %s", source, got)
		}
		if raw, err := os.ReadFile(filepath.Join(back, "kept", hexSum("hai hai"))); string(raw) != "hai hai" {
			t.Errorf("%s: %q, %v", source, raw, err)
		}
	}
	if _, err := Restore(t.Context(), to, filepath.Join(t.TempDir(), "d")); err == nil {
		t.Error("files of a folder that nobody asked for were put back")
	}
}

// TestExtraDamaged: what is damaged, here or in the backup before, is not taken on.
func TestExtraDamaged(t *testing.T) {
	dir, to := withExtras(t), t.TempDir()
	path := keepFile(t, dir, "một")
	first, err := Backup(t.Context(), dir, to, 0, testExtras...)
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(to, first.Moment, "kept", hexSum("một"))
	if err := errors.Join(os.Remove(old), os.WriteFile(old, []byte("mọt"), 0o600)); err != nil {
		t.Fatal(err)
	}
	second, err := Backup(t.Context(), dir, to, 0, testExtras...)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(filepath.Join(to, second.Moment, "kept", hexSum("một"))); string(raw) != "một" {
		t.Errorf("%q, %v", raw, err)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path, []byte("mọt"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{filepath.Join(to, "more"), filepath.Join(to, "x.tar.zst")} {
		if _, err := Backup(t.Context(), dir, target, 0, testExtras...); err == nil || !strings.Contains(err.Error(), "kept/"+hexSum("một")+" is damaged") {
			t.Errorf("%s: %v", target, err)
		}
	}
}

// TestExtraBolt copies a file of Bolt while another one writes to it, and finds one
// transaction of it, whole, in each copy.
func TestExtraBolt(t *testing.T) {
	dir, to := withExtras(t), t.TempDir()
	db, err := bbolt.Open(filepath.Join(dir, "notes.db"), 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() { stopped <- writeNotes(db, stop) }()
	for range 5 {
		b, err := Backup(t.Context(), dir, to, 0, testExtras...)
		if err != nil {
			t.Fatal(err)
		}
		if err := readNotes(filepath.Join(to, b.Moment, "notes.db")); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := errors.Join(<-stopped, db.Close()); err != nil {
		t.Fatal(err)
	}
}

var notesBucket = []byte("notes")

// noteCount makes a transaction change many pages.
const noteCount = 500

// writeNotes writes transactions, each of which gives all notes one new value.
func writeNotes(db *bbolt.DB, stop <-chan struct{}) error {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return nil
		default:
		}
		err := db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(notesBucket)
			for i := 0; i < noteCount && err == nil; i++ {
				err = b.Put(fmt.Append(nil, i), bytes.Repeat(fmt.Appendf(nil, "%07d,", n), 30))
			}
			return err
		})
		if err != nil {
			return err
		}
	}
}

func readNotes(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			return err
		}
		values, n := map[string]bool{}, 0
		if b := tx.Bucket(notesBucket); b != nil {
			if err := b.ForEach(func(_, v []byte) error { values[string(v)], n = true, n+1; return nil }); err != nil {
				return err
			}
		}
		if len(values) > 1 || n != 0 && n != noteCount {
			return fmt.Errorf("%d notes with %d values", n, len(values))
		}
		return nil
	})
}

// TestEachOriginal finds what Each finds, while the index is open and after.
func TestEachOriginal(t *testing.T) {
	dir := t.TempDir()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	put := func(id, name string) {
		d := index.Document{ID: id, Title: id}
		delete(want, id)
		if name != "" {
			d.Original = &index.Original{SHA256: hexSum(name), Name: name, Type: "text/plain", Size: 3}
			want[id] = name
		}
		if err := x.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	put("a", "a.txt")
	put("b", "b.txt")
	put("c", "")
	put("b", "b2.txt")
	put("a", "")
	put("d", "d.txt")
	if _, err := x.Delete(t.Context(), "d"); err != nil {
		t.Fatal(err)
	}
	delete(want, "d")
	for i := range 2 {
		got := map[string]string{}
		err := EachOriginal(context.Background(), dir, func(id string, o *index.Original) error { got[id] = o.Name; return nil })
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%v, %v, want %v", slices.Sorted(maps.Keys(got)), err, want)
		}
		if i > 0 {
			break
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
