package remote

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"time"
)

// open returns the content of a head.
func (b *Beside) open(name string, head *besideDoc) *chunked {
	return &chunked{beside: b, name: name, head: *head, chunk: -1}
}

// chunked reads chunks, of which it holds one.
type chunked struct {
	beside *Beside
	name   string
	head   besideDoc
	at     int64
	chunk  int
	bytes  []byte
}

func (c *chunked) Read(p []byte) (int, error) {
	if c.at >= c.head.Size {
		return 0, io.EOF
	}
	if n := int(c.at / chunkBytes); n != c.chunk {
		if err := c.load(n); err != nil {
			return 0, err
		}
	}
	off := int(c.at % chunkBytes)
	if off >= len(c.bytes) {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, c.bytes[off:])
	c.at += int64(n)
	return n, nil
}

// load reads a chunk. One that is not there ends the content before its time.
func (c *chunked) load(n int) error {
	h, err := c.beside.getOne(chunkID(c.head.Upload, n))
	if err != nil {
		return &fs.PathError{Op: "read", Path: c.name, Err: err}
	}
	c.chunk, c.bytes = n, h.Source.Value
	return nil
}

func (c *chunked) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.head.Size
	}
	if offset < 0 {
		return 0, &fs.PathError{Op: "seek", Path: c.name, Err: fs.ErrInvalid}
	}
	c.at = offset
	return offset, nil
}

func (c *chunked) Close() error { return nil }

func (c *chunked) Stat() (fs.FileInfo, error) { return contentInfo{c}, nil }

// contentInfo describes a content as a file that nobody writes.
type contentInfo struct{ c *chunked }

func (i contentInfo) Name() string       { return i.c.name }
func (i contentInfo) Size() int64        { return i.c.head.Size }
func (i contentInfo) Mode() fs.FileMode  { return 0o444 }
func (i contentInfo) ModTime() time.Time { return time.UnixMilli(i.c.head.Time) }
func (i contentInfo) IsDir() bool        { return false }
func (i contentInfo) Sys() any           { return nil }

// partBlob has the heads of contents that are known by name and replaced whole.
const partBlob = "blob"

// Blob is a content with a name of its own, such as a table, which is replaced whole.
type Blob struct {
	beside *Beside
	name   string
}

// Blob returns the content of a name, which need not be there.
func (b *Beside) Blob(name string) *Blob { return &Blob{b, name} }

// State says what the content is of, as who saved it said; "" when there is none.
func (b *Blob) State() (string, error) {
	h, err := b.beside.getOne(besideID(partBlob, b.name))
	return h.Source.State, err
}

// Load returns the content, or fs.ErrNotExist.
func (b *Blob) Load() (content []byte, state string, err error) {
	for range blobTries {
		h, err := b.beside.getOne(besideID(partBlob, b.name))
		if err != nil {
			return nil, "", err
		}
		if !h.Found {
			return nil, "", &fs.PathError{Op: "load", Path: b.name, Err: fs.ErrNotExist}
		}
		content, err = io.ReadAll(b.beside.open(b.name, &h.Source))
		if !errors.Is(err, io.ErrUnexpectedEOF) { // it was replaced while it was read
			return content, h.Source.State, err
		}
	}
	return nil, "", &fs.PathError{Op: "load", Path: b.name, Err: io.ErrUnexpectedEOF}
}

// blobTries is how often a content is read or replaced that others replace meanwhile.
const blobTries = 10

// Save replaces the content by what write writes, which is of some state. When it
// returns nil, all processes load it.
func (b *Blob) Save(state string, write func(io.Writer) error) error {
	f := b.beside.Files()
	defer f.Close()
	out, in := io.Pipe()
	go func() { in.CloseWithError(write(in)) }()
	part, err := f.Write(out)
	out.Close()
	if err != nil {
		return err
	}
	f.mu.Lock()
	err = f.flush()
	up := f.parts[part]
	f.mu.Unlock()
	if err == nil {
		err = b.replace(&besideDoc{Part: partBlob, Key: b.name, Size: up.size, Upload: part, Chunks: up.chunks, State: state, Time: time.Now().UnixMilli()})
	}
	if err != nil {
		return errors.Join(err, f.Drop(part))
	}
	f.mu.Lock()
	delete(f.parts, part)
	f.mu.Unlock()
	return nil
}

// replace makes a head that of the content, and removes what was there.
func (b *Blob) replace(head *besideDoc) error {
	for range blobTries {
		old, err := b.beside.getOne(besideID(partBlob, b.name))
		if err != nil {
			return err
		}
		op := besideOp{do: "create", id: besideID(partBlob, b.name), doc: head}
		if old.Found {
			op.do, op.when = "index", &old
		}
		if old.Source.Upload == head.Upload {
			return nil // it was there after all
		}
		status, err := b.beside.write(true, op)
		if err != nil {
			return err
		}
		if status[0] < http.StatusMultipleChoices {
			_, err := b.beside.write(false, dropped(old.Source.Upload, old.Source.Chunks)...)
			return err
		}
	}
	return fmt.Errorf("others replace %s all the time", b.name)
}
