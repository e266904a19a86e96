package remote

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A content is cut into chunks, each a document that is written once, under the name
// of its upload. When all of them are acknowledged, a head is created that says how
// many there are and makes the content exist: who finds a head finds all of it. Of
// two processes that upload the same, one creates the head, and the other drops its
// chunks. What was uploaded by a process that ended before it created the head is
// found by its session, and removed a day later.
//
// Small contents wait until there is a chunk's worth of them or they are to be named,
// and travel together.

// Parts of the index that contents are in.
const (
	partChunk    = "chunk"
	partOriginal = "original"
	partSession  = "session"
)

// chunkBytes is the size of all chunks of a content but the last.
const chunkBytes = 4 << 20

// Files keeps files under the SHA-256 of their bytes. Errors for a file that is not
// there are fs.ErrNotExist.
type Files struct {
	beside  *Beside
	session string

	mu      sync.Mutex
	waiting []besideOp        // chunks that are not written yet
	bytes   int               // of these
	parts   map[string]upload // that have no head yet
	seen    time.Time         // when the session was last written down
}

// upload is a content without a head.
type upload struct {
	size   int64
	chunks int
}

// Files returns the files of a collection.
func (b *Beside) Files() *Files {
	return &Files{beside: b, session: rand.Text(), parts: map[string]upload{}}
}

func chunkID(name string, n int) string { return fmt.Sprintf("%s:%s:%d", partChunk, name, n) }

// Write uploads a content and returns the name of the upload.
func (f *Files) Write(in io.Reader) (part string, err error) {
	part = rand.Text()
	var up upload
	for {
		var chunk bytes.Buffer
		n, err := io.CopyN(&chunk, in, chunkBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return "", errors.Join(err, f.Drop(part))
		}
		f.mu.Lock()
		if n > 0 {
			if bad := f.add(part, up.chunks, chunk.Bytes()); bad != nil {
				f.mu.Unlock()
				return "", errors.Join(bad, f.Drop(part))
			}
			up.size, up.chunks = up.size+n, up.chunks+1
		}
		f.parts[part] = up
		f.mu.Unlock()
		if err != nil {
			return part, nil
		}
	}
}

// add takes a chunk, and writes all that wait when there is enough of them. Callers
// hold mu.
func (f *Files) add(part string, n int, chunk []byte) error {
	doc := &besideDoc{Part: partChunk, Key: fmt.Sprintf("%s/%08d", part, n), Value: chunk, Upload: part, Session: f.session}
	f.waiting, f.bytes = append(f.waiting, besideOp{do: "index", id: chunkID(part, n), doc: doc}), f.bytes+len(chunk)
	if f.bytes < chunkBytes {
		return nil
	}
	return f.flush()
}

// sessionAgain is how often it is written down that a session goes on, and
// sessionOver when it has ended without a word.
const (
	sessionAgain = time.Hour
	sessionOver  = 24 * time.Hour
)

// flush writes the chunks that wait. Callers hold mu.
func (f *Files) flush() error {
	if len(f.waiting) == 0 {
		return nil
	}
	if now := time.Now(); now.Sub(f.seen) > sessionAgain {
		doc := &besideDoc{Part: partSession, Key: f.session, Time: now.UnixMilli()}
		if _, err := f.beside.write(false, besideOp{do: "index", id: besideID(partSession, f.session), doc: doc}); err != nil {
			return err
		}
		f.seen = now
	}
	if _, err := f.beside.write(false, f.waiting...); err != nil {
		return err
	}
	f.waiting, f.bytes = nil, 0
	return nil
}

