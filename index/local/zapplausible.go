package local

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	zap "github.com/blevesearch/zapx/v17"
)

// When zapx opens a segment it makes room for as many chunks of doc values as
// the file says there are, before it reads any of them. A flipped bit there asks
// for more memory than there is, which ends the process and cannot be recovered
// from. So of a file that may be damaged these numbers are looked
// at beforehand: each chunk has a byte of its own at the least.

// errImplausible says that a segment says what cannot be.
var errImplausible = errors.New("what it says of itself cannot be")

// plausible returns an error when a file cannot be a segment that it is safe to
// open. What it reads follows the layout of zapx, version 17.
func plausible(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s := zapFile{f, info.Size()}
	sections := int64(s.number(s.size - 20)) // after it: 4 bytes each of chunk mode, version, sum
	fields, n := s.varint(sections)
	if fields > uint64(s.size)/8 {
		return errImplausible
	}
	for i := range int64(fields) {
		if !s.field(int64(s.number(sections + n + 8*i))) {
			return errImplausible
		}
	}
	return nil
}

// zapFile reads numbers of a segment; what lies outside of the file is 0.
type zapFile struct {
	io.ReaderAt
	size int64
}

func (s zapFile) number(at int64) uint64 {
	var b [8]byte
	if at >= 0 {
		_, _ = s.ReadAt(b[:], at)
	}
	return binary.BigEndian.Uint64(b[:])
}

func (s zapFile) varint(at int64) (v uint64, n int64) {
	var b [binary.MaxVarintLen64]byte
	if at >= 0 {
		_, _ = s.ReadAt(b[:], at)
	}
	v, k := binary.Uvarint(b[:])
	return v, int64(k)
}

// field looks at the sections of a field.
func (s zapFile) field(at int64) bool {
	if at == 0 {
		return true
	}
	name, n := s.varint(at)
	if name > uint64(s.size) {
		return false
	}
	at += n + int64(name)
	_, n = s.varint(at) // options
	at += n
	sections, n := s.varint(at)
	at += n
	if sections > zap.NumSections {
		return false
	}
	for i := range int64(sections) {
		if !s.docValues(int64(s.number(at + 10*i + 2))) { // 2 bytes of kind, 8 of place
			return false
		}
	}
	return true
}

// docValues looks at the number of chunks at the end of a section's doc values.
func (s zapFile) docValues(at int64) bool {
	if at == 0 {
		return true
	}
	_, n := s.varint(at) // where they begin
	end, _ := s.varint(at + n)
	return end > uint64(s.size) || s.number(int64(end)-8) <= uint64(s.size)
}
