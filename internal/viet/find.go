package viet

import (
	"slices"
	"strings"
)

// A query's words have to be found in stored texts again and again, for marks,
// snippets and phrases. Cutting a whole text into words for that reads every
// byte of it several times. A Finder reads only the words that may be wanted:
//
// A word of ordinary letters (ASCII and composed Vietnamese) can be written in
// few ways that give its term: in either case, with the tone on another vowel,
// with a horn left out. Each way is a needle, and of its letters the one whose
// bytes are rarest in Vietnamese is its anchor. The bytes of all anchors are
// searched at the speed of strings.IndexByte; where the letters around a hit
// agree, the word there is read as Words reads it, and its term decides. What
// needles cannot foresee (look-alike letters, parted marks, zero-width
// characters, letters of other languages) needs a character that is not
// ordinary, and nextOdd finds these at some gigabytes a second: the word around
// each of them is read as well. So every word that is found is one of Words, and
// none is missed.
//
// Words around a hit are read from a safe place: after an ASCII character that
// is in no word and joins no digits, Words reads on as if the text began there.
// Of a value the longest group of digits is looked for.

// Wanted is a set of words: those with one of the terms or one of the folds.
// Terms and folds are those of words as Words gives them.
type Wanted struct {
	Terms, Folds []string
	Prefix       bool // words that begin with one of the terms or folds, too
}

// Has reports whether a word is in the set.
func (w *Wanted) Has(t *Token) bool {
	if w.Prefix {
		for _, p := range w.Terms {
			if strings.HasPrefix(t.Term, p) {
				return true
			}
		}
		for _, p := range w.Folds {
			if strings.HasPrefix(t.Fold, p) {
				return true
			}
		}
		return false
	}
	return slices.Contains(w.Terms, t.Term) || slices.Contains(w.Folds, t.Fold)
}

// Finder finds the words of some sets in texts. It never changes, so any
// number of goroutines may use it.
type Finder struct {
	wanted  []Wanted
	anchors []anchor
	class   [256]uint8 // number of an anchor plus one, 0 for other bytes
	dense   bool       // anchors are so many that one look at each byte is cheaper
}

// anchor is a byte to search, and the needles whose letter may end there.
type anchor struct {
	b       byte
	needles []*needle
}

// Costs of a search per mille of its text, in hits of an anchor that lead
// nowhere: to search one byte, and to look at every byte.
const (
	passCost  = 8
	denseCost = 120
)

// NewFinder returns a Finder of the words in any of the sets.
func NewFinder(wanted ...Wanted) *Finder {
	f := &Finder{wanted: wanted}
	for i := range wanted {
		w := &wanted[i]
		for _, t := range w.Terms {
			if w.Prefix {
				f.add(foldNeedles(Fold(t), true)...)
			} else {
				f.add(termNeedles(t)...)
			}
		}
		for _, t := range w.Folds {
			f.add(foldNeedles(t, w.Prefix)...)
		}
	}
	cost := 0
	for _, a := range f.anchors {
		cost += passCost + int(shares[a.b])*2/5
	}
	f.dense = len(f.anchors) > maxSources-1 || cost > denseCost
	return f
}

// add chooses which letter of some needles for one word, which have equally
// many, is the anchor, and notes its bytes.
func (f *Finder) add(needles ...*needle) {
	if len(needles) == 0 {
		return
	}
	best, least := 0, 0
	for k := range needles[0].letters {
		if cost := f.costOf(needles, k); k == 0 || cost < least {
			best, least = k, cost
		}
	}
	for _, n := range needles {
		n.anchor = best
		for _, b := range n.keys.ends[n.letters[best]] {
			if f.class[b] == 0 {
				f.anchors = append(f.anchors, anchor{b: b})
				f.class[b] = uint8(len(f.anchors))
			}
			a := &f.anchors[f.class[b]-1]
			a.needles = append(a.needles, n)
		}
	}
}

// costOf returns what a search costs more if letter k of the needles is the
// anchor.
func (f *Finder) costOf(needles []*needle, k int) (cost int) {
	var seen [256]bool
	for _, n := range needles {
		for _, b := range n.keys.ends[n.letters[k]] {
			if seen[b] {
				continue
			}
			seen[b] = true
			if cost += int(shares[b]); f.class[b] == 0 {
				cost += passCost
			}
		}
	}
	return cost
}

// has reports whether a word is in any of the sets.
func (f *Finder) has(t *Token) bool {
	for i := range f.wanted {
		if f.wanted[i].Has(t) {
			return true
		}
	}
	return false
}

// maxSources bounds what a Search looks for separately: anchors and odd
// characters. searchAhead bounds how far it looks beyond the word to be
// returned next, in bytes, so that a caller who stops has paid for little more.
const (
	maxSources  = 10
	searchAhead = 8 << 10
)

// Search is one pass over a text. It holds scratch memory that Close gives
// back; it must not be copied or used by two goroutines.
type Search struct {
	f       *Finder
	c       *cache
	text    string
	next    [maxSources]int // where each source has its next candidate, or end
	sources int
	end, to int      // how far the sources have looked, and will look
	limit   int      // beyond which no word is looked for
	rest    [][2]int // stretches behind to
	done    int      // before which all words have been read or passed; a safe place
	from    int      // before which candidates are passed over

	paragraph [2]int  // of the last answer of Bare
	bare      bool    // that answer
	whole     passage // of all words, once a short paragraph has asked for it
	counted   bool    // whether one has
}

// In begins to search text, which must be composed. It finds the words within
// [from,to), each as if the whole text had been searched, and may find one that
// crosses a border.
func (f *Finder) In(text string, from, to int) Search {
	s := Search{f: f, c: caches.Get().(*cache), text: text, sources: 2, end: from, to: to, limit: to, from: from}
	if !f.dense {
		s.sources = 1 + len(f.anchors)
	}
	return s
}