// Name makes uploads the files of their sums: all exist when it returns nil. A file
// that is there stays as it is.
func (f *Files) Name(parts map[string]string) error {
	sums := slices.Sorted(maps.Keys(parts))
	heads, err := f.heads(sums, parts)
	if err != nil {
		return err
	}
	status, err := f.beside.write(true, heads...)
	if err != nil {
		return err
	}
	for i, op := range heads {
		if status[i] == http.StatusConflict {
			if err := f.yield(op.doc.Key, op.doc.Upload); err != nil {
				return err
			}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, op := range heads {
		delete(f.parts, op.doc.Upload)
	}
	return nil
}

// heads writes the chunks that wait and returns the heads of uploads. One without an
// upload has been named before, or there is none.
func (f *Files) heads(sums []string, parts map[string]string) (ops []besideOp, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.flush(); err != nil {
		return nil, err
	}
	for _, sum := range sums {
		up, known := f.parts[parts[sum]]
		if !known {
			if there, err := f.Keep(sum); err != nil || !there {
				return nil, errors.Join(err, &fs.PathError{Op: "name", Path: sum, Err: fs.ErrNotExist})
			}
			continue
		}
		ops = append(ops, besideOp{do: "create", id: besideID(partOriginal, sum), doc: &besideDoc{Part: partOriginal, Key: sum, Size: up.size,
			Upload: parts[sum], Chunks: up.chunks, Time: time.Now().UnixMilli()}})
	}
	return ops, nil
}

// yield drops an upload of what another process has uploaded, unless that was this one
// after all.
func (f *Files) yield(sum, part string) error {
	head, err := f.beside.getOne(besideID(partOriginal, sum))
	if err != nil || head.Found && head.Source.Upload == part {
		return err
	}
	if there, err := f.Keep(sum); err != nil || !there {
		return errors.Join(err, fmt.Errorf("%s was removed while it was kept: try again", sum))
	}
	return f.Drop(part)
}

// Drop removes uploads that have no head.
func (f *Files) Drop(parts ...string) error {
	var ops []besideOp
	f.mu.Lock()
	for _, part := range parts {
		ops = append(ops, dropped(part, f.parts[part].chunks)...)
		delete(f.parts, part)
		f.waiting = slices.DeleteFunc(f.waiting, func(op besideOp) bool { return op.doc.Upload == part })
	}
	f.mu.Unlock()
	if len(ops) == 0 {
		return nil
	}
	_, err := f.beside.write(false, ops...)
	return err
}

func dropped(upload string, chunks int) (ops []besideOp) {
	for n := range chunks {
		ops = append(ops, besideOp{do: "delete", id: chunkID(upload, n)})
	}
	return ops
}

// Keep reports whether a file is there, and has it stay.
func (f *Files) Keep(sum string) (bool, error) {
	for {
		head, err := f.beside.getOne(besideID(partOriginal, sum))
		if err != nil || !head.Found || head.Source.Kept {
			return head.Found, err
		}
		kept := head.Source
		kept.Kept = true
		status, err := f.beside.write(false, besideOp{do: "index", id: head.ID, doc: &kept, when: &head})
		if err != nil || status[0] < http.StatusMultipleChoices {
			return err == nil, err
		}
	}
}

// Remove removes a file, unless another process keeps it.
func (f *Files) Remove(sum string) error {
	for {
		head, err := f.beside.getOne(besideID(partOriginal, sum))
		if err != nil || head.Found && head.Source.Kept {
			return err
		}
		if !head.Found {
			return &fs.PathError{Op: "remove", Path: sum, Err: fs.ErrNotExist}
		}
		status, err := f.beside.write(true, besideOp{do: "delete", id: head.ID, when: &head})
		if err != nil {
			return err
		}
		if status[0] < http.StatusMultipleChoices {
			_, err := f.beside.write(false, dropped(head.Source.Upload, head.Source.Chunks)...)
			return err
		}
	}
}

// Open opens a file, which is an io.ReadSeeker, too.
func (f *Files) Open(sum string) (fs.File, error) {
	head, err := f.beside.getOne(besideID(partOriginal, sum))
	if err != nil {
		return nil, err
	}
	if !head.Found {
		return nil, &fs.PathError{Op: "open", Path: sum, Err: fs.ErrNotExist}
	}
	return f.beside.open(sum, &head.Source), nil
}

// Each calls f with the sum and the size of every file.
func (f *Files) Each(call func(sum string, size int64) error) error {
	return f.beside.each(where(partOriginal), false, func(h besideHit) error { return call(h.Source.Key, h.Source.Size) })
}

// Clean removes what processes uploaded that ended a day ago without saying so.
func (f *Files) Clean() error {
	old := object{"range": object{"time": object{"lt": time.Now().Add(-sessionOver).UnixMilli()}}}
	return f.beside.each(where(partSession, old), false, func(h besideHit) error {
		if err := f.cleanSession(h.Source.Key); err != nil {
			return err
		}
		_, err := f.beside.write(true, besideOp{do: "delete", id: h.ID, when: &h})
		return err
	})
}

// cleanSession removes the chunks of a session that belong to no head.
func (f *Files) cleanSession(session string) error {
	of := where(partChunk, object{"term": object{"session": session}})
	for behind := ""; ; {
		chunks, err := f.beside.find(of, behind, besidePage, false)
		if err != nil || len(chunks) == 0 {
			return err
		}
		behind = chunks[len(chunks)-1].Source.Key
		ops, err := f.orphans(chunks)
		if err == nil && len(ops) > 0 {
			_, err = f.beside.write(false, ops...)
		}
		if err != nil {
			return err
		}
	}
}

// orphans returns the changes that remove those of some chunks that belong to no head.
func (f *Files) orphans(chunks []besideHit) (ops []besideOp, err error) {
	uploads := map[string]bool{}
	for _, h := range chunks {
		uploads[h.Source.Upload] = true
	}
	heads, err := f.beside.find(object{"bool": object{
		"filter":   object{"terms": object{"upload": slices.Sorted(maps.Keys(uploads))}},
		"must_not": object{"term": object{"part": partChunk}}}}, "", besidePage, false)
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		delete(uploads, h.Source.Upload)
	}
	for _, h := range chunks {
		if uploads[h.Source.Upload] {
			ops = append(ops, besideOp{do: "delete", id: h.ID})
		}
	}
	return ops, nil
}

// Size counts the files and their bytes.
func (f *Files) Size() (files int, bytes int64, err error) { return f.beside.size(where(partOriginal)) }

// Close ends the session, after which nothing of it is to be cleaned.
func (f *Files) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen.IsZero() || len(f.parts) > 0 {
		return nil
	}
	_, err := f.beside.write(false, besideOp{do: "delete", id: besideID(partSession, f.session)})
	return err
}
