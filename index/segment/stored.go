package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"
)

// Stored values are compressed with a dictionary that the segment has: documents
// of a collection are alike, and a document alone is short. What is kept apart is
// a block for each document; merging copies those as they are with their
// dictionaries, unless these are too large a part of what they serve or too many
// to be numbered. The rest of a document is so short that a few are a block, each but
// the last behind its length; merging packs them anew, with one dictionary.
const (
	leastDictionary = 512      // bytes; a smaller one is not worth its tables
	maxDictionary   = 60 << 10 // what s2 takes is 64 KiB
	dictionaryShare = 32       // a dictionary has at most this part of the text
	dictionaryPiece = 512      // taken of one document
	maxDictionaries = 200
	noDictionary    = 0xff

	// longValues is the size from which on values do without the dictionary: s2
	// compresses only the first 64 KiB with one, and keeps the rest as it is.
	longValues = 64 << 10

	// betterFrom is the size from which on values are compressed with more
	// effort: for shorter ones clearing its tables costs more than it saves.
	betterFrom = 256

	// leastLarge is the size of packed values from which on they are to be small;
	// those of a smaller segment will be packed anew.
	leastLarge = 2 << 20
)

// blockSizes is the number of documents in a block: of what is not kept apart,
// and of that.
var blockSizes = [2]int{4, 1}

// packer compresses the values of documents.
type packer struct {
	dict   *s2.Dict
	number byte // of the dictionary
	quick  bool // with little effort
	out    []byte
}

// pack returns raw compressed, behind the number of the dictionary; it is valid
// until the next call.
func (p *packer) pack(raw []byte) []byte {
	if need := s2.MaxEncodedLen(len(raw)) + 1; cap(p.out) < need {
		p.out = make([]byte, 2*need)
	}
	p.out = p.out[:cap(p.out)]
	number, encode := p.encoder(len(raw))
	p.out[0] = number
	return p.out[:1+len(encode(p.out[1:], raw))]
}

// encoder returns how values of a size are compressed, and with which dictionary.
func (p *packer) encoder(size int) (number byte, encode func(dst, raw []byte) []byte) {
	better := size >= betterFrom && !p.quick
	if p.dict != nil && size < longValues {
		return p.number, cond(better, p.dict.EncodeBetter, p.dict.Encode)
	}
	return noDictionary, cond(better, s2.EncodeBetter, s2.Encode)
}

// storedWriter writes packed values.
type storedWriter struct {
	to      *fileWriter
	id      sectionID
	offsets []uint64
}

func (w *storedWriter) begin(f *fileWriter, i sectionID, n int) {
	w.to, w.id, w.offsets = f, i, append(make([]uint64, 0, n+1), 0)
	f.begin(storedSection + i)
}

func (w *storedWriter) add(packed []byte) {
	w.to.write(packed)
	w.offsets = append(w.offsets, w.to.size())
}

func (w *storedWriter) end() {
	w.to.end()
	writeOffsets(w.to, storedOffsetSection+w.id, w.offsets)
}

// storedValues is the values of n documents, to be packed.
type storedValues struct {
	n      int
	size   func(d int) int                       // bytes
	append func(b []byte, d int) ([]byte, error) // appends them to b
	quick  bool                                  // to be packed with little effort
}

// writeStored packs values in blocks; dictionary i is made of them.
func writeStored(f *fileWriter, i sectionID, v storedValues) error {
	dict, err := v.sampled()
	if err != nil {
		return err
	}
	p := packer{number: noDictionary, quick: v.quick}
	if p.dict = dict; dict != nil {
		p.number = byte(i)
	}
	var w storedWriter
	size := blockSizes[i]
	w.begin(f, i, groups(v.n, size))
	var raw []byte
	for from := 0; from < v.n; from += size {
		if raw, err = v.block(raw[:0], from, min(from+size, v.n)); err != nil {
			return err
		}
		w.add(p.pack(raw))
	}
	w.end()
	if dict != nil {
		whole(f, dictionarySection+i, dict.Bytes())
	}
	return f.err
}

// block appends the values of some documents, each but the last behind its length.
func (v *storedValues) block(b []byte, from, to int) ([]byte, error) {
	for d := from; d < to; d++ {
		at, err := len(b), error(nil)
		if b, err = v.append(b, d); err != nil {
			return nil, err
		}
		if d+1 < to {
			var room [binary.MaxVarintLen64]byte
			b = slices.Insert(b, at, room[:binary.PutUvarint(room[:], uint64(len(b)-at))]...)
		}
	}
	return b, nil
}