// Over is In for those parts of [0,to) that lie in one of some stretches, which
// are in order and do not overlap.
func (f *Finder) Over(text string, stretches [][2]int, to int) Search {
	s := f.In(text, 0, 0)
	s.limit, s.rest = to, stretches
	return s
}

// onward goes on to the next stretch, if there is one.
func (s *Search) onward() bool {
	if len(s.rest) == 0 || s.rest[0][0] >= s.limit {
		return false
	}
	x := s.rest[0]
	s.rest = s.rest[1:]
	s.from, s.end, s.to = max(s.from, x[0]), x[0], min(x[1], s.limit)
	return true
}

// Close ends the search.
func (s *Search) Close() {
	s.c.reader.text = ""
	caches.Put(s.c)
	s.c = nil
}

// Next returns the next wanted word, and false after the last one. Its Pos is 0.
func (s *Search) Next() (Token, bool) {
	for more := true; more; more = s.onward() {
		for p := s.candidate(); p < s.to; p = s.candidate() {
			if t, ok := s.wordAt(p); ok && s.f.has(&t) {
				return t, true
			}
		}
	}
	return Token{}, false
}

// candidate returns the next place at which a wanted word may stand, or s.to.
func (s *Search) candidate() int {
	for {
		least := s.end
		for i := range s.sources {
			if s.next[i] < s.from {
				s.next[i] = s.seek(i, s.from)
			}
			least = min(least, s.next[i])
		}
		if least < s.end || s.end == s.to {
			return least
		}
		s.from = max(s.from, s.end)
		s.end = min(s.end+searchAhead, s.to)
		for i := range s.sources {
			s.next[i] = s.seek(i, s.from)
		}
	}
}

// seek returns the first candidate of a source at or after from, or s.end.
func (s *Search) seek(source, from int) int {
	switch {
	case from >= s.end:
		return s.end
	case source == 0:
		return nextOdd(s.text, from, s.end)
	case s.f.dense:
		return s.f.scan(s.text, from, s.end)
	}
	a := &s.f.anchors[source-1]
	for from < s.end {
		i := strings.IndexByte(s.text[from:s.end], a.b)
		if i < 0 {
			break
		}
		if from += i; a.agrees(s.text, from) {
			return from
		}
		from++
	}
	return s.end
}

// scan returns the first place in text[from:to] where any anchor agrees, or to.
func (f *Finder) scan(text string, from, to int) int {
	for ; from < to; from++ {
		if k := f.class[text[from]]; k != 0 && f.anchors[k-1].agrees(text, from) {
			return from
		}
	}
	return to
}

func (a *anchor) agrees(text string, p int) bool {
	for _, n := range a.needles {
		if n.at(text, p) {
			return true
		}
	}
	return false
}

// wordAt reads the word that byte p is in, and passes over what comes before
// it. It returns false if p is in none.
func (s *Search) wordAt(p int) (Token, bool) {
	for i := s.safe(p, s.done); ; {
		var b boundary
		f, start, end, next := s.c.scanWord(s.text, i, &b)
		switch {
		case end == 0:
			s.done, s.from = len(s.text), len(s.text)
			return Token{}, false
		case start > p:
			s.done, s.from = start, start
			return Token{}, false
		case end > p:
			s.done, s.from = next, next
			return Token{Term: f.term, Fold: f.fold, Start: start, End: end}, true
		}
		i = next
	}
}

// safe returns the last safe place at or before p, but none before least.
func (s *Search) safe(p, least int) int {
	for p > least && (partOfRun(s.text[p-1]) || joinsDigits(s.text, p-1)) {
		p--
	}
	return p
}

// partOfRun reports whether a byte may be in a word, or part of what decides
// where a word begins.
func partOfRun(b byte) bool {
	as := roles[b]
	return as == inWord || as == strange || as == quote
}

// After returns the first word at or after at, which must be the start or end
// of a word or the start of the text. Its Pos is what it adds to the position
// of the word that ends there: 1, or more across the end of a sentence.
func (s *Search) After(at int) (Token, bool) {
	var b boundary
	f, start, end, _ := s.c.scanWord(s.text, at, &b)
	return Token{Term: f.term, Fold: f.fold, Pos: b.pass(0), Start: start, End: end}, end > 0
}

// Before returns the last word before the one that starts at at. Its Pos is
// what that one adds to its position.
func (s *Search) Before(at int) (last Token, ok bool) {
	for from := at; from > 0 && !ok; {
		for from > 0 && !partOfRun(s.text[from-1]) {
			from--
		}
		from = s.safe(from, 0)
		var b boundary
		for i := from; ; {
			f, start, end, next := s.c.scanWord(s.text, i, &b)
			if end == 0 || start >= at {
				last.Pos = b.pass(0)
				break
			}
			last, ok = Token{Term: f.term, Fold: f.fold, Start: start, End: end}, true
			i, b = next, boundary{}
		}
	}
	return last, ok
}

// Bare reports whether the word at at stands in a bare passage, as the function
// Bare does. It reads the paragraph once for all words there; one with few
// words makes it read the whole text, once.
func (s *Search) Bare(at int) bool {
	if at >= s.paragraph[0] && at < s.paragraph[1] {
		return s.bare
	}
	from := strings.LastIndexByte(s.text[:at], '\n') + 1
	to := len(s.text)
	if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
		to = at + i
	}
	part := s.c.passage(s.text[from:to])
	if part.small() {
		if !s.counted {
			s.whole, s.counted = s.c.passage(s.text), true
		}
		part = s.whole
	}
	s.paragraph, s.bare = [2]int{from, to}, part.bare()
	return s.bare
}
