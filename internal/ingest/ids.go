package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/viet"
)

// A file that gives its document no id needs one that stays when the file
// changes, that differs for equal names in two folders, and that is the same on
// another machine. So it is made of the file's path below a root, the folder in
// which what was named stands: words of the name for people, and a hash of the
// path. The id of a file in an archive is made of its path there as well.
//
// What a path cannot give, the journal does: a file that was moved keeps the id
// of its first place, and the second of two files with one path below two roots
// gets another one. Both are a matter of the home of a file, the path that its
// ids are made of.

// maxSlug keeps an id made of a long file name within index.MaxID.
const maxSlug = 100

// pathID returns the id of a document without one in the file, or the file in an
// archive, that has this path.
func pathID(path string) string {
	named, _, _ := strings.Cut(path, twin)
	return slugOf(named) + "-" + digest(path)[:8]
}

// twin parts a path from the number of the file among those that have it.
const twin = "\x00"

// numbered is the nth home of files with one path.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	return path + twin + strconv.Itoa(n)
}

func slugOf(path string) string {
	slug := viet.Slug(viet.Compose(baseName(path)))
	if slug = strings.TrimRight(cut(slug, maxSlug), "-"); slug == "" {
		return "text"
	}
	return slug
}

// formerID is the id that a document got when ids were made of absolute paths.
// Collections that were begun then keep it.
func formerID(at string) string { return slugOf(at) + "-" + digest(at)[:8] }

// baseName is the name of a file without its ending.
func baseName(name string) string {
	base := path.Base(filepath.ToSlash(name))
	return strings.TrimSuffix(base, path.Ext(base))
}

// cut returns the first n bytes of s, or fewer so that no code point is cut.
func cut(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// streamID names a text by its content: a stream has no other name.
func streamID(rec *extract.Record) string {
	return "stdin-" + digest(rec.Title + "\n" + rec.Abstract + "\n" + rec.Body)[:16]
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(viet.Compose(s)))
	return hex.EncodeToString(sum[:])
}

// key is what a journal knows a file by: its absolute path, composed, since
// systems differ in how they spell a name.
func key(at string) string { return norm.NFC.String(at) }

// keyOf is the key of a file. Where another file has the composed spelling of its
// name, its key has the name as it is.
func keyOf(at string) string {
	k := key(at)
	if k == at {
		return k
	}
	folder, name := filepath.Split(at)
	other, err := os.Lstat(filepath.Join(folder, norm.NFC.String(name)))
	if err != nil {
		return k
	}
	if this, err := os.Lstat(at); err == nil && !os.SameFile(this, other) {
		return key(folder) + name
	}
	return k
}

// identify gives a record of a tracked file its id if it has none.
func (r *run) identify(ctx context.Context, t *tracked, rec *extract.Record) error {
	switch {
	case rec.ID != "":
	case t.f.stream != nil:
		rec.ID = streamID(rec)
	case t.f.at == "" && rec.Member == "":
		rec.ID = baseName(t.f.path)
	case t.f.at == "":
		rec.ID = t.unused(t.f.rel + "/" + norm.NFC.String(rec.Member))
	default:
		return r.identifyPlaced(ctx, t, rec)
	}
	return nil
}

func (r *run) identifyPlaced(ctx context.Context, t *tracked, rec *extract.Record) error {
	if t.entry.Home == nil {
		if err := r.settleHome(ctx, t); err != nil {
			return err
		}
	}
	home := string(t.entry.Home)
	switch {
	case rec.Member != "":
		rec.ID = t.unused(home + "/" + norm.NFC.String(rec.Member))
	case t.entry.ID != "":
		rec.ID = t.entry.ID
	default:
		rec.ID = t.unused(home)
	}
	return nil
}

// unused returns the id of a path in a file, another one each time: an archive
// may have two files of one name.
func (t *tracked) unused(path string) string {
	if t.paths == nil {
		t.paths = map[string]int{}
	}
	t.paths[path]++
	return pathID(numbered(path, t.paths[path]))
}

// settleHome finds the home of a file that is read for the first time.
func (r *run) settleHome(ctx context.Context, t *tracked) error {
	if e := r.wasMoved(t); e != nil && e.Home != nil {
		t.entry.Home, t.entry.ID = e.Home, e.ID
		return nil
	}
	t.entry.Home = []byte(r.journal.home(t.key, t.f.rel))
	if r.journal.host != "" {
		return nil // a collection that several processes have is younger than that
	}
	id := formerID(t.f.at)
	absent, _, err := r.writer.store.Diff(ctx, []index.Document{{ID: id}})
	if err == nil && len(absent) == 0 {
		t.entry.ID = id
	}
	return err
}

// wasMoved finds out whether a file that is read for the first time was elsewhere
// before, and returns what is known of it there. Many files may have the same
// bytes, so that none of them is gone is found out once in a run.
func (r *run) wasMoved(t *tracked) (e *entry) {
	sum := t.entry.SHA256
	if t.key == "" || t.entry.Sent || t.before != nil || t.moved != "" || sum == "" || r.still[sum] {
		return nil
	}
	if t.moved, e = r.journal.movedFrom(t.key, sum); e == nil {
		r.still[sum] = true
		return nil
	}
	t.of = t.f.beside(e.path(t.moved))
	return e
}
