package query

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// word makes the leaf of a tokWord, or of a field's name that is read as a word.
func (p *parser) word(t token, f Field) Node {
	if f == Date {
		return p.dates(t)
	}
	whole, start, star := trim(t.text)
	start += t.start
	text := p.limit(p.shorten(whole, start), start)
	if letters(text, 1) == 0 {
		return nil
	}
	star = star && text == whole
	if star && letters(text, 2) < 2 {
		star = false
		p.warn(WarnShortPrefix, start, text)
	}
	if t.hyphen {
		p.warn(WarnReadAsHyphen, t.pos, head(text, 40))
	}
	if !star && !t.plus && isOperator(text, !p.lex.running) {
		return Phrase{Field: f, Text: text, Exact: t.exact}
	}
	return Word{Field: f, Text: text, Exact: t.exact, Prefix: star, Plain: t.plus, Cut: t.cut}
}

// together returns two words or phrases that are looked for alike as the words of both near each other.
func together(a, b Node, slop int) (Node, bool) {
	x, okX := phraseOf(a)
	y, okY := phraseOf(b)
	if !okX || !okY || x.Field != y.Field || x.Exact != y.Exact {
		return nil, false
	}
	return Phrase{x.Field, x.Text + " " + y.Text, x.Exact, max(x.Slop, y.Slop, slop)}, true
}

func phraseOf(n Node) (Phrase, bool) {
	switch n := n.(type) {
	case Word:
		return Phrase{Field: n.Field, Text: n.Text, Exact: n.Exact}, !n.Prefix
	case Phrase:
		return n, true
	}
	return Phrase{}, false
}

// trim returns run without what stands before its first and after its last letter, number or mark, where that starts,
// and whether a star follows it. A percent sign after a digit belongs to the text. The run must hold one of these.
func trim(run string) (text string, start int, star bool) {
	start = strings.IndexFunc(run, isTerm)
	stop := strings.LastIndexFunc(run, isTerm)
	_, size := utf8.DecodeRuneInString(run[stop:])
	stop += size
	if strings.HasPrefix(run[stop:], "%") && isDigit(run[stop-1]) {
		return run[start : stop+1], start, false
	}
	return run[start:stop], start, strings.Contains(run[stop:], "*")
}

// shorten returns word, which starts at offset and with a term, cut to MaxWord bytes.
func (p *parser) shorten(word string, offset int) string {
	short := p.shortenPart(word, offset)
	if len(short) < len(word) {
		short, _, _ = trim(short)
	}
	return short
}

func (p *parser) shortenPart(part string, offset int) string {
	short := head(part, MaxWord)
	if len(short) < len(part) {
		p.warn(WarnLongWord, offset, head(part, 24), strconv.Itoa(MaxWord))
	}
	return short
}

// head returns the longest start of s that has at most n bytes and ends between code points.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// limit returns text, which starts at offset, cut to the terms that the query may still have. When it cuts, the rest of
// the query is not read.
func (p *parser) limit(text string, offset int) string {
	n, stop, next := countTerms(text, MaxTerms-p.terms)
	p.terms += n
	if next < 0 {
		return text
	}
	p.warn(WarnTooManyTerms, offset+next, strconv.Itoa(MaxTerms), head(text[next:], 24))
	p.stop()
	return text[:stop]
}

// letters counts the letters and numbers of s, up to most.
func letters(s string, most int) int {
	n := 0
	for _, r := range s {
		if n == most {
			break
		}
		if isLetter(r) {
			n++
		}
	}
	return n
}

// phrase makes the leaf of a tokPhrase.
func (p *parser) phrase(t token, f Field) Node {
	if t.open {
		p.warn(WarnUnbalancedQuote, t.pos)
	}
	if f == Date {
		return p.dates(t)
	}
	if letters(t.text, 1) == 0 {
		if !t.open {
			p.warn(WarnEmptyQuote, t.pos)
		}
		return nil
	}
	slop := p.capped(t.slop, t.tilde)
	text := p.spaced(p.limit(t.text, t.start), t.start)
	if letters(text, 1) == 0 {
		return nil
	}
	return Phrase{Field: f, Text: text, Exact: t.exact, Slop: slop}
}

// capped returns a distance that was written at offset, at most MaxSlop.
func (p *parser) capped(slop, offset int) int {
	if slop > MaxSlop {
		p.warn(WarnSlopCapped, offset, strconv.Itoa(MaxSlop))
	}
	return min(slop, MaxSlop)
}

// spaced returns text, which starts at offset, with single blanks as white space and no part longer than MaxWord.
func (p *parser) spaced(text string, offset int) string {
	var parts []string
	for i := 0; i < len(text); {
		n := strings.IndexFunc(text[i:], isSpace)
		if n < 0 {
			n = len(text) - i
		}
		if n > 0 {
			parts = append(parts, p.shortenPart(text[i:i+n], offset+i))
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return strings.Join(parts, " ")
}
