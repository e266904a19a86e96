package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/internal/extract"
	"vankien/internal/viet"
)

// stream is the path that stands for standard input.
const stream = "-"

// readAll deals the records of all paths. It returns an error only when ctx
// ends or the index fails.
func (r *run) readAll(ctx context.Context, paths []string, stdin io.Reader, d *dealer) error {
	for path, err := range files(paths) {
		switch {
		case err != nil:
			r.problem(path, 0, err)
			err = nil
		case path == stream:
			err = r.readStream(ctx, stdin, d)
		default:
			err = r.readFile(ctx, path, d)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
	}
	return d.flush(ctx)
}

// reason leaves out the path, which a Problem names already.
func reason(err error) string {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

func (r *run) readFile(ctx context.Context, path string, d *dealer) error {
	f, err := os.Open(path)
	if err != nil {
		r.problem(path, 0, err)
		return nil
	}
	defer f.Close()
	id, err := fileID(path)
	if err != nil {
		r.problem(path, 0, err)
		return nil
	}
	return r.read(ctx, path, f, d, func(*extract.Record) string { return id })
}

// readStream reads through a pipe, so that a blocked stdin does not keep a
// cancelled run waiting.
func (r *run) readStream(ctx context.Context, stdin io.Reader, d *dealer) error {
	if stdin == nil {
		r.problem(stream, 0, errors.New("there is no standard input"))
		return nil
	}
	out, in := io.Pipe()
	defer out.Close()
	defer context.AfterFunc(ctx, func() { out.CloseWithError(ctx.Err()) })()
	go func() {
		_, err := io.Copy(in, stdin)
		in.CloseWithError(err)
	}()
	return r.read(ctx, stream, out, d, streamID)
}

// read deals the records of one source; newID names those that have no id.
func (r *run) read(ctx context.Context, path string, in io.Reader, d *dealer, newID func(*extract.Record) string) error {
	r.count(func(s *Summary) { s.Files++ })
	for rec, err := range extract.Read(path, &meter{ctx, in, r, path}, r.opt.Extract) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r.problem(path, rec.Line, err)
			continue
		}
		if rec.ID == "" {
			rec.ID = newID(&rec)
		}
		doc, labels, err := Stated(rec, r.opt.Taxonomy)
		if err != nil {
			r.problem(path, rec.Line, err)
			continue
		}
		if err := d.deal(ctx, doc, labels); err != nil {
			return err
		}
	}
	return nil
}

// meter counts and reports the bytes read, and fails once ctx has ended.
type meter struct {
	ctx  context.Context
	in   io.Reader
	run  *run
	path string
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.in.Read(p)
	m.run.count(func(s *Summary) { s.Bytes += int64(n) })
	m.run.report(m.path, false)
	return n, err
}

// maxSlug keeps an id made of a long file name within index.MaxID.
const maxSlug = 100

// fileID returns the id of the one document in a file that gives none: words of
// its name for people, and a hash of where it is, so that equal names in two
// folders are two documents and a changed file is still the same.
func fileID(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	base := filepath.Base(path)
	slug := viet.Slug(viet.Compose(strings.TrimSuffix(base, filepath.Ext(base))))
	slug = strings.TrimRight(cut(slug, maxSlug), "-")
	if slug == "" {
		slug = "text"
	}
	return slug + "-" + hash(abs)[:8], nil
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
	return "stdin-" + hash(rec.Title + "\n" + rec.Abstract + "\n" + rec.Body)[:16]
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(viet.Compose(s)))
	return hex.EncodeToString(sum[:])
}

// files yields the files to read, in order. The error is that of a path which
// is not there, cannot be entered or is a folder with nothing to read.
func files(paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, path := range paths {
			if path == stream {
				if !yield(path, nil) {
					return
				}
				continue
			}
			info, err := os.Stat(path)
			if err == nil && info.IsDir() {
				if !walk(path, yield) {
					return
				}
			} else if !yield(path, err) {
				return
			}
		}
	}
}

// walk yields the files below a folder, or an error in their place when there
// is none; false means that yield wants no more.
func walk(folder string, yield func(string, error) bool) bool {
	root := filepath.Clean(folder) + string(filepath.Separator) // also enters a link to a folder
	empty := true
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			path = filepath.Clean(path)
		case path == root:
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !extract.Supported(path) || !isRegular(path):
			return nil
		}
		if empty = false; !yield(path, err) {
			return errEnough
		}
		return nil
	})
	if err == nil && empty {
		return yield(folder, fmt.Errorf("the folder holds no file that is read: none is %s", extract.Endings()))
	}
	return err == nil
}

var errEnough = errors.New("enough")

// isRegular keeps a run from waiting for a pipe or a device in a folder. A file
// that cannot be looked at counts, so that opening it says why.
func isRegular(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Mode().IsRegular()
}

// totalSize returns the bytes of all files, or 0 when a stream is among them.
func totalSize(paths []string) (total int64) {
	if slices.Contains(paths, stream) {
		return 0
	}
	for path, err := range files(paths) {
		if err != nil {
			continue
		}
		if info, err := os.Stat(path); err == nil {
			total += info.Size()
		}
	}
	return total
}
