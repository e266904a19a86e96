package viet

import "strings"

// iToY and yToI pair the letters of the two spellings (rule V01).
var iToY, yToI = func() (a, b map[rune]rune) {
	a, b = map[rune]rune{}, map[rune]rune{}
	is, ys := []rune("iìỉĩíị"), []rune("yỳỷỹýỵ")
	for n := range is {
		a[is[n]], b[ys[n]] = ys[n], is[n]
	}
	return a, b
}()

// hasVariants reports whether a letter has another spelling.
func hasVariants(r rune) bool {
	switch r {
	case 'i', 'ì', 'ỉ', 'ĩ', 'í', 'ị', 'y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ':
		return true
	}
	return false
}

// Variants returns the other spellings of a term that are the same word: those
// with i for y or y for i and an equal Key (kỹ, kĩ). It is nil for most words.
func Variants(term string) []string {
	if !strings.ContainsFunc(term, hasVariants) {
		return nil
	}
	var out []string
	word := []rune(term)
	for i, r := range word {
		other, ok := iToY[r]
		if !ok {
			if other, ok = yToI[r]; !ok {
				continue
			}
		}
		word[i] = other
		if v := Term(string(word)); v != term && Key(v) == Key(term) {
			out = append(out, v)
		}
		word[i] = r
	}
	return out
}
