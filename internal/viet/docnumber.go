package viet

import (
	"unicode"
	"unicode/utf8"
)

// number is the number of a document: words i to end-1.
type number struct {
	digits string // without leading zeros, with a letter that may follow: 57, 1a
	part   string // after a dot, in numbers such as 66.7/2025/NQ-CP; else empty
	year   int    // 0 for none
	end    int
}

// maxCodes bounds the codes of a document number; a joint circular has one for
// each ministry.
const maxCodes = 10

// document reads a whole document number at word i: NUM[/YEAR] and codes. It
// returns the word after it, or i (rules D01 and D02).
func (s *scanner) document(i int) int {
	if l := s.link(i); l.sep != '/' && l.sep != '-' && l.sep != '.' || s.inner(i) {
		return i
	}
	n, ok := s.docNumber(i)
	if !ok {
		return i
	}
	s.buf = appendNumber(append(s.buf[:0], "doc:"...), n)
	end, kind := s.codes(n)
	if end == 0 || n.year == 0 && (kind == "" || end == n.end+1) && s.isForm(i) {
		return i
	}
	s.emit(DocNumber, i, end-1)
	first := i
	if kind == "" {
		if kind, first = s.docWords(i); kind == "" {
			kind, first = s.lawBefore(i), i
		}
	}
	if kind != "" {
		s.alias(kind, n, first, end-1)
	}
	return end
}

// isForm reports whether the words before word i name a form or a table, whose
// numbers look like those of documents: "mẫu số 10/TT".
func (s *scanner) isForm(i int) bool {
	w := s.before(i)
	if w == "số" {
		w = s.before(i - 1)
	}
	switch w {
	case "mẫu", "biểu", "bảng", "lục", "phiếu":
		return true
	}
	return false
}

// inner reports whether word i continues digits or a path, so that no document
// number begins there: 36.3, 41:2019, a/57.
func (s *scanner) inner(i int) bool {
	if i == 0 || s.words[i-1].End == s.words[i].Start {
		return i > 0
	}
	l := s.link(i - 1)
	switch l.sep {
	case '.', ':':
		return !l.spaced && startsWithDigit(s.words[i-1].Term)
	case '-':
		return !l.spaced && endsWithDigit(s.words[i-1].Term)
	case '/', '_', '&', '@':
		return !l.spaced
	}
	return false
}

// docNumber reads NUM[/YEAR] at word i. A dot within NUM needs the year.
func (s *scanner) docNumber(i int) (number, bool) {
	w := s.words[i].Term
	d := 0
	for d < len(w) && w[d] >= '0' && w[d] <= '9' {
		d++
	}
	if d > 6 || len(w)-d > 1 || d < len(w) && (w[d] < 'a' || w[d] > 'z') {
		return number{}, false
	}
	n := number{digits: trimZeros(w), end: i + 1}
	if _, size := s.digitRun(i + 1); size > 0 && size < 3 && s.link(i).joins('.') && s.link(i+1).sep == '/' {
		n.part, n.end = s.words[i+1].Term, i+2
	}
	l := s.link(n.end - 1)
	y := s.yearAt(n.end)
	if y >= 1900 && (l.sep == '/' || l.joins('-') && s.link(n.end).joins('-')) {
		n.year, n.end = y, n.end+1
	}
	return n, n.part == "" || n.year > 0
}

// trimZeros drops the zeros before the first other digit.
func trimZeros(w string) string {
	for len(w) > 1 && w[0] == '0' && w[1] >= '0' && w[1] <= '9' {
		w = w[1:]
	}
	return w
}

// codes appends the codes after n to s.buf. It returns the word after them, 0
// when this is no document number, and the alias of the first code when that
// names a type.
func (s *scanner) codes(n number) (end int, kind string) {
	var first code
	count, issued := 0, false
	for end = n.end; count < maxCodes; count++ {
		l := s.link(end - 1)
		if l.sep != '/' && l.sep != '-' {
			break
		}
		at := len(s.buf)
		s.buf = append(s.buf, '/')
		c := s.code(end)
		if c.end == 0 || len(s.buf) > MaxTerm || !c.known() && (l.spaced || c.lower || len(s.buf)-at < 3) {
			s.buf = s.buf[:at]
			break
		}
		if count == 0 {
			first, kind = c, docTypes[string(s.buf[at+1:])]
		}
		issued = issued || c.issuer
		end = c.end
	}
	if count == 0 || !issued && !first.kind || !plausible(n, first, count, issued) {
		return 0, ""
	}
	if n.year == 0 && count == 1 && (s.link(n.end-1).spaced || !first.strong && s.link(n.end-1).sep != '/') {
		return 0, ""
	}
	return end, kind
}

// plausible reports whether a number with so few codes is a document: one
// code alone is also how sizes, series and headings are written (5-L, 20 - HD,
// QCVN 41:2019/BGTVT).
func plausible(n number, first code, count int, issued bool) bool {
	switch {
	case first.lower:
		return n.year > 0 && issued || count > 1 && first.kind && issued
	case count > 1 || n.year > 0:
		return true
	}
	return first.strong || first.kind && first.capital && !first.short
}

// code is one part of a document number: a type, an issuer, or a unit that
// only stands beside one of these.
type code struct {
	end          int // 0 for none
	kind, issuer bool
	strong       bool // a type or issuer that stands for nothing else
	short        bool // one letter
	capital      bool // all in capitals
	lower        bool // written in lower case
}

func (c code) known() bool { return c.kind || c.issuer }

