package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vankien/internal/extract"
)

// Source is what a Run reads: a file or a folder on the disk, a tree of files,
// or a stream. Of folders and trees all files are read, in order of their names,
// except what is hidden or temporary.
type Source struct {
	Path   string    // of a file or folder; in FS, if that is set
	Name   string    // what it is called when it is spoken of; "" means Path
	Root   string    // folder that ids and names of originals begin below; "" is the one in which Path stands
	FS     fs.FS     // a tree in which ids are names of files: it stands nowhere
	Sent   *Sent     // the file was sent; Path is where it is kept, in FS if that is set
	Stream io.Reader // read instead of a file, and named "-"
}

// Sent is a file that somebody sent: it has no place of its own among others.
type Sent struct {
	Name string // as its sender calls it
	Home string // path that ids of its documents are made of, another one for other content
}

// sentPlace stands before the name of a file that was sent, where no disk has it.
const sentPlace = "originals:"

// stream is the name of a stream in problems.
const stream = "-"

var errNothing = errors.New("the folder holds no file that could be read")

// file is the file or folder itself.
func (s Source) file() (file, error) {
	f := file{name: cmp.Or(s.Name, s.Path), fsys: s.FS, path: s.Path, named: true}
	if s.FS != nil && s.Sent != nil {
		f.at, f.name, f.rel, f.home = sentPlace+s.Path, s.Sent.Name, norm.NFC.String(s.Sent.Name), s.Sent.Home
		return f, nil
	}
	if s.FS != nil {
		f.rel = norm.NFC.String(s.Path)
		return f, nil
	}
	at, err := filepath.Abs(s.Path)
	if err != nil {
		return f, err
	}
	if s.Sent != nil {
		f.at, f.name, f.rel, f.home = at, s.Sent.Name, norm.NFC.String(s.Sent.Name), s.Sent.Home
		return f, nil
	}
	root := filepath.Dir(at)
	if s.Root != "" {
		if root, err = filepath.Abs(s.Root); err != nil {
			return f, err
		}
	}
	rel, err := filepath.Rel(root, at)
	if err != nil || !filepath.IsLocal(rel) {
		return f, errOutsideRoot
	}
	f.at, f.rel = at, norm.NFC.String(filepath.ToSlash(rel))
	return f, nil
}

