package lexicon

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/klauspost/compress/zstd"

	"vankien/index/content"
	"vankien/index/runs"
)

// A table is written column by column, since like follows like there: keys as what
// differs from the one before, numbers as varints, words behind a run as steps. Then
// it is compressed; a sum stands before it all.

// tableVersion changes with the meaning of the bytes, also with what keys and fields
// are.
const tableVersion = 1

// ErrTable reports bytes that are no table of this version, or were damaged.
var ErrTable = errors.New("not a table of a lexicon")

// maxTable bounds the bytes of a table before they are compressed.
const maxTable = 1 << 32

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// headSize is the length of the version and the sum.
const headSize = 8

// Encode returns the table as bytes.
func (t *Table) Encode() []byte {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		panic("lexicon: " + err.Error()) // the options are valid
	}
	out := z.EncodeAll(t.appendTo(nil), make([]byte, headSize, 1<<16))
	binary.LittleEndian.PutUint32(out, tableVersion)
	binary.LittleEndian.PutUint32(out[4:], crc32.Checksum(out[headSize:], castagnoli))
	return out
}

// Decode returns the table that was encoded, or ErrTable.
func Decode(data []byte) (*Table, error) {
	if len(data) < headSize || binary.LittleEndian.Uint32(data) != tableVersion {
		return nil, fmt.Errorf("%w: its version is another", ErrTable)
	}
	if crc32.Checksum(data[headSize:], castagnoli) != binary.LittleEndian.Uint32(data[4:]) {
		return nil, fmt.Errorf("%w: its sum is wrong", ErrTable)
	}
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxTable))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	raw, err := z.DecodeAll(data[headSize:], nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTable, err)
	}
	return parse(raw)
}

// numbersTo appends numbers.
func numbersTo[T ~uint8 | ~uint16 | ~uint32](to []byte, list []T) []byte {
	for _, n := range list {
		to = binary.AppendUvarint(to, uint64(n))
	}
	return to
}

func (t *Table) appendTo(to []byte) []byte {
	c := t.counts
	for _, n := range []uint64{c.Documents, uint64(t.least), uint64(c.Common()), uint64(len(t.wordKey))} {
		to = binary.AppendUvarint(to, n)
	}
	for i := range t.fields {
		to = t.fields[i].appendTo(to)
	}
	to = stepsTo(to, t.wordKey, []uint32{0, uint32(c.Common()), uint32(len(t.wordKey))})
	to = numbersTo(to, c.Words)
	to = runsTo(to, c.Starts, c.Seconds, &c.Pairs)
	to = runsTo(to, c.Behind, c.Thirds, &c.Triples)
	to = binary.AppendUvarint(to, uint64(len(c.Names)))
	for place := range runs.MaxName {
		for i := range c.Names {
			to = binary.AppendUvarint(to, uint64(c.Names[i].Words[place]))
		}
	}
	for i := range c.Names {
		to = binary.AppendUvarint(to, uint64(c.Names[i].Count))
	}
	return to
}

func (k *keys) appendTo(to []byte) []byte {
	to = binary.AppendUvarint(to, uint64(k.len()))
	var text []byte
	before := ""
	for i := range k.len() {
		key, same := k.at(i), 0
		for same < min(len(key), len(before)) && key[same] == before[same] {
			same++
		}
		to = binary.AppendUvarint(to, uint64(same))
		to = binary.AppendUvarint(to, uint64(len(key)-same))
		text, before = append(text, key[same:]...), key
	}
	return numbersTo(append(to, text...), k.held)
}

// runsTo appends lists of words that rise, by where they start, and their counts.
func runsTo(to []byte, starts []uint32, words []uint16, counts *runs.Tally) []byte {
	for i := range len(starts) - 1 {
		to = binary.AppendUvarint(to, uint64(starts[i+1]-starts[i]))
	}
	to = stepsTo(to, words, starts)
	counts.Each(func(n uint32) { to = binary.AppendUvarint(to, uint64(n)) })
	return to
}

// stepsTo appends lists of numbers that rise, by where they start, as the steps
// between them.
func stepsTo[T ~uint16 | ~uint32](to []byte, list []T, starts []uint32) []byte {
	for i := range len(starts) - 1 {
		last := T(0)
		for _, n := range list[starts[i]:starts[i+1]] {
			to = binary.AppendUvarint(to, uint64(n-last))
			last = n
		}
	}
	return to
}

// reader reads what was appended. Once something is wrong it reads nothing more.
type reader struct {
	raw []byte
	bad bool
}

func (r *reader) number(most uint64) uint64 {
	n, size := binary.Uvarint(r.raw)
	if size <= 0 || n > most {
		r.bad, r.raw = true, nil
		return 0
	}
	r.raw = r.raw[size:]
	return n
}

