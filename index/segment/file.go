package segment

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"unsafe"

	"vankien/index/runs"
)

// version changes with the meaning of the bytes.
const version = 3

const magic = 0x3130_4745_534b_4e56 // "VNKSEG01"

// ErrFormat reports bytes that are no segment of this version.
var ErrFormat = errors.New("not a segment of this format")

// DamageError names a section whose bytes are not those that were written.
type DamageError struct{ Section string }

func (e *DamageError) Error() string { return "section " + e.Section + " is damaged" }

// ErrTooLarge reports more words, keys or pairs than a segment can number.
var ErrTooLarge = errors.New("too much for one segment")

// sectionID is a kind of section and, where there are several of it, which one.
type sectionID uint32

const (
	headSection sectionID = iota << 16
	keyOffsetSection
	keySection
	recordSection
	unionSection
	beginningSection
	beginningListSection
	listSection
	wordSection
	lengthSection
	forwardOffsetSection
	forwardSection
	sampleOffsetSection
	sampleSection
	pairStartSection // one a chunk, as the five below
	pairSecondSection
	pairOffsetSection // of every pairBlock-th pair
	pairLengthSection
	pairMarkSection // of every pairBlock pairs
	pairListSection
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
	lexiconWordSection
	lexiconStartSection
	lexiconSecondSection
	lexiconAfterSection
	lexiconThirdSection
	lexiconCountSection // 0: of runs of two, 1: of three, as below
	lexiconExcessSection
	lexiconNameSection
	kinds = iota
)

var sectionNames = [kinds]string{"head", "key offsets", "keys", "records", "unions", "beginnings", "beginning lists", "lists", "words", "lengths",
	"forward offsets", "forward", "sample offsets", "samples", "pair starts", "pair seconds", "pair offsets", "pair lengths", "pair marks",
	"pair lists", "ordinal offsets", "ordinals", "numbers", "order", "ranks", "order blocks", "order keys",
	"stored offsets", "stored", "dictionary", "lexicon words", "lexicon starts", "lexicon seconds", "lexicon after",
	"lexicon thirds", "lexicon counts", "lexicon excess", "lexicon names"}

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
	Zero     uint32
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
	check func() error // is asked between pieces of what is large; nil: nothing is
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
	for len(p) > 0 && f.err == nil {
		piece := p[:min(len(p), writePiece)]
		_, f.err = f.to.Write(piece)
		f.sum = crc32.Update(f.sum, castagnoli, piece)
		f.at += uint64(len(piece))
		if p = p[len(piece):]; len(p) > 0 && f.check != nil && f.err == nil {
			f.err = f.check()
		}
	}
}

// writePiece is the most that is written at once.
const writePiece = 1 << 18

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
	sum   uint32 // of the table
}

// readSections reads the table at the end of data, which must be aligned.
func readSections(data []byte) (*sections, error) {
	if !littleEndian() {
		return nil, errors.New("segments can be read on little-endian machines only")
	}
	table, err := readTable(data, int64(len(data)))
	if err != nil {
		return nil, err
	}
	return &sections{data, table, view[footer](data[len(data)-footerSize:])[0].TableSum}, nil
}

// readFooter reads the footer of a file from its end, of which it is a view.
func readFooter(end []byte) (*footer, error) {
	if len(end) < footerSize || len(end)%alignment != 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(end))
	}
	f := &view[footer](end[len(end)-footerSize:])[0]
	if f.Magic != magic || f.Version != version || f.Zero != 0 {
		return nil, fmt.Errorf("%w: mark %x, version %d", ErrFormat, f.Magic, f.Version)
	}
	return f, nil
}

// readTable reads the table of a file of size bytes from its end, of which it is
// a view.
func readTable(end []byte, size int64) ([]section, error) {
	f, err := readFooter(end)
	if err != nil {
		return nil, err
	}
	rest := end[:len(end)-footerSize]
	n := int(f.Sections) * sectionSize
	if n > len(rest) {
		return nil, &DamageError{"table"}
	}
	rows := rest[len(rest)-n:]
	if crc32.Checksum(rows, castagnoli) != f.TableSum {
		return nil, &DamageError{"table"}
	}
	table, before := view[section](rows), uint64(size)-uint64(n+footerSize)
	for i := range table {
		if e := &table[i]; e.Offset%alignment != 0 || e.Offset > before || e.Length > before-e.Offset {
			return nil, &DamageError{e.ID.String()}
		}
	}
	return table, nil
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

// compare panics unless a section is as it was written.
func (s *sections) compare(id sectionID) {
	for i := range s.table {
		if e := &s.table[i]; e.ID == id && crc32.Checksum(s.bytes(id), castagnoli) != e.Sum {
			panic(id.String())
		}
	}
}

// number is what arrays of a file are made of: values without pointers.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32 | section | footer | record | extent | excess | runs.Excess | runs.Name
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
