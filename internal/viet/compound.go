package viet

import (
	"unicode/utf8"
)

// compound reads words in capitals that a mark joins, from word i, and
// returns the next word to look at (rule K01). Dots between single letters
// and & leave the word that is also written without them (T.Ư, U.B.N.D,
// TP.HCM, KH&CN → tw, ubnd, tphcm, khcn); hyphens and slashes stay (KT-XH →
// kt-xh). Two whole syllables are ordinary words of a text in capitals
// (TẾ-XÃ).
func (s *scanner) compound(i int) int {
	if !s.part(i) {
		return i + 1
	}
	end, words := i+1, 0
	s.buf = s.appendPart(s.buf[:0], i, 0)
	for ; end < len(s.words); end++ {
		sep := s.joint(end-1, i)
		if sep == 0 {
			break
		}
		if s.isSyllable(end) {
			words++
		}
		if len(s.buf) <= MaxTerm {
			s.buf = s.appendPart(s.buf, end, sep)
		}
	}
	if end == i+1 || len(s.buf) > MaxTerm || end-i > maxParts || words == end-i-1 && s.isSyllable(i) {
		return end
	}
	if string(s.buf) == "tư" {
		s.buf = append(s.buf[:0], "tw"...)
	}
	// Initials that read as a syllable would only meet that word (V.I. Lênin).
	if _, syllable := ParseSyllable(string(s.buf)); !syllable {
		s.emit(Compound, i, end-1)
	}
	return end
}

// maxParts bounds the parts of a compound; longer ones are lists.
const maxParts = 6

// joint returns the mark that joins word k to the next one in the compound
// that began at word first, 0 for none.
func (s *scanner) joint(k, first int) byte {
	l := s.link(k)
	switch {
	case l.spaced || k+1 >= len(s.words):
	case l.sep == '-' || l.sep == '/' || l.sep == '&':
		if s.part(k) && s.part(k+1) {
			return l.sep
		}
	case l.sep == '.':
		if s.letter(k) && s.letter(k+1) || k == first && s.words[k].Term == "tp" && s.part(k+1) {
			return l.sep
		}
	}
	return 0
}

// part reports whether word i is in capitals as an abbreviation is: KT, TTg,
// QH15, R.
func (s *scanner) part(i int) bool {
	surface := s.surface(i)
	upper, lower := letterCase(surface)
	first, _ := utf8.DecodeRuneInString(surface)
	return caseOf(first) == 'u' && (upper > lower || s.words[i].Term == "tp")
}

// letter reports whether word i is one capital letter.
func (s *scanner) letter(i int) bool {
	upper, lower := letterCase(s.surface(i))
	return upper == 1 && lower == 0 && utf8.RuneCountInString(s.words[i].Term) == 1
}

// isSyllable reports whether word i could be a whole Vietnamese word.
func (s *scanner) isSyllable(i int) bool {
	t := s.words[i].Term
	if utf8.RuneCountInString(t) < 2 {
		return false
	}
	syl, ok := ParseSyllable(t)
	return ok && syl.Strict
}

// appendPart appends the term of word i after the mark sep; dots and & are
// left out.
func (s *scanner) appendPart(b []byte, i int, sep byte) []byte {
	if sep == '-' || sep == '/' {
		b = append(b, sep)
	}
	return append(b, s.words[i].Term...)
}
