package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"path"
	"slices"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/originals"
)

// original names the file that a record was read from. A line of a file of many
// records is its own source, so that a change of another line changes nothing.
func (t *tracked) original(rec *extract.Record) *index.Original {
	switch {
	case rec.Line > 0 || t.f.stream != nil:
		return nil
	case rec.Member != "" && rec.Data == nil:
		return nil
	case rec.Member != "":
		return &index.Original{SHA256: sumHex(rec.Data), Name: validName(t.f.rel + "/" + rec.Member), Type: rec.Type, Size: int64(len(rec.Data))}
	case t.entry.SHA256 == "":
		return nil
	}
	return &index.Original{SHA256: t.entry.SHA256, Name: validName(t.f.rel), Type: rec.Type, Size: t.entry.Size}
}

func sumHex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// changedError is the error for a file that was changed while it was read.
type changedError struct{ err error }

func (e *changedError) Error() string { return e.err.Error() }
func (e *changedError) Unwrap() error { return e.err }

// keep keeps the file of a record, as far as flushKept is yet to get it on disk.
func (r *run) keep(t *tracked, rec *extract.Record, o *index.Original) error {
	if o == nil || r.kept == nil {
		return nil
	}
	in := io.Reader(bytes.NewReader(rec.Data))
	if rec.Member == "" {
		f, err := t.f.open()
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	err := r.kept.Put(o.SHA256, in)
	if errors.Is(err, originals.ErrSum) {
		return &changedError{err}
	}
	return err
}

// beforePut gets on disk what documents that are about to be put hang on: the homes of
// their files, and what was kept. What is kept for nothing harms less than a document
// whose original is not there.
func (r *run) beforePut() error {
	if err := r.journal.claim(); err != nil || r.kept == nil {
		return err
	}
	return r.kept.Flush()
}

// withPages yields a record, or if pages of it wait that were recognised before,
// the record with those.
func (r *run) withPages(t *tracked, m *meter, rec extract.Record, err error) iter.Seq2[extract.Record, error] {
	once := func(yield func(extract.Record, error) bool) { yield(rec, err) }
	if err != nil || len(rec.Unread) == 0 || rec.Line > 0 || t.f.stream != nil {
		return once
	}
	if t.entry.SHA256 == "" {
		t.entry.SHA256 = m.finish()
	}
	opt, sum := r.extracting(m.ctx), t.sumOf(&rec)
	opt.Pages = map[int]extract.Recognized{}
	for _, n := range rec.Unread {
		if p, ok := r.journal.Page(sum, n); ok {
			opt.Pages[n] = p
		}
	}
	if len(opt.Pages) == 0 {
		return once
	}
	return func(yield func(extract.Record, error) bool) {
		in, name := io.Reader(bytes.NewReader(rec.Data)), path.Base(rec.Member)
		if rec.Member == "" {
			f, err := t.f.open()
			if err != nil {
				yield(extract.Record{}, err)
				return
			}
			defer f.Close()
			in, name = f, t.f.name
		}
		for again, err := range extract.Read(name, in, opt) {
			if again.Member == "" {
				again.Member, again.Data = rec.Member, rec.Data
			}
			if !yield(again, err) {
				return
			}
		}
	}
}

// sumOf is the SHA-256 of the file that a record was read from.
func (t *tracked) sumOf(rec *extract.Record) string {
	if rec.Member != "" {
		return sumHex(rec.Data)
	}
	return t.entry.SHA256
}

// note notes the pages of a record that are yet to be recognised.
func (r *run) note(t *tracked, rec *extract.Record) {
	if len(rec.Unread) == 0 || t.key == "" || rec.Line > 0 {
		return
	}
	sum := t.sumOf(rec)
	waits := slices.DeleteFunc(slices.Clone(rec.Unread), func(n int) bool {
		_, known := r.journal.Page(sum, n)
		return known
	})
	if left := max(0, MaxRecognized-r.journal.knownPages(sum)); len(waits) > left {
		waits = waits[:left]
	}
	if len(waits) > 0 {
		t.entry.Waits = append(t.entry.Waits, wait{rec.Member, sum, waits})
	}
}
