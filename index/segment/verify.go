package segment

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// Verifier compares the bytes of a file with the sums that were written with
// them, as they are written to it in order: a file that is copied is compared on
// the way. It notices every byte that changed.
type Verifier struct {
	table []section
	sum   uint32 // of the table
	tail  []byte // table and footer
	size  uint64
	end   uint64 // of what is written to it

	at   uint64
	next int    // section at hand or next
	part uint32 // sum of it so far
	bad  error  // the first damage
}

// NewVerifier reads the table of a file. It returns ErrFormat, a *DamageError,
// or an error of the file.
func NewVerifier(file io.ReaderAt, size int64) (*Verifier, error) {
	end, err := tailOf(file, size, footerSize)
	if err != nil {
		return nil, err
	}
	f, err := readFooter(end)
	if err != nil {
		return nil, err
	}
	rows := int64(f.Sections) * int64(sectionSize)
	if rows > size-int64(footerSize) {
		return nil, &DamageError{"table"}
	}
	tail, err := tailOf(file, size, int(rows)+footerSize)
	if err != nil {
		return nil, err
	}
	table, err := readTable(tail, size)
	if err != nil {
		return nil, err
	}
	at := uint64(0)
	for i := range table {
		if table[i].Offset < at {
			return nil, &DamageError{"table"}
		}
		at = table[i].Offset + table[i].Length
	}
	return &Verifier{table: table, sum: f.TableSum, tail: tail, size: uint64(size), end: uint64(size)}, nil
}

// tailOf reads the last n bytes of a file to an aligned address.
func tailOf(file io.ReaderAt, size int64, n int) ([]byte, error) {
	if size < int64(n) || size%alignment != 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, size)
	}
	b := bytesOf(make([]uint64, n/alignment))
	if _, err := file.ReadAt(b, size-int64(n)); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}

// Sum stands for all that was written into the file.
func (v *Verifier) Sum() uint32 { return v.sum }

// Write takes the next bytes of the file. It never fails; End tells.
func (v *Verifier) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		p = p[v.take(p):]
	}
	return n, nil
}

// take takes bytes of one section, or of what is between two or behind the last.
func (v *Verifier) take(p []byte) (n int) {
	tailAt := v.size - uint64(len(v.tail))
	switch {
	case v.next < len(v.table) && v.at >= v.table[v.next].Offset:
		return v.section(p)
	case v.next < len(v.table):
		n = int(min(uint64(len(p)), v.table[v.next].Offset-v.at))
		v.padding(p[:n])
	case v.at < tailAt:
		n = int(min(uint64(len(p)), tailAt-v.at))
		v.padding(p[:n])
	default:
		n = len(p)
		if from := v.at - tailAt; from+uint64(n) > uint64(len(v.tail)) || !bytes.Equal(p, v.tail[from:from+uint64(n)]) {
			v.found("table")
		}
	}
	v.at += uint64(n)
	return n
}

func (v *Verifier) section(p []byte) int {
	e := &v.table[v.next]
	n := int(min(uint64(len(p)), e.Offset+e.Length-v.at))
	v.part = crc32.Update(v.part, castagnoli, p[:n])
	if v.at += uint64(n); v.at == e.Offset+e.Length {
		if v.part != e.Sum {
			v.found(e.ID.String())
		}
		v.next, v.part = v.next+1, 0
	}
	return n
}

// padding takes bytes that belong to no section.
func (v *Verifier) padding(p []byte) {
	for _, b := range p {
		if b != 0 {
			v.found("padding")
		}
	}
}

func (v *Verifier) found(section string) {
	if v.bad == nil {
		v.bad = &DamageError{section}
	}
}

// End returns a *DamageError unless all of the file was written and is as it was.
func (v *Verifier) End() error {
	if v.bad == nil && v.at != v.end {
		v.found("table")
	}
	return v.bad
}

// VerifyPiece is the most that Verify reads at once, in bytes.
const VerifyPiece = 256 << 10

// Verify compares the segment with its sums. each is called before up to
// VerifyPiece bytes are read, with their number, and its error ends the reading.
func (s *Segment) Verify(each func(bytes int) error) error {
	data := s.sections.data
	v, err := NewVerifier(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	for rest := data; len(rest) > 0; {
		n := min(VerifyPiece, len(rest))
		if err := each(n); err != nil {
			return err
		}
		_, _ = v.Write(rest[:n])
		rest = rest[n:]
	}
	return v.End()
}

// VerifyDocuments compares what ids and stored values are read from with its
// sums: whatever else is damaged, those are as they were written.
func (s *Segment) VerifyDocuments() error {
	for i := range s.sections.table {
		e := &s.sections.table[i]
		switch e.ID &^ 0xffff {
		case headSection, storedOffsetSection, storedSection, dictionarySection:
		case orderSection, rankSection, orderBlockSection, orderKeySection:
			if e.ID&0xffff > 0 {
				continue
			}
		default:
			continue
		}
		if crc32.Checksum(s.sections.data[e.Offset:e.Offset+e.Length], castagnoli) != e.Sum {
			return &DamageError{e.ID.String()}
		}
	}
	return nil
}

// Sum stands for all that was written into the segment, as Verifier.Sum does.
func (s *Segment) Sum() uint32 { return s.sections.sum }
