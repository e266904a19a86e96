package answer

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"math"

	"vankien/index"
)

// A cursor says where an answer ended: at which hit, in which order and at which
// level, so that what follows is found by comparing, however deep it is. The first
// hits of an order by relevance stand in that of a second look, which is worked out of
// all of them; among those a cursor is a number.

// Mark is the place of a hit in the order of a query, which an engine can find again
// when the document is gone.
type Mark struct {
	Score  float64 // by relevance; else 0
	Number int64   // of an order by numbers
	Key    string  // of an order by texts
	ID     string
}

// cursor is what Request.After says.
type cursor struct {
	sort   index.Sort
	level  index.Level
	offset int // above 0: the answer ended there, and the mark says nothing
	Mark
}

// cursorVersion is the first byte of a cursor; another one has another form.
const cursorVersion = 1

func (c *cursor) String() string {
	b := []byte{cursorVersion, byte(c.sort), byte(c.level), byte(c.offset)}
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.Score))
	b = binary.AppendVarint(b, c.Number)
	b = binary.AppendUvarint(b, uint64(len(c.Key)))
	b = append(append(b, c.Key...), c.ID...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// afterOf reads what hits of a request come after; nil: nothing.
func afterOf(req *index.Request) (*cursor, error) {
	if req.After == "" {
		return nil, nil
	}
	return readCursor(req)
}

// readCursor reads what the answer to a request with the same order gave as Next.
func readCursor(req *index.Request) (*cursor, error) {
	bad := &index.RequestError{Detail: "after " + quoted(req.After) + " is not what an answer gave as the place where it ended: begin anew without it"}
	b, err := base64.RawURLEncoding.Strict().DecodeString(req.After)
	const fixed, sum = 12, 4
	if err != nil || len(b) < fixed+sum || b[0] != cursorVersion || crc32.ChecksumIEEE(b[:len(b)-sum]) != binary.BigEndian.Uint32(b[len(b)-sum:]) {
		return nil, bad
	}
	c := &cursor{sort: index.Sort(b[1]), level: index.Level(b[2]), offset: int(b[3])}
	c.Score = math.Float64frombits(binary.BigEndian.Uint64(b[4:]))
	b = b[fixed : len(b)-sum]
	number, n := binary.Varint(b)
	length, m := binary.Uvarint(b[max(n, 0):])
	if n <= 0 || m <= 0 || length > uint64(len(b)-n-m) || c.offset > closer || !c.level.Answers() || math.IsNaN(c.Score) {
		return nil, bad
	}
	b = b[n+m:]
	c.Number, c.Key, c.ID = number, string(b[:length]), string(b[length:])
	switch {
	case c.sort != req.Sort:
		return nil, &index.RequestError{Detail: "after " + quoted(req.After) + " is of an answer in another order: begin anew without it, or ask in that order"}
	case req.Level != index.LevelAuto && req.Level != c.level:
		return nil, &index.RequestError{Detail: "after " + quoted(req.After) + " is of an answer at another level: begin anew without it"}
	}
	return c, nil
}

// quoted is a cursor as an error names it.
func quoted(s string) string {
	const most = 40
	if len(s) > most {
		s = s[:most] + "…"
	}
	return `"` + s + `"`
}
