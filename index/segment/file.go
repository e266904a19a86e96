package segment

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"unsafe"
)

// version changes with the meaning of the bytes.
const version = 1

const magic = 0x3130_4745_534b_4e56 // "VNKSEG01"

// ErrFormat reports bytes that are no segment of this version.
var ErrFormat = errors.New("not a segment of this format")

// DamageError names a section whose bytes are not those that were written.
type DamageError struct{ Section string }

func (e *DamageError) Error() string { return "section " + e.Section + " is damaged" }

// ErrTooLarge reports more words or keys than a segment can number.
var ErrTooLarge = errors.New("too much for one segment")

// sectionID is a kind of section and, where there are several of it, which one.
type sectionID uint32

const (
	headSection sectionID = iota << 16
	keyOffsetSection
	keySection
	recordSection
	unionSection
	listSection
	wordSection
	lengthSection
	forwardOffsetSection
	forwardSection
	sampleOffsetSection
	sampleSection
	pairStartSection // one a chunk, as the four below
	pairSecondSection
	pairOffsetSection
	pairDocumentSection
	pairFrequencySection
	ordinalOffsetSection // one a column
	ordinalSection
	numberSection // one a column of numbers
	orderSection  // one an order, as the three below
	rankSection
	orderBlockSection
	orderKeySection
	storedOffsetSection // 0: all but what is kept apart, 1: that
	storedSection
	dictionarySection // one a dictionary of the stored values
	kinds             = iota
)

var sectionNames = [kinds]string{"head", "key offsets", "keys", "records", "unions", "lists", "words", "lengths",
	"forward offsets", "forward", "sample offsets", "samples", "pair starts", "pair seconds", "pair offsets", "pair documents",
	"pair frequencies", "ordinal offsets", "ordinals", "numbers", "order", "ranks", "order blocks", "order keys",
	"stored offsets", "stored", "dictionary"}

func (id sectionID) String() string {
	name := "unknown"
	if k := int(id >> 16); k < kinds {
		name = sectionNames[k]
	}
	if i := id & 0xffff; i > 0 {
		return fmt.Sprintf("%s %d", name, i)
	}
	return name
}

// section is a row of the table of sections.
type section struct {
	ID     sectionID
	Sum    uint32
	Offset uint64
	Length uint64
}

// footer is what a file ends with.
type footer struct {
	TableSum uint32
	Sections uint32
	Version  uint32
	_        uint32
	Magic    uint64
}

const (
	sectionSize = int(unsafe.Sizeof(section{}))
	footerSize  = int(unsafe.Sizeof(footer{}))
	alignment   = 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// fileWriter writes sections one after the other. After an error it writes
// nothing more; close reports it.
type fileWriter struct {
	to    *bufio.Writer
	at    uint64
	sum   uint32
	table []section
	err   error
}

func newFileWriter(w io.Writer) *fileWriter {
	return &fileWriter{to: bufio.NewWriterSize(w, 1<<18)}
}

func (f *fileWriter) begin(id sectionID) {
	f.pad(alignment)
	f.sum = 0
	f.table = append(f.table, section{ID: id, Offset: f.at})
}

// size is the number of bytes in the section so far.
func (f *fileWriter) size() uint64 { return f.at - f.table[len(f.table)-1].Offset }

func (f *fileWriter) write(p []byte) {
	if f.err != nil {
		return
	}
	_, f.err = f.to.Write(p)
	f.sum = crc32.Update(f.sum, castagnoli, p)
	f.at += uint64(len(p))
}

func (f *fileWriter) end() {
	s := &f.table[len(f.table)-1]
	s.Sum, s.Length = f.sum, f.size()
}

// pad writes zeros up to a multiple of n.
func (f *fileWriter) pad(n uint64) {
	var zeros [alignment]byte
	if over := f.at % n; over > 0 {
		f.write(zeros[:n-over])
	}
}

// whole writes a section from one slice.
func whole[T number](f *fileWriter, id sectionID, values []T) {
	f.begin(id)
	f.write(bytesOf(values))
	f.end()
}

// close writes the table.
func (f *fileWriter) close() (size uint64, err error) {
	f.pad(alignment)
	table := bytesOf(f.table)
	end := footer{crc32.Checksum(table, castagnoli), uint32(len(f.table)), version, 0, magic}
	f.write(table)
	f.write(bytesOf([]footer{end}))
	if f.err == nil {
		f.err = f.to.Flush()
	}
	return f.at, f.err
}

// sections are the sections of a file by their id.
type sections struct {
	data  []byte
	table []section
}

// readSections reads the table at the end of data, which must be aligned.
func readSections(data []byte) (*sections, error) {
	if !littleEndian() {
		return nil, errors.New("segments can be read on little-endian machines only")
	}
	if len(data) < footerSize || len(data)%alignment != 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	rest, tail := data[:len(data)-footerSize], data[len(data)-footerSize:]
	end := view[footer](tail)[0]
	if end.Magic != magic || end.Version != version {
		return nil, fmt.Errorf("%w: mark %x, version %d", ErrFormat, end.Magic, end.Version)
	}
	size := int(end.Sections) * sectionSize
	if size > len(rest) {
		return nil, &DamageError{"table"}
	}
	rest, tail = rest[:len(rest)-size], rest[len(rest)-size:]
	if crc32.Checksum(tail, castagnoli) != end.TableSum {
		return nil, &DamageError{"table"}
	}
	s := &sections{data, view[section](tail)}
	for i := range s.table {
		if e := &s.table[i]; e.Offset%alignment != 0 || e.Offset > uint64(len(rest)) || e.Length > uint64(len(rest))-e.Offset {
			return nil, &DamageError{e.ID.String()}
		}
	}
	return s, nil
}

// bytes returns a section; nothing where it is not there.
func (s *sections) bytes(id sectionID) []byte {
	for i := range s.table {
		if e := &s.table[i]; e.ID == id {
			return s.data[e.Offset : e.Offset+e.Length : e.Offset+e.Length]
		}
	}
	return nil
}

// verify compares the sums of all sections; each calls after every section, and
// its error ends the check.
func (s *sections) verify(each func(bytes int) error) error {
	for i := range s.table {
		e := &s.table[i]
		if crc32.Checksum(s.data[e.Offset:e.Offset+e.Length], castagnoli) != e.Sum {
			return &DamageError{e.ID.String()}
		}
		if err := each(int(e.Length)); err != nil {
			return err
		}
	}
	return nil
}

// number is what arrays of a file are made of: values without pointers.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32 | section | footer | record | extent | excess
}

// view is b as an array; b must be aligned for it and a multiple of its size.
func view[T number](b []byte) []T {
	var zero T
	size, at := unsafe.Sizeof(zero), uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	if len(b) == 0 {
		return nil
	}
	if uintptr(len(b))%size != 0 || at%unsafe.Alignof(zero) != 0 {
		panic(fmt.Sprintf("%d bytes at %x are no array of %T", len(b), at, zero))
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b))/size)
}

// bytesOf is the memory of an array.
func bytesOf[T number](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), len(values)*int(unsafe.Sizeof(values[0])))
}

// text is b as a string, valid as long as b.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }
