package snippet

import (
	"cmp"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Best returns the best passages of text, at most opt.Count, best first.
// matches are in order of their start; they may overlap. Without matches the
// one passage is the beginning of the text, unmarked. Fragments do not overlap
// each other. Only a single match longer than opt.Chars makes a fragment
// longer than that.
func Best(text string, matches []Match, opt Options) []Fragment {
	if text == "" || opt.Count <= 0 {
		return nil
	}
	if opt.Chars <= 0 {
		opt.Chars = DefaultChars
	}
	if len(matches) == 0 {
		return []Fragment{cut(text, Span{}, Span{0, len(text)}, opt.Chars, nil)}
	}
	w := weighers.Get().(*weigher)
	defer weighers.Put(w)
	w.reset(text, matches, opt.Chars)
	out := make([]Fragment, 0, opt.Count)
	w.free = append(w.free[:0], Span{0, len(text)})
	for len(out) < opt.Count {
		gap, core, ok := w.bestWindow()
		if !ok {
			break
		}
		f := cut(text, core, w.free[gap], opt.Chars, matches)
		w.free = slices.Replace(w.free, gap, gap+1,
			Span{w.free[gap].Start, f.Start}, Span{f.Start + len(f.Text), w.free[gap].End})
		out = append(out, f)
	}
	w.text, w.matches = "", nil
	return out
}

// weigher is scratch of Best. Code points are counted no further into the text
// than windows are looked at.
type weigher struct {
	text    string
	matches []Match
	chars   int
	list    []weighed // by match
	known   int       // how many of list have their positions
	terms   []int     // of all matches
	count   []int     // by number of a term: its matches in the window
	free    []Span    // what no fragment has taken
}

// weighed is what bestWindow needs of a match.
type weighed struct {
	from, to int // its position in code points, counted from the first match
	term     int // number of its term among the terms of all matches
}

var weighers = sync.Pool{New: func() any { return new(weigher) }}

func (w *weigher) reset(text string, matches []Match, chars int) {
	w.text, w.matches, w.chars = text, matches, chars
	w.list, w.known, w.terms = slices.Grow(w.list[:0], len(matches)), 0, w.terms[:0]
	for i := range matches {
		k := slices.Index(w.terms, matches[i].Term)
		if k < 0 {
			k = len(w.terms)
			w.terms = append(w.terms, matches[i].Term)
		}
		w.list = append(w.list, weighed{term: k})
	}
	w.count = append(w.count[:0], w.terms...)
}

// located returns match k with its position. A stretch without a match that no
// fragment can span counts as longer than one, unread.
func (w *weigher) located(k int) *weighed {
	for ; w.known <= k; w.known++ {
		i := w.known
		m, x := &w.matches[i], &w.list[i]
		if i > 0 {
			before := w.list[i-1].from
			x.from = before + w.chars + 1
			if last := w.matches[i-1].Start; m.Start-last <= w.chars*utf8.UTFMax {
				x.from = before + count(w.text, last, m.Start)
			}
		}
		x.to = x.from + count(w.text, m.Start, m.End)
	}
	return &w.list[k]
}

// bestWindow returns the span of the matches that belong together best: the
// most distinct terms within chars code points, inside one free stretch. No
// window is better than one with all terms.
func (w *weigher) bestWindow() (gap int, core Span, ok bool) {
	best, matches := 0, w.matches
	for g, room := range w.free {
		from, to := startingIn(matches, room)
		clear(w.count)
		last, terms := from, 0
		for i := from; i < to; i++ {
			if matches[i].End > room.End {
				continue
			}
			for last < to && (last <= i || matches[last].End > room.End || w.located(last).to-w.list[i].from <= w.chars) {
				if matches[last].End <= room.End {
					n := &w.count[w.list[last].term]
					if *n++; *n == 1 {
						terms++
					}
				}
				last++
			}
			if terms > best {
				best, gap, ok = terms, g, true
				core = spanOf(matches[i:last], room)
			}
			if best == len(w.terms) {
				return gap, core, ok
			}
			n := &w.count[w.list[i].term]
			if *n--; *n == 0 {
				terms--
			}
		}
	}
	return gap, core, ok
}

// startingIn returns the range of the matches that start in a stretch.
func startingIn(matches []Match, room Span) (from, to int) {
	byStart := func(m Match, at int) int { return cmp.Compare(m.Start, at) }
	from, _ = slices.BinarySearchFunc(matches, room.Start, byStart)
	to, _ = slices.BinarySearchFunc(matches, room.End, byStart)
	return from, to
}

// spanOf returns the span of the matches that lie in room. The first does.
func spanOf(matches []Match, room Span) Span {
	h := matches[0].Span
	for _, m := range matches {
		if m.End <= room.End {
			h.End = max(h.End, m.End)
		}
	}
	return h
}

// cut widens core to a passage of about chars code points inside room. The
// right side gets what the left does not use, and the left what the end of the
// text leaves over.
func cut(text string, core, room Span, chars int, matches []Match) Fragment {
	spare := max(0, chars-count(text, core.Start, core.End))
	half := spare / 2
	if room.End-core.End < (spare-half)*utf8.UTFMax {
		_, right := forward(text, core.End, room.End, spare-half)
		half = spare - right
	}
	start, used := leftEdge(text, room.Start, core.Start, half, spare)
	end := rightEdge(text, core.End, room.End, spare-used, chars/3)
	for start < core.Start && isSpace(text, start) {
		_, w := utf8.DecodeRuneInString(text[start:])
		start += w
	}
	f := Fragment{Text: text[start:end], Start: start, CutLeft: start > 0, CutRight: end < len(text)}
	from, to := startingIn(matches, Span{start, end})
	var buf [8]int
	terms := buf[:0]
	if to > from {
		f.Marks = make([]Mark, 0, to-from)
	}
	for _, m := range matches[from:to] {
		if m.End > end {
			continue
		}
		if !slices.Contains(terms, m.Term) {
			terms = append(terms, m.Term)
		}
		f.Marks = merge(f.Marks, Mark{Span{m.Start - start, m.End - start}, m.Loose})
	}
	f.Terms = len(terms)
	return f
}

// leftEdge goes back from at and returns the furthest beginning of a sentence
// within half code points, or else the nearest within most, or else the
// furthest word within half, and how many code points back that is.
func leftEdge(text string, limit, at, half, most int) (edge, back int) {
	edge = -1
	i, n, middle := at, 0, at // middle is half code points back, or as far as there are
	for ; ; n++ {
		if n <= half {
			middle = i
		}
		if (n <= half || edge < 0) && i >= limit && mayBegin(text, i) && beginsSentence(text, i) {
			edge, back = i, n
		}
		if i <= limit || n >= most || n >= half && edge >= 0 {
			break
		}
		_, w := before(text, i)
		i -= w
	}
	if edge >= 0 {
		return edge, back
	}
	for i = middle; i < at && !betweenWords(text, i); {
		_, w := after(text, i)
		i += w
	}
	return i, count(text, i, at)
}

// mayBegin reports whether what stands before i can part sentences.
func mayBegin(text string, i int) bool {
	return i == 0 || text[i-1] <= ' ' || text[i-1] >= utf8.RuneSelf
}

// rightEdge goes on from at by up to n code points and returns the end of the
// last sentence within the last near of them, or else of the last word.
func rightEdge(text string, at, limit, n, near int) int {
	i, steps := forward(text, at, limit, n)
	if i >= limit && (limit == len(text) || betweenWords(text, limit)) {
		return limit
	}
	word := -1
	for k := steps; k > 0; k-- {
		if word < 0 && betweenWords(text, i) {
			word = i
		}
		if k <= n-near {
			if word >= 0 {
				break
			}
		} else if endsSentence(text, i) {
			return i
		}
		_, w := before(text, i)
		i -= w
	}
	return trimSpace(text, at, max(at, word))
}

func trimSpace(text string, from, to int) int {
	for to > from {
		r, w := utf8.DecodeLastRuneInString(text[:to])
		if !unicode.IsSpace(r) {
			break
		}
		to -= w
	}
	return to
}

// betweenWords reports whether text can be cut at i without dividing a word or
// parting a mark from its letter.
func betweenWords(text string, i int) bool {
	if i == 0 || i == len(text) {
		return true
	}
	left, _ := before(text, i)
	right, _ := after(text, i)
	return !isMark(right) && !(partOfWord(left) && partOfWord(right))
}

// isLatin reports whether r is a Latin letter beyond ASCII: nearly all others
// of Vietnamese.
func isLatin(r rune) bool {
	return r >= 0xC0 && r <= 0x24F && r != '×' && r != '÷' || r >= 0x1E00 && r <= 0x1EFF
}

func isMark(r rune) bool { return r >= 0x300 && !isLatin(r) && unicode.IsMark(r) }

func partOfWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return isLatin(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isSpace(text string, i int) bool {
	r, _ := after(text, i)
	return unicode.IsSpace(r)
}

// beginsSentence reports whether a sentence or paragraph begins at i.
func beginsSentence(text string, i int) bool {
	if i == 0 {
		return true
	}
	if isSpace(text, i) {
		return false
	}
	last, w := before(text, i)
	if last == '\n' {
		return true
	}
	return unicode.IsSpace(last) && endsSentence(text, i-w)
}

// endsSentence reports whether a sentence or paragraph ends at i.
func endsSentence(text string, i int) bool {
	if i < len(text) && text[i] == '\n' {
		return true
	}
	switch last, _ := before(text, i); last {
	case '.', '!', '?', '…', ';':
		return i == len(text) || isSpace(text, i)
	}
	return false
}

// Merge returns the marks of matches in order, those that overlap made one.
func Merge(matches []Match) []Mark {
	if len(matches) == 0 {
		return nil
	}
	out := make([]Mark, 0, len(matches))
	for _, m := range matches {
		out = merge(out, Mark{m.Span, m.Loose})
	}
	return out
}

// merge appends a mark that starts no earlier than the last one.
func merge(marks []Mark, m Mark) []Mark {
	if n := len(marks); n > 0 && m.Start < marks[n-1].End {
		last := &marks[n-1]
		last.End, last.Loose = max(last.End, m.End), last.Loose && m.Loose
		return marks
	}
	return append(marks, m)
}
