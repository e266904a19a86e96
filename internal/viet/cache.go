package viet

import (
	"math/bits"
	"strings"
	"sync"
)

// Running text repeats a few thousand words, so the forms of a word are built
// once and found again by its bytes (rule SP02). Words of up to 16 bytes, which
// is all Vietnamese, are held as two integers in an open-addressing table;
// longer ones in a map. Both are bounded, and their strings are copies, so that
// no token keeps a text in memory. Two texts analysed at the same time use two
// caches: nothing is shared and nothing is locked.

// forms are the two indexed forms of a surface.
type forms struct{ term, fold string }

// entry is a surface and its forms; lo is 0 in an empty one, since no word holds a zero byte.
type entry struct {
	lo, hi uint64 // the bytes of the surface, filled with zeros
	forms
}

const (
	shortWord = 16      // bytes of a surface in the table
	maxProbe  = 8       // entries looked at, whatever the text holds
	maxLong   = 1 << 11 // surfaces in the map
	maxKept   = 256     // bytes of a surface in the map
)

type cache struct {
	table  [1<<cacheBits + maxProbe]entry
	long   map[string]forms
	victim uint
	reader reader
	pieces []Token // scratch of Tokenize, as are values
	values []span

	lastGroup int // where the last group of the value begins that was read last
}

var caches = sync.Pool{New: func() any { return &cache{long: map[string]forms{}} }}

// pack returns the n bytes (up to 16) of s at i as two integers.
func pack(s string, i, n int) (lo, hi uint64) {
	if i+shortWord <= len(s) {
		s = s[i : i+shortWord]
		lo = uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if n <= 8 {
			return lo & (^uint64(0) >> uint(64-8*n)), 0
		}
		hi = uint64(s[8]) | uint64(s[9])<<8 | uint64(s[10])<<16 | uint64(s[11])<<24 |
			uint64(s[12])<<32 | uint64(s[13])<<40 | uint64(s[14])<<48 | uint64(s[15])<<56
		return lo, hi & (^uint64(0) >> uint(128-8*n))
	}
	for k := n - 1; k >= 8; k-- {
		hi = hi<<8 | uint64(s[i+k])
	}
	for k := min(n, 8) - 1; k >= 0; k-- {
		lo = lo<<8 | uint64(s[i+k])
	}
	return lo, hi
}

// slot returns where the probes for a surface begin.
func slot(lo, hi uint64) uint {
	return uint((lo ^ bits.RotateLeft64(hi, 29)) * 0x9E3779B97F4A7C15 >> (64 - cacheBits))
}

// find returns the entry of a packed surface, or nil.
func (c *cache) find(lo, hi uint64) *entry {
	at := slot(lo, hi)
	for k := range uint(maxProbe) {
		e := &c.table[at+k]
		if e.lo == lo && e.hi == hi {
			return e
		}
		if e.lo == 0 {
			return nil
		}
	}
	return nil
}

// keep stores the forms of a packed surface, in the place of another when
// every probe is taken.
func (c *cache) keep(lo, hi uint64, f forms) {
	at := slot(lo, hi)
	for k := range uint(maxProbe) {
		if e := &c.table[at+k]; e.lo == 0 {
			*e = entry{lo, hi, f}
			return
		}
	}
	c.victim++
	c.table[at+c.victim%maxProbe] = entry{lo, hi, f}
}

// forms returns the forms of the word that the reader has just read.
func (c *cache) forms() forms {
	r := &c.reader
	surface := r.text[r.start:r.end]
	if len(surface) <= shortWord {
		lo, hi := pack(r.text, r.start, len(surface))
		if e := c.find(lo, hi); e != nil {
			return e.forms
		}
		f := r.forms()
		c.keep(lo, hi, f)
		return f
	}
	if f, ok := c.long[surface]; ok {
		return f
	}
	f := r.forms()
	c.keepLong(surface, f)
	return f
}

// keepLong stores the forms of a surface that is no short one.
func (c *cache) keepLong(surface string, f forms) {
	if len(surface) > maxKept {
		return
	}
	if len(c.long) >= maxLong {
		clear(c.long)
	}
	c.long[strings.Clone(surface)] = f
}

// forms builds the forms of the word read last.
func (r *reader) forms() forms {
	var buf [16]rune
	word := canon(buf[:0], r.runes, &r.fired)
	term := string(word)
	if !Marked(term) {
		return forms{term, term}
	}
	return forms{term, string(foldWord(word[:0], word))}
}