// size reads how many things follow, each of at least a byte.
func (r *reader) size() int { return int(r.number(uint64(len(r.raw)))) }

// parse returns the table that raw is, all of whose arrays fit each other.
func parse(raw []byte) (*Table, error) {
	r := &reader{raw: raw}
	t := &Table{counts: &runs.Counts{}, fields: make([]keys, 1+len(content.Fields()))}
	c := t.counts
	c.Documents, t.least = r.number(1<<62), uint32(r.number(1<<32-1))
	common, words := r.size(), r.size()
	for i := range t.fields {
		t.fields[i] = r.keys()
	}
	if common > words || common > maxCommon || words > t.fields[0].len() {
		r.bad = true
	}
	if !r.bad {
		t.wordKey = risen[uint32](r, []uint32{0, uint32(common), uint32(words)}, uint64(t.fields[0].len()))
		t.setNumbers()
		c.Words = r.numbers(words)
		c.Starts, c.Seconds = r.runs(common, common, &c.Pairs)
		c.Behind, c.Thirds = r.runs(len(c.Seconds), common, &c.Triples)
		c.Names = r.names(uint64(words))
	}
	if r.bad || len(r.raw) > 0 {
		return nil, fmt.Errorf("%w: its numbers do not fit", ErrTable)
	}
	for _, n := range c.Words {
		c.Written += uint64(n)
	}
	return t, nil
}

func (r *reader) numbers(n int) []uint32 {
	if n > len(r.raw) {
		r.bad, n = true, 0
	}
	list := make([]uint32, n)
	for i := range list {
		list[i] = uint32(r.number(1<<32 - 1))
	}
	return list
}

func (r *reader) keys() keys {
	n := r.size()
	same, rest := make([]uint32, n), make([]uint32, n)
	size, length := uint64(0), uint64(0) // of what differs; of the key before
	for i := range n {
		same[i] = uint32(r.number(length))
		rest[i] = uint32(r.number(uint64(len(r.raw))))
		length = uint64(same[i]) + uint64(rest[i])
		size += uint64(rest[i])
	}
	if size > uint64(len(r.raw)) {
		r.bad = true
		return keys{}
	}
	text := r.raw[:size]
	r.raw = r.raw[size:]
	var w keyWriter
	var key []byte
	for i := range n {
		before := string(key)
		key = append(key[:same[i]], text[:rest[i]]...)
		text = text[rest[i]:]
		if i > 0 && string(key) <= before || len(w.text)+len(key) >= maxTable {
			r.bad = true
			return keys{}
		}
		w.add(string(key), 0)
	}
	w.held = r.numbers(n)
	return w.keys()
}

// runs reads n lists of words below common, and their counts.
func (r *reader) runs(n, common int, counts *runs.Tally) (starts []uint32, words []uint16) {
	starts = []uint32{0}
	for range n {
		starts = append(starts, starts[len(starts)-1]+uint32(r.number(uint64(common))))
		if int(starts[len(starts)-1]) > len(r.raw) {
			r.bad = true
		}
		if r.bad {
			return starts, nil
		}
	}
	words = risen[uint16](r, starts, uint64(common))
	for range words {
		counts.Add(uint32(r.number(1<<32 - 1)))
	}
	return starts, words
}

// risen reads lists of numbers below most that rise, by where they start.
func risen[T ~uint16 | ~uint32](r *reader, starts []uint32, most uint64) []T {
	if int(starts[len(starts)-1]) > len(r.raw) {
		r.bad = true
		return nil
	}
	list := make([]T, 0, starts[len(starts)-1])
	for i := range len(starts) - 1 {
		last := uint64(0)
		for k := starts[i]; k < starts[i+1]; k++ {
			step := r.number(most)
			if last += step; last >= most || step == 0 && k > starts[i] {
				r.bad = true
				return nil
			}
			list = append(list, T(last))
		}
	}
	return list
}

func (r *reader) names(words uint64) []runs.Name {
	n := r.size()
	list := make([]runs.Name, n)
	for place := range runs.MaxName {
		for i := range list {
			list[i].Words[place] = uint32(r.number(words))
		}
	}
	for i := range list {
		list[i].Count = uint32(r.number(1<<32 - 1))
		if !isName(&list[i]) || i > 0 && slices.Compare(list[i-1].Words[:], list[i].Words[:]) >= 0 {
			r.bad = true
		}
	}
	return list
}

// isName reports whether only zeros stand behind a name's last word, and it has two.
func isName(n *runs.Name) bool {
	for i := range len(n.Words) - 1 {
		if n.Words[i] == 0 && n.Words[i+1] != 0 {
			return false
		}
	}
	return n.Words[1] != 0
}
