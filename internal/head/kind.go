package head

import (
	"strings"
	"sync"

	"vankien/index"
)

// The type of a document stands in capitals on a line of its own. A letter
// (công văn) has no such line but a subject ("V/v") and an addressee; only where
// neither is there does the code of the number decide, for "CT" is Chỉ thị and
// also the tax office.

// kindForms are the ids of the types of official documents, by the key of their
// names.
var kindForms = sync.OnceValue(func() map[string]string {
	forms := map[string]string{"thỏa thuận": "agreement"}
	for _, k := range index.Kinds() {
		if k.ID != index.KindSpeech && k.ID != index.KindOther {
			forms[key(k.Name)] = k.ID
		}
	}
	return forms
})

// maxKindWords is the most words in the name of a type.
const maxKindWords = 4

// kindOf is a type at the start of a line, and what follows it.
type kindOf struct {
	id   string
	name string // as written
	rest string
}

// kindLine reads a line that is a type in capitals and nothing else.
func kindLine(s string) kindOf {
	if len(s) > maxFormal || !isCaps(s) || strings.Count(s, " ") >= maxKindWords {
		return kindOf{}
	}
	id := kindForms()[key(strings.TrimRight(s, " :"))]
	if id == "" {
		return kindOf{}
	}
	return kindOf{id: id, name: strings.TrimRight(s, " :")}
}

// kindStart reads the longest type that a line begins with in capitals.
func kindStart(s string) kindOf {
	words := strings.Fields(s)
	for n := min(maxKindWords, len(words)); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		if id := kindForms()[key(text)]; id != "" && isCaps(text) {
			return kindOf{id, text, strings.Join(words[n:], " ")}
		}
	}
	return kindOf{}
}

// foundKind is the type of a head, and the line that names it, -1 if none does.
type foundKind struct {
	Field
	line int
	kindOf
}

// findKind looks for the type from the line after the motto on.
func findKind(lines []line, from int) foundKind {
	for i := from; i < len(lines); i++ {
		if k := kindLine(lines[i].text); k.id != "" {
			return foundKind{Field{k.id, sure(lines[i]), inHead}, i, k}
		}
		if i+1 < len(lines) && isCaps(lines[i+1].text) && !lines[i+1].apart {
			two := lines[i].text + " " + lines[i+1].text
			if k := kindLine(two); k.id != "" {
				return foundKind{Field{k.id, joined, inHead}, i + 1, k}
			}
		}
		if k := kindStart(lines[i].text); k.id != "" && from > 0 {
			return foundKind{Field{k.id, joined, inHead}, i, k}
		}
	}
	return foundKind{line: -1}
}

// isSubject reports whether a line says what a letter is about.
func (l line) isSubject() bool {
	return strings.HasPrefix(l.text, "V/v") || strings.HasPrefix(l.text, "V/V") || strings.HasPrefix(l.text, "v/v")
}

// codes are what numbers have for types. QĐ is left out of the Party's numbers,
// where it means two types.
var codes = map[string]string{
	"NQ": "resolution", "QĐ": "decision", "NĐ": "decree", "TT": "circular", "CT": "directive", "KL": "conclusion", "TB": "notice",
	"BC": index.KindReport, "TTr": "submission", "TTR": "submission", "KH": "plan", "HD": "guidance", "CĐ": "telegram", "TTLT": "joint-circular",
	"NQLT": "joint-resolution", "VBHN": "consolidated", "CTr": "programme", "GM": "invitation", "TC": "communique", "BB": "minutes",
	"SL": "sac-lenh", "PL": "ordinance", "CV": "official-letter", "QyĐ": "regulation", "ĐA": "scheme", "PA": "option", "HĐ": "contract",
}

// kindOfNumber returns the type that the code of a number names, or "".
func kindOfNumber(number string) string {
	party := strings.HasSuffix(number, "/TW") || strings.HasSuffix(number, "/TU")
	for part := range strings.FieldsFuncSeq(number, func(r rune) bool { return r == '/' || r == '-' }) {
		if id := codes[part]; id != "" && (!party || part != "QĐ") {
			return id
		}
	}
	return ""
}
