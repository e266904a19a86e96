package viet

import (
	"slices"
	"strings"
	"unicode"
)

// People type the number of a document in every way but the official one:
// 57nqtw, NQ57, 33 2025 nđ cp, 101/2024/NĐCP. In a text such things may be
// anything; in a query they are read, as far as all of their letters are codes
// of documents and issuers (rule D02).

// Document is the number of a document as a query writes it.
type Document struct {
	Words  int    // of the query, that it takes
	Number string // doc:57/nq/tw; "" where no issuer is named
	Short  string // nq:57, with its year if it has one; "" where no type is named
	Loose  string // Short without the year, "" if that is the same
}

// maxDocWords bounds the words that name a document.
const maxDocWords = 12

// ReadDocument reads the number of a document at the beginning of some words of
// a query, with the name of its type before it ("nghị quyết số 57"); Words is 0
// if there is none.
func ReadDocument(words []string) Document {
	words = words[:min(len(words), maxDocWords)]
	if !slices.ContainsFunc(words, func(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }) {
		return Document{}
	}
	r := docReader{}
	r.cut(words)
	return r.read()
}

// atom is letters or digits of a word.
type atom struct {
	text  string // digits, or letters folded
	digit bool
	upper bool // in capitals, or with đ, which no other word has for d
	word  int
	mark  byte // before it in its word: 0 at the beginning, ' ' for none
}

// IsNamed reports whether some words begin with the name of a type of document.
func IsNamed(words string) bool {
	r := docReader{}
	r.cut(strings.Fields(words))
	r.typeInWords()
	return r.typed
}

// docReader reads atoms from at on.
type docReader struct {
	terms  []string
	atoms  []atom
	at     int
	named  docType
	typed  bool // the type is named in words
	number string
	year   string
	codes  []string
	kind   string
	issued bool
}

// cut makes atoms of words.
func (r *docReader) cut(words []string) {
	for n, w := range words {
		mark := byte(0)
		r.terms = append(r.terms, Term(w))
		c := caches.Get().(*cache)
		for i, t := range c.scanPieces(nil, w) {
			if i > 0 {
				mark = w[t.Start-1]
			}
			r.cutPiece(w[t.Start:t.End], t, n, mark)
		}
		caches.Put(c)
	}
}

func (r *docReader) cutPiece(surface string, t Token, word int, mark byte) {
	upper, lower := letterCase(surface)
	text := t.Term
	for text != "" {
		n := digitsOf(text)
		digit := n > 0
		if !digit {
			for n = 1; n < len(text) && (text[n] < '0' || text[n] > '9'); n++ {
			}
		}
		a := atom{text: text[:n], digit: digit, word: word, mark: mark, upper: upper > 0 && lower == 0 || strings.Contains(text, "đ")}
		if !digit {
			a.text = codeText(a.text)
		}
		if k := len(r.atoms) - 1; k >= 0 && a.mark == '.' && a.text == "ư" && r.atoms[k].text == "t" {
			r.atoms[k].text = "tw" // T.Ư
		} else {
			r.atoms = append(r.atoms, a)
		}
		text, mark = text[n:], ' '
	}
}

// codeText folds the letters of a code; letters with other marks than those of
// codes stay, and are none.
func codeText(term string) string {
	if rest, ok := strings.CutSuffix(term, "tư"); ok {
		return Fold(rest) + "tw"
	}
	if plain := strings.ReplaceAll(term, "đ", "d"); plain == Fold(term) {
		return plain
	}
	return term
}

func (r *docReader) read() (d Document) {
	r.typeInWords()
	if !r.readNumber(r.typeCode()) || !r.fits() {
		return Document{}
	}
	if r.at < len(r.atoms) && r.atoms[r.at].mark != 0 {
		return Document{} // a word goes on
	}
	d.Words = r.atoms[r.at-1].word + 1
	number := r.number
	if r.year != "" {
		number += "/" + r.year
	}
	if r.issued {
		d.Number = "doc:" + number + "/" + strings.Join(r.codes, "/")
	}
	if r.kind != "" {
		d.Short = r.kind + ":" + number
		if r.year != "" {
			d.Loose = r.kind + ":" + r.number
		}
	}
	return d
}

// typeInWords passes over the name of a type, and "số" after it.
func (r *docReader) typeInWords() {
	n := 0
	for _, list := range docTypesByName {
		for _, d := range list {
			if len(d.name.marked) > n && r.begins(d.name) {
				n, r.named, r.typed = len(d.name.marked), d, true
			}
		}
	}
	if r.typed && n < len(r.terms) && (r.terms[n] == "số" || r.terms[n] == "so") {
		n++
		r.named.weak = false
	}
	for r.at < len(r.atoms) && r.atoms[r.at].word < n {
		r.at++
	}
	r.kind = r.named.kind
}

