package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Operators are capitals in the language. People write them in small letters too, and in Vietnamese; these mean the
// operator only between two items of a short query. In running text they are words like any other, since there an OR
// would tear a sentence in two.

// RunningText is how many words make a query running text, in which a hyphen before a word is no sign and an operator
// in small letters is a word.
const RunningText = 7

// nearSlop is the distance of NEAR without one.
const nearSlop = 5

// operator returns what a run of text is where an operator can stand, and the distance of a tokNear.
func operator(run string) (k kind, slop int) {
	switch run {
	case "AND":
		return tokAnd, 0
	case "OR":
		return tokOr, 0
	case "NOT":
		return tokNot, 0
	case "NEAR":
		return tokNear, nearSlop
	}
	if len(run) > len("near/") && strings.EqualFold(run[:len("near/")], "near/") {
		if n, size := digits(run[len("near/"):]); size == len(run)-len("near/") {
			return tokNear, n
		}
	}
	return tokWord, 0
}

// looseOperator returns what a run of text that is no operator as written is between two items of a short query.
func looseOperator(run string) kind {
	switch {
	case strings.EqualFold(run, "and"):
		return tokAnd
	case strings.EqualFold(run, "or"), len(run) <= 12 && strings.EqualFold(norm.NFC.String(run), "hoặc"):
		return tokOr
	}
	return tokWord
}

// isOperator reports whether text alone could be an operator, in a short query or any.
func isOperator(text string, short bool) bool {
	k, _ := operator(text)
	return k != tokWord || short && looseOperator(text) != tokWord
}

// isRunning reports whether a query is running text. What stands in quotation marks or beside NEAR does not count, nor
// what is beyond MaxTerms.
func isRunning(src string) bool {
	l := lexer{src: src}
	words, left := 0, MaxTerms
	counted, near := false, false // the last word; it or the next one is beside NEAR
	for t := l.next(); t.kind != tokEnd && words <= RunningText && left > 0; t = l.next() {
		text := t.text
		switch t.kind {
		case tokWord, tokBare, tokUnknown:
			text, _, _ = trim(text)
		case tokPhrase:
			if letters(text, 1) == 0 {
				continue
			}
		case tokNear:
			if counted {
				words--
			}
			counted, near = false, true
			continue
		default:
			continue
		}
		n, stop, next := countTerms(text, left)
		if left -= n; next >= 0 {
			text = text[:stop]
		}
		counted = t.kind != tokPhrase && text != "" && !near && !isOperator(text, true)
		if near = false; counted {
			words++
		}
	}
	return words >= RunningText
}

// separates reports whether text around words keeps those before it apart from those behind.
func separates(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsPunct(r) && !strings.ContainsRune("#%&*@_", r) })
}

// separatesBehind reports whether a run of text ends with what separates. The full stop of an abbreviation, which has
// one letter or no vowel, as in N. and TP., does not.
func separatesBehind(run string) bool {
	last := strings.LastIndexFunc(run, isTerm)
	_, size := utf8.DecodeRuneInString(run[last:])
	word, behind := run[:last+size], run[last+size:]
	if behind != "." {
		return separates(behind)
	}
	part := word[strings.LastIndexFunc(word, func(r rune) bool { return !isTerm(r) })+1:]
	return strings.ContainsFunc(part, unicode.IsNumber) || letters(part, 2) > 1 && strings.ContainsFunc(part, isVowel)
}

// isVowel reports whether r is a vowel: of letters beyond ASCII Vietnamese has one consonant.
func isVowel(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.ContainsRune("aeiouyAEIOUY", r)
	}
	return unicode.IsLetter(r) && r != 'đ' && r != 'Đ'
}
