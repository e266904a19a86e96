package extract

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

// A compound file, the container of Office before 2007, is a file system in a
// file: sectors of one size, a table that gives for each the next of its chain
// (FAT), a list of the sectors of that table, and a directory as a tree. Streams
// under 4,096 bytes lie in sectors of 64 bytes within one stream, with a table of
// their own. A chain may run in a circle and a tree too: no sector of a chain and
// no entry is taken twice.

const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

func isCompound(p *probe) bool { return p.has(0, compoundMagic) }

// compound is a compound file of which only streams of the first level are read.
type compound struct {
	b        []byte
	size     int // of a sector
	fat      []uint32
	mini     []uint32 // the table of small sectors
	small    []byte   // the stream that they are in
	streams  map[string]cfbStream
	smallest int // bytes from which on a stream has sectors of its own
}

type cfbStream struct {
	start uint32
	size  int
}

// lastSector is the highest number of a sector.
const lastSector = 0xFFFFFFF9

var errCompound = errors.New("the file is damaged or was cut off")

func openCompound(b []byte) (*compound, error) {
	if len(b) < 512 || string(b[:8]) != compoundMagic {
		return nil, errCompound
	}
	shift := binary.LittleEndian.Uint16(b[30:])
	if shift != 9 && shift != 12 {
		return nil, errCompound
	}
	c := &compound{b: b, size: 1 << shift, streams: map[string]cfbStream{}, smallest: int(binary.LittleEndian.Uint32(b[56:]))}
	if err := c.readTable(); err != nil {
		return nil, err
	}
	directory, err := c.chain(binary.LittleEndian.Uint32(b[48:]), -1)
	if err != nil {
		return nil, err
	}
	if err := c.readDirectory(directory); err != nil {
		return nil, err
	}
	if first := binary.LittleEndian.Uint32(b[60:]); first <= lastSector {
		table, err := c.chain(first, -1)
		if err != nil {
			return nil, err
		}
		c.mini = words(table)
	}
	return c, nil
}

func words(b []byte) []uint32 {
	list := make([]uint32, len(b)/4)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return list
}

// sector returns the bytes of a sector, of the last one what is there.
func (c *compound) sector(n uint32) []byte {
	at := (int64(n) + 1) * int64(c.size)
	if n > lastSector || at >= int64(len(c.b)) {
		return nil
	}
	return c.b[at:min(at+int64(c.size), int64(len(c.b)))]
}

// readTable reads the table of chains, whose sectors the header lists, and when
// there are many a chain of sectors that begins there.
func (c *compound) readTable() error {
	list := words(c.b[76:512])
	next := binary.LittleEndian.Uint32(c.b[68:])
	for range len(c.b) / c.size {
		if next > lastSector {
			break
		}
		s := words(c.sector(next))
		if len(s) < c.size/4 {
			return errCompound
		}
		list, next = append(list, s[:len(s)-1]...), s[len(s)-1]
	}
	for _, n := range list {
		if n > lastSector {
			continue
		}
		s := c.sector(n)
		if s == nil || len(c.fat) > len(c.b)/c.size+c.size {
			return errCompound
		}
		c.fat = append(c.fat, words(s)...)
	}
	return nil
}

// chain returns the bytes of the sectors from start on, size of them if it is not
// negative.
func (c *compound) chain(start uint32, size int) ([]byte, error) {
	var b []byte
	seen := make([]bool, len(c.fat))
	for n := start; n <= lastSector; n = c.fat[n] {
		s := c.sector(n)
		if s == nil || int64(n) >= int64(len(seen)) || seen[n] {
			return nil, errCompound
		}
		seen[n] = true
		b = append(b, s...)
		if size >= 0 && len(b) >= size {
			return b[:size], nil
		}
	}
	if size > len(b) {
		return nil, errCompound
	}
	return b, nil
}

// readDirectory reads the streams that lie in the root.
func (c *compound) readDirectory(b []byte) error {
	if len(b) < 128 {
		return errCompound
	}
	root := b[:128]
	if first := binary.LittleEndian.Uint32(root[116:]); first <= lastSector {
		small, err := c.chain(first, -1)
		if err != nil {
			return err
		}
		c.small = small
	}
	seen := map[uint32]bool{}
	open := []uint32{binary.LittleEndian.Uint32(root[76:])}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		if int64(n) >= int64(len(b)/128) || seen[n] {
			continue
		}
		seen[n] = true
		e := b[n*128 : (n+1)*128]
		open = append(open, binary.LittleEndian.Uint32(e[68:]), binary.LittleEndian.Uint32(e[72:]))
		c.streams[cfbName(e)] = cfbStream{binary.LittleEndian.Uint32(e[116:]), int(binary.LittleEndian.Uint32(e[120:]))}
	}
	return nil
}

func cfbName(e []byte) string {
	n := min(int(binary.LittleEndian.Uint16(e[64:])), 64)/2 - 1
	return utf16Text(e[:2*max(n, 0)])
}

// utf16Text reads UTF-16 as Windows stores it.
func utf16Text(b []byte) string {
	list := make([]uint16, len(b)/2)
	for i := range list {
		list[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(list))
}

func (c *compound) has(name string) bool {
	_, ok := c.streams[name]
	return ok
}

// stream returns the bytes of a stream.
func (c *compound) stream(name string) ([]byte, error) {
	s, ok := c.streams[name]
	if !ok {
		return nil, fmt.Errorf("its stream %q is missing", name)
	}
	if s.size >= c.smallest {
		return c.chain(s.start, s.size)
	}
	var b []byte
	for n := s.start; len(b) < s.size; n = c.mini[n] {
		at := int64(n) * 64
		if int64(n) >= int64(len(c.mini)) || at+64 > int64(len(c.small)) {
			return nil, errCompound
		}
		b = append(b, c.small[at:at+64]...)
	}
	return b[:s.size], nil
}

// compoundFile is what a compound file is unless it is a document that is read.
var compoundFile = format{whole: refuseCompound, inside: insideCompound, mediaType: "application/x-ole-storage"}

// insideCompound tells the documents that are read; nil for another.
func insideCompound(b []byte) *format {
	if c, err := openCompound(b); err == nil && c.has("WordDocument") {
		return &doc
	}
	return nil
}

// refuseCompound says what a compound file is that is not read.
func refuseCompound(_ string, b []byte, _ Options) (Record, error) {
	c, err := openCompound(b)
	if err != nil {
		return Record{}, err
	}
	for _, k := range []struct{ stream, what string }{
		{"Workbook", "a workbook of Excel of before 2007; save it as .xlsx"},
		{"Book", "a workbook of Excel of before 1997; save it as .xlsx"},
		{"PowerPoint Document", "a presentation of PowerPoint of before 2007; save it as .pptx"},
		{"__properties_version1.0", "a letter of Outlook; save it as .eml"},
		{"VisioDocument", "a drawing of Visio; save it as PDF"},
	} {
		if c.has(k.stream) {
			return Record{}, fmt.Errorf("%w: this is %s", ErrUnsupported, k.what)
		}
	}
	if c.has("EncryptedPackage") {
		return Record{}, errPassword
	}
	return Record{}, fmt.Errorf("%w: this is a compound file of no known program; save it as .docx, .xlsx or .pptx", ErrUnsupported)
}
