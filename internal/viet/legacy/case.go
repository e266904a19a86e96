package legacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// untoned maps each Vietnamese letter with a tone to the one without.
var untoned = func() map[rune]rune {
	m := map[rune]rune{}
	for _, r := range letters {
		parts := []rune(norm.NFD.String(string(r)))
		for i, p := range parts {
			if isToneMark(p) {
				rest := append(append([]rune(nil), parts[:i]...), parts[i+1:]...)
				m[r], _ = utf8.DecodeRuneInString(norm.NFC.String(string(rest)))
			}
		}
	}
	return m
}()

func isToneMark(r rune) bool {
	return r == 0x0300 || r == 0x0301 || r == 0x0303 || r == 0x0309 || r == 0x0323
}

// joinCapitals makes one letter of a capital and the same letter, small and
// with a tone, after it: the way of some converters to write what TCVN3 has no
// code for (rule E02).
func joinCapitals(s string) string {
	var b strings.Builder
	done, before, start := 0, rune(0), 0
	for i, r := range s {
		if plain := untoned[r]; plain != 0 && unicode.IsUpper(before) && unicode.ToLower(before) == plain {
			b.WriteString(s[done:start])
			b.WriteRune(unicode.ToUpper(r))
			done = i + utf8.RuneLen(r)
		}
		before, start = r, i
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// sharedVPS are the small letters whose VPS code is also that of the capital.
const sharedVPS = "ạẫậặẹệọộợụữựịỵ"

// raiseShared makes capitals of the shared letters that stand among capitals:
// in a word all of whose other letters are capitals, two at least, or one if
// the word after it, or else the one before it, is all capitals.
func raiseShared(s string) string {
	if !strings.ContainsAny(s, sharedVPS) {
		return s
	}
	runes := []rune(s)
	words := letterRuns(runes, func(r rune) bool { return strings.ContainsRune(sharedVPS, r) })
	for i, w := range words {
		if !w.unsure || w.small > 0 {
			continue
		}
		if w.capitals >= 2 || i+1 < len(words) && words[i+1].allCapitals() ||
			i+1 == len(words) && i > 0 && words[i-1].allCapitals() {
			w.raise(runes)
		}
	}
	return string(runes)
}

// raiseToned makes capitals of the small letters with a tone that stand in a word
// all of whose other letters are capitals, two at least (QUYếT), and if all other
// letters of the line are capitals too, in every word of a line that has such a
// word (Về VIệC). Số 12/QĐ has none, so its ố stays.
func raiseToned(s string) string {
	if !strings.ContainsFunc(s, isSmallToned) {
		return s
	}
	runes := []rune(s)
	words := letterRuns(runes, isSmallToned)
	raised, small := false, false
	for _, w := range words {
		small = small || w.small > 0
		if w.unsure && w.allCapitals() {
			w.raise(runes)
			raised = true
		}
	}
	switch {
	case !raised:
		return s
	case !small:
		return strings.ToUpper(s)
	}
	return string(runes)
}

func isSmallToned(r rune) bool { return r >= 0x80 && untoned[r] != 0 && unicode.IsLower(r) }

// letterRun is a word with the case of its letters; unsure ones count as neither.
type letterRun struct {
	start, end      int
	capitals, small int
	unsure          bool
}

func (w letterRun) allCapitals() bool { return w.capitals >= 2 && w.small == 0 }

func (w letterRun) raise(runes []rune) {
	for j := w.start; j < w.end; j++ {
		runes[j] = unicode.ToUpper(runes[j])
	}
}

func letterRuns(runes []rune, unsure func(rune) bool) []letterRun {
	var list []letterRun
	for i := 0; i < len(runes); i++ {
		if !unicode.IsLetter(runes[i]) {
			continue
		}
		w := letterRun{start: i}
		for ; i < len(runes) && unicode.IsLetter(runes[i]); i++ {
			switch {
			case unsure(runes[i]):
				w.unsure = true
			case unicode.IsUpper(runes[i]):
				w.capitals++
			default:
				w.small++
			}
		}
		w.end = i
		list = append(list, w)
	}
	return list
}
