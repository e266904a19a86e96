package viet

import "strings"

// A document is cited in many ways: 18-NQ/TW, 18 NQ-TW, 18/NQ-TƯ, 18 - NQ/TW. Two
// citations are of one document if their tokens are (rule D01): doc:18/nq/tw. People
// cannot read that, so the canonical form is how that number is written by the rules of
// its house, made of the token alone:
//
//	18-NQ/TW            the Party: type behind a hyphen, issuer behind a slash
//	101/2024/NĐ-CP      the state: year behind a slash, codes joined by hyphens
//	270/QĐ-TTg          the state, where numbers have no year
//
// Numbers below ten have a zero before them, as both houses demand. What a token has
// lost comes back from a table: đ of the common codes, and TTg. Of rare ones it stays
// lost, which looks odd (BCDPCTT) but tells no two numbers apart: the token of a
// canonical form is the one that it was made of.

// Reference returns the canonical form of the number of a document, written in any way
// and alone but for the name of its type; "" when s is nothing of that sort, or names no
// issuer. Reference of a canonical form is that form.
func Reference(s string) string {
	s = strings.TrimSpace(Compose(s))
	for _, t := range Tokenize(nil, s) {
		if t.Kind == DocNumber && t.End == len(s) && namesNumber(s[:t.Start]) {
			return ReferenceOf(t.Term)
		}
	}
	words := strings.Fields(s)
	if d := ReadDocument(words); d.Words == len(words) {
		return ReferenceOf(d.Number)
	}
	return ""
}

// namesNumber reports whether words say no more than that a number follows.
func namesNumber(words string) bool {
	switch Term(strings.TrimSpace(words)) {
	case "", "số", "so":
		return true
	}
	return IsNamed(words)
}

// FirstReference returns the canonical form of the first number of a document in a text
// that may say more, such as the number of a document with its date; "" for none.
func FirstReference(text string) string {
	if text == "" {
		return ""
	}
	for _, t := range Tokenize(nil, text) {
		if t.Kind == DocNumber {
			return ReferenceOf(t.Term)
		}
	}
	return Reference(text)
}

// ReferenceOf returns the canonical form of the number that is a DocNumber term; "" of
// another, and of a number that names no issuer (18-NQ), which many documents have.
func ReferenceOf(term string) string {
	rest, is := strings.CutPrefix(term, "doc:")
	if !is {
		return ""
	}
	parts := strings.Split(rest, "/")
	number, codes := parts[0], parts[1:]
	if digitsOf(number) == 1 {
		number = "0" + number
	}
	year := len(codes) > 1 && startsWithDigit(codes[0])
	if year {
		number, codes = number+"/"+codes[0], codes[1:]
	}
	if len(codes) == 0 || len(codes) == 1 && docTypes[codes[0]] != "" {
		return ""
	}
	party := !year && len(codes) > 1 && isParty(codes[0], codes[1])
	for i, c := range codes {
		codes[i] = writtenCode(c)
	}
	if party {
		return number + "-" + codes[0] + "/" + strings.Join(codes[1:], "-")
	}
	return number + "/" + strings.Join(codes, "-")
}

// isParty reports whether a type and an issuer are of the Party or its youth: the centre,
// the committee of a province, district or unit, and what serves one of these.
func isParty(kind, issuer string) bool {
	switch {
	case docTypes[kind] == "" || notParty[issuer]:
		return false
	case partyTypes[kind]:
		return true
	}
	return partyIssuers[issuer] || strings.HasPrefix(issuer, "tw") ||
		len(issuer) > 3 && (strings.HasSuffix(issuer, "tw") || strings.HasSuffix(issuer, "tu"))
}

var (
	partyTypes   = setOf("kl qyd qdi")
	partyIssuers = setOf("tw tu thu qu hu du")
	notParty     = setOf("mttw nhtw mttqtw")
)

// writtenCode is a code as it is printed.
func writtenCode(code string) string {
	stem := strings.TrimRight(code, "0123456789")
	if w := writtenCodes[stem]; w != "" {
		return w + code[len(stem):]
	}
	return strings.ToUpper(code)
}

// writtenCodes are the codes that are more than their letters in capitals.
var writtenCodes = func() map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(`NĐ QĐ QyĐ QĐi CTr TTr TTg CĐ ĐA ĐU
HĐND HĐBT HĐNN HĐTP HĐQT HĐTV HĐQLQ BCĐ BCĐTW BCĐQG BĐT TĐT ĐKT ĐCKS TCĐC TWĐTN
GDĐT BGDĐT SGDĐT KHĐT BKHĐT SKHĐT LĐTBXH BLĐTBXH SLĐTBXH SNgV`) {
		m[Fold(Term(w))] = w
	}
	return m
}()

// Cited is the number of a document where a text names it.
type Cited struct {
	Reference  string // in its canonical form
	Start, End int    // bytes of the text, half-open
}

// NumbersIn returns the numbers of documents that a text names, in its order.
func NumbersIn(text string) (list []Cited) {
	for _, t := range Tokenize(nil, text) {
		if t.Kind != DocNumber {
			continue
		}
		if r := ReferenceOf(t.Term); r != "" {
			list = append(list, Cited{r, t.Start, t.End})
		}
	}
	return list
}
