package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Piece is a part of two texts that were compared word by word.
type Piece struct {
	Kind Kind // Kept, New or Dropped
	Text string
}

// Words compares two texts word by word. The pieces that are not New are the first
// text, those that are not Dropped the second. What took the place of something
// comes right behind it, and no two pieces of one kind follow each other.
func Words(a, b string) []Piece {
	x, y := tokens(a), tokens(b)
	m, n := numbered(x, y, func(s string) string { return s })
	w := weaving{a: x, b: y}
	for _, p := range append(withoutBlanks(common(m, n), x, y), pair{len(x), len(y)}) {
		w.turn(p)
	}
	return w.pieces
}

// withoutBlanks leaves out pairs of blanks that have something changed on both
// sides: words that were replaced one by one were replaced together.
func withoutBlanks(list []pair, a, b []string) []pair {
	out := list[:0:0]
	for i, p := range list {
		first := i == 0 && (p.a > 0 || p.b > 0) || i > 0 && (p.a > list[i-1].a+1 || p.b > list[i-1].b+1)
		last := i == len(list)-1 && (p.a < len(a)-1 || p.b < len(b)-1) || i < len(list)-1 && (list[i+1].a > p.a+1 || list[i+1].b > p.b+1)
		if !first || !last || strings.TrimSpace(a[p.a]) != "" {
			out = append(out, p)
		}
	}
	return out
}

// weaving puts pieces together.
type weaving struct {
	a, b   []string
	at     pair
	pieces []Piece
}

// turn adds what changed before a token that was kept, and the token.
func (w *weaving) turn(p pair) {
	w.add(Dropped, strings.Join(w.a[w.at.a:p.a], ""))
	w.add(New, strings.Join(w.b[w.at.b:p.b], ""))
	if p.a < len(w.a) {
		w.add(Kept, w.a[p.a])
	}
	w.at = pair{p.a + 1, p.b + 1}
}

func (w *weaving) add(k Kind, text string) {
	if text == "" {
		return
	}
	if n := len(w.pieces); n > 0 && w.pieces[n-1].Kind == k {
		w.pieces[n-1].Text += text
		return
	}
	w.pieces = append(w.pieces, Piece{k, text})
}

// tokens cuts a text into words, runs of blanks, and signs.
func tokens(s string) (list []string) {
	for s != "" {
		n := run(s, isWord)
		if n == 0 {
			n = run(s, unicode.IsSpace)
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
		}
		list, s = append(list, s[:n]), s[n:]
	}
	return list
}

// run returns how many bytes of s have letters of a kind.
func run(s string, is func(rune) bool) int {
	n := strings.IndexFunc(s, func(r rune) bool { return !is(r) })
	if n < 0 {
		return len(s)
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
