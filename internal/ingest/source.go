package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"vankien/internal/extract"
	"vankien/internal/viet"
)

// Source is what a Run reads: a file or a folder on the disk, a tree of files,
// or a stream. Of folders and trees all files are read, in
// order of their names, except those whose name begins with a dot.
type Source struct {
	Path   string    // of a file or folder; in FS, if that is set
	FS     fs.FS     // a tree in which ids are names of files: it stands nowhere
	Stream io.Reader // read instead of a file, and named "-"
}

// stream is the name of a stream in problems.
const stream = "-"

// readAll deals the records of all sources. It returns an error only when ctx
// ends or the store fails.
func (r *run) readAll(ctx context.Context, sources []Source, l *lanes) error {
	for f, err := range files(sources, r.opt.Follow) {
		if err != nil {
			r.problem(f.name, 0, err)
			err = nil
		} else {
			err = r.readFile(ctx, f, l)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
	}
	return l.flush(ctx)
}

func (r *run) readFile(ctx context.Context, f file, l *lanes) error {
	if f.stream != nil {
		return r.readStream(ctx, f.stream, l)
	}
	in, err := f.open()
	if err != nil {
		r.problem(f.name, 0, err)
		return nil
	}
	defer in.Close()
	id, err := f.id()
	if err != nil {
		r.problem(f.name, 0, err)
		return nil
	}
	return r.read(ctx, f.name, in, l, func(*extract.Record) string { return id })
}

// readStream reads through a pipe, so that a blocked stream does not keep a
// cancelled run waiting.
func (r *run) readStream(ctx context.Context, in io.Reader, l *lanes) error {
	near, far := io.Pipe()
	defer near.Close()
	defer context.AfterFunc(ctx, func() { near.CloseWithError(ctx.Err()) })()
	go func() {
		_, err := io.Copy(far, in)
		far.CloseWithError(err)
	}()
	return r.read(ctx, stream, near, l, streamID)
}

// read deals the records of one file; newID names those that have no id.
func (r *run) read(ctx context.Context, name string, in io.Reader, l *lanes, newID func(*extract.Record) string) error {
	r.count(func(s *Summary) { s.Files++ })
	for rec, err := range extract.Read(name, &meter{ctx, in, r, name}, r.opt.Extract) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && rec.ID == "" {
			rec.ID = newID(&rec)
		}
		d := r.writer.draft(name, rec, err)
		if r.writer.settle(&d); d.err != nil {
			r.tell(d.outcome(Refused))
			continue
		}
		if err := l.deal(ctx, d); err != nil {
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
	name string
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.in.Read(p)
	m.run.count(func(s *Summary) { s.Bytes += int64(n) })
	m.run.report(m.name, false)
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
	slug := viet.Slug(viet.Compose(baseName(path)))
	slug = strings.TrimRight(cut(slug, maxSlug), "-")
	if slug == "" {
		slug = "text"
	}
	return slug + "-" + hash(abs)[:8], nil
}

// baseName is the name of a file without its ending.
func baseName(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
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

// totalSize returns the bytes of all files, or 0 when a stream is among them.
func totalSize(sources []Source, follow bool) (total int64) {
	for f, err := range files(sources, follow) {
		if f.stream != nil {
			return 0
		}
		if err == nil {
			total += f.size()
		}
	}
	return total
}

var errNothing = errors.New("the folder holds no file; hidden ones are passed over")