// readAll deals the records of all files. It returns an error only when ctx ends
// or the store fails.
func (r *run) readAll(ctx context.Context, found iter.Seq2[file, error], l *lanes) error {
	for f, err := range found {
		if err != nil {
			r.pass(f, err)
			err = nil
		} else {
			err = r.readFile(ctx, f, l)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && r.journal.waiting() >= maxHeld {
			err = r.journal.flush()
		}
		if err == nil {
			err = l.flushLate(ctx)
		}
		if err != nil {
			return err
		}
	}
	return l.flush(ctx)
}

// maxHeld bounds what a journal holds of files without documents, which wait for
// no batch.
const maxHeld = 5000

func (r *run) readFile(ctx context.Context, f file, l *lanes) error {
	if f.stream != nil {
		return r.readStream(ctx, f, l)
	}
	info, err := f.stat()
	if err := regular(info, err); err != nil {
		r.pass(f, err)
		return nil
	}
	t := r.track(f, info)
	if r.settled(t) {
		r.asBefore(t)
		r.report(f.name, false)
		return nil
	}
	in, err := f.openRegular()
	if err != nil {
		r.pass(f, err)
		return nil
	}
	defer in.Close()
	return r.read(ctx, t, in, l)
}

// readStream reads through a pipe, so that a blocked stream does not keep a
// cancelled run waiting.
func (r *run) readStream(ctx context.Context, f file, l *lanes) error {
	near, far := io.Pipe()
	defer near.Close()
	defer context.AfterFunc(ctx, func() { near.CloseWithError(ctx.Err()) })()
	go func() {
		_, err := io.Copy(far, f.stream)
		far.CloseWithError(err)
	}()
	return r.read(ctx, r.track(f, nil), near, l)
}

// read deals the records of one file.
func (r *run) read(ctx context.Context, t *tracked, in io.Reader, l *lanes) error {
	r.count(func(s *Summary) {
		s.Files++
		r.queue = append(r.queue, t)
	})
	m := &meter{ctx: ctx, in: in, run: r, name: t.f.name, sum: sha256.New()}
	good := false
	for rec, err := range extract.Read(t.f.name, m, r.extracting(ctx)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for rec, err := range r.withPages(t, m, rec, err) {
			ok, err := r.take(ctx, t, m, rec, err, l)
			if err != nil {
				return err
			}
			good = good || ok
		}
	}
	if good {
		r.used++
		t.entry.SHA256 = m.finish()
		r.wasMoved(t)
		if t.key != "" && t.entry.SHA256 != "" {
			t.twin = r.journal.pass(t.key, &t.entry)
		}
	}
	r.count(func(*Summary) {
		if t.read = true; t.f.result(t.entry.Code) == ResultFailed {
			r.used++
		}
		r.conclude(t)
	})
	return nil
}

// take makes a document of a record and deals it; ok is false for one that is
// refused.
func (r *run) take(ctx context.Context, t *tracked, m *meter, rec extract.Record, err error, l *lanes) (ok bool, fatal error) {
	if err == nil {
		if rec.Line == 0 && t.entry.SHA256 == "" {
			t.entry.SHA256 = m.finish() // what has one record has been read whole
		}
		if err := r.identify(ctx, t, &rec); err != nil {
			return false, err
		}
		r.note(t, &rec)
	}
	d := r.writer.draft(t.f.name, rec, err)
	if d.err == nil {
		o := t.original(&rec)
		if o != nil { // else what the record states, if it states one
			d.doc.Original = o
		}
		if d.err = r.keep(t, &rec, o); d.err != nil && !errors.As(d.err, new(*changedError)) {
			return false, d.err
		}
	}
	if r.writer.settle(&d); d.err != nil {
		r.refuse(t, Seen{Path: t.f.name, Member: rec.Member, Line: rec.Line}, d.err)
		return false, nil
	}
	r.count(func(*Summary) { t.open++ })
	return true, l.deal(ctx, origin{t, rec.Member}, d)
}

// extracting is how files are read until ctx ends: what another process reads for a
// cancelled run is not waited for.
func (r *run) extracting(ctx context.Context) extract.Options {
	opt := r.opt.Extract
	if opt.Apart != nil {
		opt.Apart = until{opt.Apart, ctx}
	}
	return opt
}

// until has files read as long as ctx lasts.
type until struct {
	extract.Apart
	ctx context.Context
}

func (u until) Extract(_ context.Context, name string, data []byte, opt extract.Options) ([]extract.Record, error) {
	return u.Apart.Extract(u.ctx, name, data, opt)
}

// meter counts, sums and reports the bytes read, and fails once ctx has ended.
type meter struct {
	ctx  context.Context
	in   io.Reader
	run  *run
	name string
	sum  hash.Hash
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.in.Read(p)
	m.sum.Write(p[:n])
	m.run.count(func(s *Summary) { s.Bytes += int64(n) })
	m.run.report(m.name, false)
	return n, err
}

// finish reads what is left of the file and returns the SHA-256 of all of it, ""
// when it cannot be read.
func (m *meter) finish() string {
	if _, err := io.Copy(io.Discard, m); err != nil {
		return ""
	}
	return hex.EncodeToString(m.sum.Sum(nil))
}

// totalSize returns the bytes of all files, or 0 when a stream is among them.
func totalSize(sources []Source, follow bool) (total int64) {
	for f, err := range files(sources, follow, nil) {
		if f.stream != nil {
			return 0
		}
		if err == nil {
			total += f.size()
		}
	}
	return total
}

// maxName keeps a path within what a document may have of it.
const maxName = 4000

// validName makes a path with slashes fit for being stored and shown. Of one that
// is too long the end tells more.
func validName(path string) string {
	path = strings.ToValidUTF8(path, "\uFFFD")
	if len(path) <= maxName {
		return path
	}
	path = path[len(path)-maxName:]
	for !utf8.RuneStart(path[0]) {
		path = path[1:]
	}
	return "…" + path
}