// sampled makes a dictionary of pieces of the values, taken evenly. It is nil
// where one would not pay.
func (v *storedValues) sampled() (*s2.Dict, error) {
	bytes, pieces := 0, 0
	for d := range v.n {
		bytes += v.size(d)
		pieces += min(v.size(d), dictionaryPiece)
	}
	size := min(maxDictionary, bytes/dictionaryShare)
	if size < leastDictionary {
		return nil, nil
	}
	b, raw := make([]byte, 0, size), []byte(nil)
	step := max(1, pieces/size)
	for d := 0; d < v.n && len(b) < size; d += step {
		var err error
		if raw, err = v.append(raw[:0], d); err != nil {
			return nil, err
		}
		b = append(b, raw[:min(len(raw), dictionaryPiece, size-len(b))]...)
	}
	if len(b) < leastDictionary {
		return nil, nil
	}
	return s2.MakeDict(b, nil), nil
}

// Stored calls visit with the stored values of a document but those which are
// kept apart, and with those too if apart says so, which come last. A value is
// valid until visit returns, one that is kept apart until Stored does; visit ends
// the walk with false.
func (s *Segment) Stored(document uint32, apart bool, visit func(name string, value []byte) bool) error {
	room := unpackRooms.Get().(*unpackRoom)
	defer room.giveBack()
	for i := range cond(apart, 2, 1) {
		raw, err := s.unpack(room.bytes, s.packed(i, document/uint32(blockSizes[i])))
		if err == nil {
			room.bytes = raw
			raw, err = s.valuesIn(raw, i, int(document))
		}
		if err != nil {
			return err
		}
		for len(raw) > 0 {
			name, n := binary.Uvarint(raw)
			size, m := binary.Uvarint(raw[max(0, n):])
			if n <= 0 || m <= 0 || size > uint64(len(raw)-n-m) || name >= uint64(len(s.head.Layout.Stored)) {
				return &DamageError{(storedSection + sectionID(i)).String()}
			}
			raw = raw[n+m:]
			if !visit(s.head.Layout.Stored[name], raw[:size:size]) {
				return nil
			}
			raw = raw[size:]
		}
	}
	return nil
}

// unpackRoom is where the values of a document are unpacked.
type unpackRoom struct{ bytes []byte }

var unpackRooms = sync.Pool{New: func() any { return new(unpackRoom) }}

// maxUnpackRoom is the largest room kept for another document, in bytes.
const maxUnpackRoom = 1 << 20

func (r *unpackRoom) giveBack() {
	if cap(r.bytes) <= maxUnpackRoom {
		unpackRooms.Put(r)
	}
}

// valuesIn returns the values of a document in its block.
func (s *Segment) valuesIn(raw []byte, i, document int) ([]byte, error) {
	size := blockSizes[i]
	for d := document / size * size; d%size+1 < size && d+1 < s.head.Documents; d++ {
		n, m := binary.Uvarint(raw)
		if m <= 0 || n > uint64(len(raw)-m) {
			return nil, &DamageError{(storedSection + sectionID(i)).String()}
		}
		if d == document {
			return raw[m : m+int(n)], nil
		}
		raw = raw[m+int(n):]
	}
	return raw, nil
}

// packed is a compressed block.
func (s *Segment) packed(i int, block uint32) []byte {
	from, to := s.storedAt[i].of(block)
	return s.stored[i][from:to]
}

// apartDictionaries are the dictionaries of what is kept apart: all but the
// first.
func (s *Segment) apartDictionaries() []numberedDict {
	if len(s.dictionaries) > 0 && s.dictionaries[0].number == 0 {
		return s.dictionaries[1:]
	}
	return s.dictionaries
}

// unpackedSize is the size of values that unpack can take apart.
func unpackedSize(packed []byte) int {
	if len(packed) == 0 {
		return 0
	}
	n, err := s2.DecodedLen(packed[1:])
	return cond(err == nil, n, 0)
}

// unpack decompresses values, into room if it is large enough.
func (s *Segment) unpack(room, packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, errors.New("a document has no stored values")
	}
	var raw []byte
	var err error
	if d := packed[0]; d == noDictionary {
		raw, err = s2.Decode(room[:cap(room)], packed[1:])
	} else {
		raw, err = s.dictionary(d).Decode(room[:cap(room)], packed[1:])
	}
	if err != nil {
		return nil, fmt.Errorf("stored values: %w", err)
	}
	return raw, nil
}

// isApart reports whether the values of a stored name are kept apart.
func (l *Layout) isApart(i int) bool {
	return l.Stored[i] == l.Apart || slices.Contains(l.With, l.Stored[i])
}

// valuesSize is at most some bytes a value less than appendValues appends.
func (l *Layout) valuesSize(stored [][]Value, apart bool) (n int) {
	for i, values := range stored {
		if l.isApart(i) != apart {
			continue
		}
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

// appendValues encodes the values of a document: number of the name, length,
// bytes. Those that are kept apart, or all but those.
func (l *Layout) appendValues(b []byte, stored [][]Value, apart bool) []byte {
	for i, values := range stored {
		if l.isApart(i) != apart {
			continue
		}
		for _, v := range values {
			b = binary.AppendUvarint(b, uint64(i))
			b = binary.AppendUvarint(b, uint64(len(v)))
			b = append(b, v...)
		}
	}
	return b
}

func cond[T any](is bool, a, b T) T {
	if is {
		return a
	}
	return b
}
