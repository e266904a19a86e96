package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/segment"
)

// part is a file of a collection while it is copied.
type part struct {
	name    string // in a data directory, with slashes
	size    int64
	content []byte       // all of it, unless file is there
	file    *os.File     // may no longer have its name
	format  format       // of file, if that is a segment
	deleted []byte       // documents of it that are no more, as a roaring bitmap
	once    *writtenOnce // what else is written once
}

// newPart is a part that is in memory.
func newPart(name string, content []byte) part {
	return part{name: name, size: int64(len(content)), content: content}
}

func (p part) isSegment() bool { return p.file != nil && p.once == nil }

// reader reads the part from its beginning.
func (p part) reader() io.Reader {
	if p.file == nil {
		return bytes.NewReader(p.content)
	}
	return io.NewSectionReader(p.file, 0, p.size)
}

// copyTo writes the part to w and returns its SHA-256. A segment that does not
// have the CRC at its end is an *index.DamageError: it must not take the place of a
// sound one.
func (p part) copyTo(ctx context.Context, w io.Writer) (string, error) {
	if p.once != nil {
		return p.copyOnce(ctx, w)
	}
	sum := newSum()
	r := io.TeeReader(ctxReader{ctx, p.reader()}, io.MultiWriter(w, sum))
	if !p.isSegment() {
		if _, err := io.Copy(io.Discard, r); err != nil {
			return "", err
		}
	} else if detail, err := p.format.compare(p.file, r, p.size); err != nil {
		return "", err
	} else if detail != "" {
		file := strings.TrimPrefix(p.name, "index/")
		return "", &index.DamageError{Dir: strings.TrimSuffix(p.file.Name(), "/"+file), Files: []index.Damage{badSegment(file, detail)}}
	}
	return sum.String(), nil
}

// copyFile writes the part to a new file.
func (p part) copyFile(ctx context.Context, path string) (sum string, err error) {
	err = createFile(path, func(w io.Writer) (err error) {
		sum, err = p.copyTo(ctx, w)
		return err
	})
	return sum, err
}

// sameAs reports whether a file of a backup has the length and the sums of one that
// is written once; listed is what the backup says.
func (p part) sameAs(f *os.File, listed string) bool {
	info, err := f.Stat()
	if err != nil || info.Size() != p.size {
		return false
	}
	if p.once != nil {
		return listed == p.once.sum
	}
	if p.format != ownFormat {
		return false
	}
	a, err1 := segment.NewVerifier(p.file, p.size)
	b, err2 := segment.NewVerifier(f, p.size)
	return err1 == nil && err2 == nil && a.Sum() == b.Sum()
}

// sumOf returns the SHA-256 of what is read.
func sumOf(ctx context.Context, r io.Reader) (string, error) {
	sum := newSum()
	_, err := io.Copy(sum, ctxReader{ctx, r})
	return sum.String(), err
}

// fileSum is the SHA-256 of what is written to it.
type fileSum struct{ hash.Hash }

func newSum() fileSum { return fileSum{sha256.New()} }

// String returns the sum as sha256sum writes it.
func (s fileSum) String() string { return hex.EncodeToString(s.Sum(nil)) }

// ctxReader ends when its context does.
type ctxReader struct {
	ctx context.Context
	io.Reader
}

// Read implements io.Reader.
func (r ctxReader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

// createFile makes a new file of what write writes.
func createFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// sumList has the SHA-256 of files by their names.
type sumList map[string]string

// bytes returns the list in the form of sha256sum.
func (l sumList) bytes() []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&b, "%s  %s\n", l[name], name)
	}
	return b.Bytes()
}

// parseSumList reads what bytes wrote. A list that names anything but files of
// a backup is an error.
func parseSumList(raw []byte, besides extras) (sumList, error) {
	l := sumList{}
	for line := range strings.Lines(string(raw)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(sum) != 2*sha256.Size || !besides.isPart(name) {
			return nil, fmt.Errorf("%s: %q is no line of a backup's list", sumsOfBackup, line)
		}
		l[name] = sum
	}
	if l["index/"+rootName] == "" {
		return nil, fmt.Errorf("%s is not complete: it lists no index", sumsOfBackup)
	}
	return l, nil
}

func readSumList(path string, besides extras) (sumList, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseSumList(raw, besides)
}