func (r *docReader) begins(n name) bool {
	for k, w := range n.marked {
		if k >= len(r.terms) || r.terms[k] != w && r.terms[k] != n.plain[k] {
			return false
		}
	}
	return true
}

// typeCode passes over the code of a type before the number, as in NQ57, and
// reports whether one stands there.
func (r *docReader) typeCode() bool {
	if r.typed || r.at+1 >= len(r.atoms) || r.atoms[r.at].digit || !r.atoms[r.at+1].digit {
		return false
	}
	kind := docTypes[r.atoms[r.at].text]
	if kind == "" {
		return false
	}
	r.kind, r.codes = kind, append(r.codes, r.atoms[r.at].text)
	r.at++
	return true
}

// readNumber reads NUM[/YEAR] and the codes after it. coded says that the code
// of the type stands before.
func (r *docReader) readNumber(coded bool) bool {
	if r.at >= len(r.atoms) || !r.atoms[r.at].digit || len(r.atoms[r.at].text) > 6 {
		return false
	}
	r.number = trimZeros(r.atoms[r.at].text)
	r.at++
	year := r.at
	if r.isYear(r.at) {
		r.at++
	}
	r.readCodes()
	if r.at > year && r.isYear(year) {
		if m := r.atoms[year].mark; len(r.codes) == 0 && m == 0 || m == ',' || m == '.' {
			r.at = year // 57 2024: two numbers
			return true
		}
		r.year = r.atoms[year].text
	}
	return true
}

func (r *docReader) isYear(i int) bool {
	if i >= len(r.atoms) {
		return false
	}
	t := r.atoms[i].text
	return r.atoms[i].digit && r.atoms[i].mark != ' ' && len(t) == 4 && (t[:2] == "19" || t[:2] == "20")
}

// readCodes reads codes as long as they are known.
func (r *docReader) readCodes() {
	for r.at < len(r.atoms) && len(r.codes) < maxCodes {
		a := r.atoms[r.at]
		if a.digit {
			return
		}
		text, next := a.text, r.at+1
		if next < len(r.atoms) && r.atoms[next].digit && numbered[issuerOf(text)] && len(r.atoms[next].text) <= 2 && r.atoms[next].mark == ' ' {
			text += r.atoms[next].text // QH15
			next++
		}
		codes, issuer := splitCode(text, len(r.codes) == 0)
		if codes == nil || a.mark == 0 && !r.follows(a, codes) {
			return
		}
		if len(r.codes) == 0 && docTypes[codes[0]] != "" {
			r.kind = docTypes[codes[0]]
		}
		r.codes, r.issued, r.at = append(r.codes, codes...), r.issued || issuer, next
	}
}

// follows reports whether a code that stands as a word of its own is one: no
// ordinary word looks like it, or a type stands before it.
func (r *docReader) follows(a atom, codes []string) bool {
	if len(r.codes) > 0 && docTypes[r.codes[len(r.codes)-1]] != "" || a.upper {
		return true
	}
	_, syllable := ParseSyllable(a.text)
	return len(a.text) > 1 && !syllable
}

// issuerOf returns the end of glued codes that a number of a term may follow.
func issuerOf(text string) string {
	for _, s := range []string{"ubtvqh", "qh"} {
		if strings.HasSuffix(text, s) {
			return s
		}
	}
	return text
}

// splitCode returns the codes that letters are: one, or if first a type and the
// issuer glued to it (nqtw); nil for others.
func splitCode(text string, first bool) (codes []string, issuer bool) {
	known := func(s string) bool { return issuers[s] || isIssuer([]byte(s)) }
	if docTypes[text] != "" && first {
		return []string{text}, false
	}
	if first {
		for n := min(4, len(text)-2); n >= 2; n-- {
			if docTypes[text[:n]] != "" && known(text[n:]) {
				return []string{text[:n], text[n:]}, true
			}
		}
	}
	if known(text) {
		return []string{text}, true
	}
	return nil, false
}

// fits reports whether what was read is safely a document (rule D02): a type and
// an issuer, or an issuer of a year, or a type that stands for nothing else.
func (r *docReader) fits() bool {
	switch {
	case r.kind == "":
		return r.issued && r.year != ""
	case r.issued:
		return true
	case r.typed:
		return !r.named.weak || r.year != ""
	}
	return r.year != "" || readAlone[r.codes[0]] || r.atoms[0].upper && strongCodes[r.codes[0]]
}

// readAlone are types whose codes people type with a number and no issuer.
var readAlone = setOf("nq qd ttlt vbhn")
