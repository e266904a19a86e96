package exec

import (
	"math"
	"math/bits"
)

// Days is a span of days, both ends inclusive, each written as the number
// yyyymmdd, which orders any years alike.
type Days struct{ From, To int32 }

// noDays overlaps no days that anyone asks for: the days of a document without a date.
var noDays = Days{math.MaxInt32, math.MinInt32}

// overlap reports whether the days of a document of the chunk overlap r.
func (c *chunk) overlap(d uint16, r Days) bool {
	i := c.base + uint32(d)
	return c.from[i] <= r.To && r.From <= c.to[i]
}

// keepDated takes out of b the documents whose days do not overlap r. It does
// not branch on dates, which no processor could foretell: a difference below 0
// has its sign in all bits.
func (c *chunk) keepDated(r Days, b bitset) {
	from, to := c.from[c.base:][:c.n], c.to[c.base:][:c.n]
	for i, w := range b {
		for left := w; left != 0; left &= left - 1 {
			d := i<<6 + bits.TrailingZeros64(left)
			apart := (int64(r.To) - int64(from[d])) | (int64(to[d]) - int64(r.From))
			w &^= left & -left & uint64(apart>>63)
		}
		b[i] = w
	}
}
