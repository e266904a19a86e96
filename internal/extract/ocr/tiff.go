package ocr

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// A TIFF file, as fax machines and scanners write it, holds several pages, of which
// the decoder reads the first. The pages form a chain: the header says where the
// first begins, and each, after its list of fields of twelve bytes, where the next
// one does. A file whose header points at another page is a file of that page.

// MaxTIFFPages is the most pages of a TIFF file that are read.
const MaxTIFFPages = 500

// tiffChain returns where the pages of a TIFF file begin. The chain ends where it is
// broken or turns back.
func tiffChain(b []byte) (order binary.ByteOrder, starts []uint32) {
	switch {
	case bytes.HasPrefix(b, []byte("II*\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return nil, nil
	}
	word := func(at uint64) uint32 {
		if at+4 > uint64(len(b)) {
			return 0
		}
		return order.Uint32(b[at:])
	}
	seen := map[uint32]bool{0: true}
	for at := word(4); !seen[at] && uint64(at)+2 <= uint64(len(b)) && len(starts) < MaxTIFFPages; {
		seen[at] = true
		starts = append(starts, at)
		at = word(uint64(at) + 2 + 12*uint64(order.Uint16(b[at:])))
	}
	return order, starts
}

// TIFFPages returns how many pages a TIFF file has, at most MaxTIFFPages; 0 if it
// is none.
func TIFFPages(b []byte) int {
	_, starts := tiffChain(b)
	return len(starts)
}

// TIFFPage returns a file of one page, from 1, of a TIFF file.
func TIFFPage(b []byte, n int) ([]byte, error) {
	order, starts := tiffChain(b)
	if n < 1 || n > len(starts) {
		return nil, errors.New("the image has no such page")
	}
	page := bytes.Clone(b)
	order.PutUint32(page[4:], starts[n-1])
	return page, nil
}
