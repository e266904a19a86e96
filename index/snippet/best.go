package snippet

import (
	"slices"
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
	var out []Fragment
	free := []Span{{0, len(text)}}
	for len(out) < opt.Count {
		gap, core, ok := bestWindow(text, matches, free, opt.Chars)
		if !ok {
			break
		}
		f := cut(text, core, free[gap], opt.Chars, matches)
		free = slices.Replace(free, gap, gap+1,
			Span{free[gap].Start, f.Start}, Span{f.Start + len(f.Text), free[gap].End})
		out = append(out, f)
	}
	return out
}

// bestWindow returns the span of the matches that belong together best: the
// most distinct terms within chars code points, inside one free stretch.
func bestWindow(text string, matches []Match, free []Span, chars int) (gap int, core Span, ok bool) {
	best := 0
	for g, room := range free {
		inside := within(matches, room)
		count := map[int]int{}
		last := 0
		for i := range inside {
			for last < len(inside) && (last == i || fits(text, inside[i].Start, inside[last].End, chars)) {
				count[inside[last].Term]++
				last++
			}
			if len(count) > best {
				best, gap, ok = len(count), g, true
				core = hull(inside[i:last])
			}
			if count[inside[i].Term]--; count[inside[i].Term] == 0 {
				delete(count, inside[i].Term)
			}
		}
	}
	return gap, core, ok
}

// within returns the matches that lie inside a stretch; matches that cross its
// border are left out.
func within(matches []Match, room Span) []Match {
	var in []Match
	for _, m := range matches {
		if m.Start >= room.Start && m.End <= room.End {
			in = append(in, m)
		}
	}
	return in
}

func hull(matches []Match) Span {
	h := matches[0].Span
	for _, m := range matches {
		h.End = max(h.End, m.End)
	}
	return h
}

// fits reports whether text[start:end] has at most chars code points.
func fits(text string, start, end, chars int) bool {
	return end-start <= chars || end-start <= chars*utf8.UTFMax && utf8.RuneCountInString(text[start:end]) <= chars
}

// cut widens core to a passage of about chars code points inside room. The
// right side gets what the left does not use, and the left what the end of the
// text leaves over.
func cut(text string, core, room Span, chars int, matches []Match) Fragment {
	spare := max(0, chars-utf8.RuneCountInString(text[core.Start:core.End]))
	half := max(spare/2, spare-runes(text[core.End:room.End], spare))
	start := leftEdge(text, room.Start, core.Start, half, spare)
	spare -= utf8.RuneCountInString(text[start:core.Start])
	end := rightEdge(text, core.End, room.End, spare, chars/3)
	for start < core.Start && isSpace(text, start) {
		_, w := utf8.DecodeRuneInString(text[start:])
		start += w
	}
	f := Fragment{Text: text[start:end], Start: start, CutLeft: start > 0, CutRight: end < len(text)}
	terms := map[int]bool{}
	var inside []Match
	for _, m := range within(matches, Span{start, end}) {
		terms[m.Term] = true
		m.Start -= start
		m.End -= start
		inside = append(inside, m)
	}
	f.Terms = len(terms)
	f.Marks = Merge(inside)
	return f
}

// runes counts the code points of s up to limit.
func runes(s string, limit int) int {
	n := 0
	for range s {
		if n == limit {
			break
		}
		n++
	}
	return n
}

// leftEdge goes back from at and returns the furthest beginning of a sentence
// within half code points, or else the nearest within most, or else the
// furthest word within half.
func leftEdge(text string, limit, at, half, most int) int {
	word, sentence := at, -1
	i := at
	for n := 0; ; n++ {
		if n <= half && betweenWords(text, i) {
			word = i
		}
		if (n <= half || sentence < 0) && i >= limit && beginsSentence(text, i) {
			sentence = i
		}
		if i <= limit || n >= most || n >= half && sentence >= 0 {
			break
		}
		_, w := utf8.DecodeLastRuneInString(text[:i])
		i -= w
	}
	if sentence >= 0 {
		return sentence
	}
	return word
}

// rightEdge goes on from at by up to n code points and returns the end of the
// last sentence within the last near of them, or else of the last word.
func rightEdge(text string, at, limit, n, near int) int {
	word, sentence := at, -1
	i := at
	for step := 0; step < n && i < limit; step++ {
		_, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if betweenWords(text, i) {
			word = i
		}
		if step >= n-near && endsSentence(text, i) {
			sentence = i
		}
	}
	switch {
	case i >= limit && (limit == len(text) || betweenWords(text, limit)):
		return limit
	case sentence >= 0:
		return sentence
	}
	return trimSpace(text, at, word)
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
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	return !unicode.IsMark(after) && !(partOfWord(before) && partOfWord(after))
}

func partOfWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isSpace(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
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
	before, w := utf8.DecodeLastRuneInString(text[:i])
	if before == '\n' {
		return true
	}
	return unicode.IsSpace(before) && endsSentence(text, i-w)
}

// endsSentence reports whether a sentence or paragraph ends at i.
func endsSentence(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	switch before {
	case '.', '!', '?', '…', ';':
		return i == len(text) || unicode.IsSpace(after)
	}
	return after == '\n'
}

// Merge returns the spans of matches in order, those that overlap made one.
func Merge(matches []Match) []Span {
	var out []Span
	for _, m := range matches {
		if n := len(out); n > 0 && m.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, m.End)
			continue
		}
		out = append(out, m.Span)
	}
	return out
}