// code reads the code that begins at word i and appends its canonical form to
// s.buf: folded, dots and & dropped, TƯ as tw.
func (s *scanner) code(i int) code {
	if i >= len(s.words) || startsWithDigit(s.words[i].Term) {
		return code{}
	}
	at := len(s.buf)
	c := code{end: i + 1}
	upper, lower := letterCase(s.surface(i))
	for c.end < len(s.words) && c.end-i < maxCodes && s.codeGoesOn(i, c.end-1) {
		u, l := letterCase(s.surface(c.end))
		upper, lower = upper+u, lower+l
		c.end++
	}
	for k := i; k < c.end; k++ {
		s.buf = append(s.buf, s.words[k].Fold...)
	}
	switch last := s.words[c.end-1].Term; string(s.buf[at:]) {
	case "tu":
		if last == "tư" || last == "ư" {
			s.buf = append(s.buf[:at], "tw"...)
		}
	case "qh", "ubtvqh": // QH 15
		if s.small(c.end, 30) > 0 && s.link(c.end-1).sep == ' ' {
			s.buf = append(s.buf, s.words[c.end].Term...)
			c.end++
		}
	}
	if len(s.buf)-at > 16 {
		return code{}
	}
	c.lower, c.capital = upper == 0 || upper == 1 && lower > 2, lower == 0
	s.repairCode(&c, at)
	return c
}

// codeGoesOn reports whether the code from word i goes on after word k: over a
// dot between single letters (T.Ư) or over & (GD&ĐT).
func (s *scanner) codeGoesOn(i, k int) bool {
	switch l := s.link(k); {
	case l.joins('.'):
		return utf8.RuneCountInString(s.words[k].Term) == 1 && utf8.RuneCountInString(s.words[k+1].Term) == 1
	case l.joins('&'):
		u, _ := letterCase(s.surface(k + 1))
		return u > 0 && i <= k
	}
	return false
}

// repairCode classifies the code in s.buf[at:]. A number or a word glued to a
// known issuer is a footnote or a lost space (TW1, CPngày) and is cut off.
func (s *scanner) repairCode(c *code, at int) {
	if s.classify(c, at) || c.lower {
		return
	}
	f := s.buf[at:]
	n := len(f)
	for n > 0 && f[n-1] >= '0' && f[n-1] <= '9' {
		n--
	}
	if n == len(f) {
		n = upperPrefix(s.surface(c.end - 1))
	}
	if n < 2 || n >= len(f) {
		return
	}
	whole := len(s.buf)
	s.buf = s.buf[:at+n]
	if s.classify(c, at); !c.issuer {
		*c = code{end: c.end, lower: c.lower, capital: c.capital}
		s.buf = s.buf[:whole]
	}
}

// classify sets what the code in s.buf[at:] is, and reports whether it is known.
func (s *scanner) classify(c *code, at int) bool {
	f := s.buf[at:]
	_, c.kind = docTypes[string(f)]
	c.issuer = issuers[string(f)] || !c.lower && isIssuer(f)
	c.strong, c.short = strongCodes[string(f)], len(f) == 1
	return c.known()
}

// isIssuer covers the issuers that are named by a rule: the National Assembly
// by its term (QH15), offices (VP…), ministries (B…) and departments (S…).
func isIssuer(f []byte) bool {
	stem := f
	for len(stem) > 0 && stem[len(stem)-1] >= '0' && stem[len(stem)-1] <= '9' {
		stem = stem[:len(stem)-1]
	}
	if len(stem) < len(f) {
		return numbered[string(stem)] && len(f)-len(stem) <= 2
	}
	if len(f) < 3 || f[0] != 'b' && f[0] != 's' && !(f[0] == 'v' && f[1] == 'p') {
		return false
	}
	_, word := ParseSyllable(string(f))
	return !word
}

// letterCase counts the upper-case and lower-case letters of s.
func letterCase(s string) (upper, lower int) {
	for _, r := range s {
		switch caseOf(r) {
		case 'u':
			upper++
		case 'l':
			lower++
		}
	}
	return upper, lower
}

// caseOf returns 'u' for an upper-case letter, 'l' for a lower-case one.
func caseOf(r rune) byte {
	switch {
	case r < tableEnd:
		return cases[r]
	case unicode.IsUpper(r):
		return 'u'
	case unicode.IsLower(r):
		return 'l'
	}
	return 0
}

var cases = func() (t [tableEnd]byte) {
	for r := range rune(tableEnd) {
		if unicode.IsUpper(r) {
			t[r] = 'u'
		} else if unicode.IsLower(r) {
			t[r] = 'l'
		}
	}
	return t
}()

// upperPrefix counts the upper-case letters that s begins with.
func upperPrefix(s string) int {
	n := 0
	for _, r := range s {
		switch caseOf(r) {
		case 'u':
			n++
		case 'l':
			return n
		}
	}
	return n
}

func (s *scanner) surface(i int) string { return s.text[s.words[i].Start:s.words[i].End] }

// alias emits type:number/year and type:number.
func (s *scanner) alias(kind string, n number, first, last int) {
	s.buf = append(append(s.buf[:0], kind...), ':')
	at := len(s.buf)
	if n.year > 0 {
		s.buf = appendNumber(s.buf, n)
		s.emit(DocAlias, first, last)
	}
	n.year = 0
	s.buf = appendNumber(s.buf[:at], n)
	s.emit(DocAlias, first, last)
}

func appendNumber(b []byte, n number) []byte {
	b = append(b, n.digits...)
	if n.part != "" {
		b = append(append(b, '.'), n.part...)
	}
	if n.year > 0 {
		b = appendYear(append(b, '/'), n.year)
	}
	return b
}
