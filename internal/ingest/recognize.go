package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"vankien/internal/extract"
)

// Recognizing a page takes seconds, reading the rest of a file none. So a file is
// put as it can be read at once, and its pages that are images wait in the journal.
// They are recognised one by one when there is time, and each is kept as soon as it
// is done, so that nothing is done twice, whatever ends the work. Then the file is
// read again, with them, and its document put again.

// Recognize recognises the pages that wait, file by file, and puts their documents
// again; page is told of each before it is begun. What waits longer than the call,
// since its file has changed or cannot be read, waits for the next run. The error
// is one of the store or of ctx. opt has a Journal, and in Extract who recognises.
func Recognize(ctx context.Context, w *Writer, opt Options, page func(path string, n, of int)) (Summary, error) {
	all := newRun(w, opt)
	if opt.Extract.Apart == nil {
		return all.end(ctx, errors.New("nobody is there to recognise pages"))
	}
	tried := map[string]bool{}
	for {
		key := ""
		for _, k := range opt.Journal.waitingKeys() {
			if !tried[k] {
				key = k
				break
			}
		}
		if key == "" {
			return all.end(ctx, nil)
		}
		tried[key] = true
		if err := all.recognize(ctx, key, page); err != nil {
			return all.end(ctx, err)
		}
	}
}

// recognize recognises the pages of one file and reads it again.
func (r *run) recognize(ctx context.Context, key string, page func(string, int, int)) error {
	e := r.journal.get(key)
	if e == nil {
		return nil
	}
	f := r.fileOf(e, key)
	info, err := f.stat()
	if regular(info, err) != nil || !e.unchanged(info) {
		return nil
	}
	done := 0
	for _, pages := range e.Waits {
		if err := r.recognizePages(ctx, f, pages, func(n int) {
			done++
			if page != nil {
				page(f.name, done, pageCount(e.Waits))
			}
		}); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			r.see(Seen{Path: f.name, Member: pages.Member, Result: ResultFailed, Code: "unrecognised",
				Reason: fmt.Sprintf("its pages could not be recognised, and wait: %v", err)})
			return nil
		}
	}
	r.opt.Again = true
	return r.over(ctx, func(yield func(file, error) bool) { yield(f, nil) })
}

// fileOf is the file of an entry.
func (r *run) fileOf(e *entry, key string) file {
	at := e.path(key)
	f := file{name: at, path: at, at: at, rel: e.rel()}
	if e.Sent {
		f.name, f.home = f.rel, string(e.Home)
	}
	if sum, kept := strings.CutPrefix(key, sentPlace); kept && e.Sent && r.opt.Keep != nil {
		f.fsys, f.path = r.opt.Keep.FS(), sum
	}
	return f
}

// recognizePages recognises those pages that are not known yet. One that ends who
// recognises it has no text, then and ever.
func (r *run) recognizePages(ctx context.Context, f file, waits wait, begin func(n int)) error {
	name, data, err := r.waitingData(ctx, f, waits)
	if err != nil {
		return err
	}
	for _, n := range waits.Pages {
		if _, known := r.journal.Page(waits.SHA256, n); known {
			continue
		}
		begin(n)
		found, err := r.opt.Extract.Apart.Recognize(ctx, name, data, n)
		if errors.Is(err, extract.ErrPage) || errors.As(err, new(*extract.CrashError)) || errors.As(err, new(*extract.SizeError)) {
			r.see(Seen{Path: f.name, Member: waits.Member, Result: ResultFailed, Code: code(err, 0), Reason: fmt.Sprintf("page %d was given up: %v", n, err)})
			found, err = extract.Recognized{}, nil
		}
		if err == nil {
			err = r.journal.SetPage(waits.SHA256, n, found)
		}
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
	}
	return nil
}

// maxWaiting bounds the bytes of a file whose pages are recognised.
const maxWaiting = 256 << 20

// waitingData returns the bytes of the file whose pages wait, which may be one in
// an archive.
func (r *run) waitingData(ctx context.Context, f file, waits wait) (name string, data []byte, err error) {
	in, err := f.open()
	if err != nil {
		return "", nil, err
	}
	defer in.Close()
	if waits.Member == "" {
		data, err = io.ReadAll(io.LimitReader(in, maxWaiting))
		return filepath.Base(f.name), data, err
	}
	for rec, err := range extract.Read(f.name, in, r.extracting(ctx)) {
		if err == nil && rec.Member == waits.Member && sumHex(rec.Data) == waits.SHA256 {
			return path.Base(rec.Member), bytes.Clone(rec.Data), nil
		}
	}
	return "", nil, fmt.Errorf("%w: %s is not in it any more", os.ErrNotExist, waits.Member)
}
