package duplicate

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"vankien/internal/viet"
)

// A set is written whole:
//
//	magic, which holds the version of this form and of the reading of words
//	state      text: whatever the caller keeps beside it
//	documents  count; each: id, sum, words, day, number, same, bands
//	pairs      count; each: two documents by their place, and what was measured
//	SHA-256 of all before
//
// Counts, lengths and numbers are uvarints, hashes little-endian.
const magic = "vankien duplicates 1, words " + viet.Version + "\n"

// Write writes the set and a state of the caller's, which Read gives back.
func (s *Set) Write(w io.Writer, state string) error {
	sum := sha256.New()
	e := encoder{w: bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16)}
	e.w.WriteString(magic)
	e.text(state)
	e.number(uint64(len(s.at)))
	places := make([]uint32, len(s.docs))
	n := uint32(0)
	for i := range s.docs {
		if d := &s.docs[i]; d.id != "" {
			e.entry(d)
			places[i] = n
			n++
		}
	}
	count := 0
	for range s.valid() {
		count++
	}
	e.number(uint64(count))
	for p := range s.valid() {
		e.fixed(places[p.a], places[p.b], math.Float32bits(p.jaccard), math.Float32bits(p.containment))
	}
	if err := e.w.Flush(); err != nil {
		return err
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}

// encoder leaves errors to its writer, which keeps the first.
type encoder struct {
	w   *bufio.Writer
	buf []byte
}

func (e *encoder) number(n uint64) {
	e.buf = binary.AppendUvarint(e.buf[:0], n)
	e.w.Write(e.buf)
}

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.w.WriteString(s)
}

func (e *encoder) fixed(list ...uint32) {
	e.buf = e.buf[:0]
	for _, x := range list {
		e.buf = binary.LittleEndian.AppendUint32(e.buf, x)
	}
	e.w.Write(e.buf)
}

func (e *encoder) entry(d *entry) {
	e.text(d.id)
	e.fixed(uint32(d.sum), uint32(d.sum>>32), d.Words, uint32(d.Day))
	e.text(d.Number)
	e.w.Write(d.Same[:])
	e.number(uint64(len(d.Bands)))
	e.fixed(d.Bands...)
}

// ErrDamaged says that what was read is no set as Write wrote it, or one of
// another version.
var ErrDamaged = errors.New("the signatures of documents are damaged or of another version")

// Read reads a set, and the state that was written with it.
func Read(data []byte) (s *Set, state string, err error) {
	end := len(data) - sha256.Size
	if end < len(magic) || string(data[:len(magic)]) != magic {
		return nil, "", fmt.Errorf("%w: they do not begin as such", ErrDamaged)
	}
	if sum := sha256.Sum256(data[:end]); !bytes.Equal(sum[:], data[end:]) {
		return nil, "", fmt.Errorf("%w: their sum is another one", ErrDamaged)
	}
	d := decoder{data: data[len(magic):end]}
	s = &Set{at: map[string]uint32{}}
	state = d.text()
	for range d.count() {
		e := d.entry()
		s.at[e.id] = uint32(len(s.docs))
		s.docs = append(s.docs, e)
	}
	n := d.count()
	s.pairs = make([]pair, 0, n)
	for range n {
		p := pair{d.fixed(), d.fixed(), math.Float32frombits(d.fixed()), math.Float32frombits(d.fixed())}
		d.bad = d.bad || p.a >= p.b || int(p.b) >= len(s.docs)
		s.pairs = append(s.pairs, p)
	}
	if d.bad || len(d.data) > 0 || len(s.at) != len(s.docs) {
		return nil, "", ErrDamaged
	}
	return s, state, nil
}

// StateOf returns the state that was written with a set of which data is the
// beginning; what follows may be damaged.
func StateOf(data []byte) (state string, ok bool) {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return "", false
	}
	d := decoder{data: data[len(magic):]}
	state = d.text()
	return state, !d.bad
}

// decoder reads what an encoder wrote; after the end it gives zeros.
type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) bytes(n uint64) []byte {
	if d.bad = d.bad || n > uint64(len(d.data)); d.bad {
		d.data = nil
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.data)
	if size <= 0 {
		d.bad = true
		return 0
	}
	d.data = d.data[size:]
	return n
}

// count reads how many follow; each takes a byte at least.
func (d *decoder) count() uint64 {
	n := d.number()
	if d.bad = d.bad || n > uint64(len(d.data)); d.bad {
		return 0
	}
	return n
}

func (d *decoder) text() string { return string(d.bytes(d.number())) }

func (d *decoder) fixed() uint32 {
	if b := d.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *decoder) entry() (e entry) {
	e.id = d.text()
	e.sum = uint64(d.fixed()) | uint64(d.fixed())<<32
	e.Words, e.Day, e.Number = d.fixed(), int32(d.fixed()), d.text()
	copy(e.Same[:], d.bytes(16))
	n := d.count()
	d.bad = d.bad || n > maxBands
	for range n {
		e.Bands = append(e.Bands, d.fixed())
	}
	return e
}
