package cite

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// Key names the document in BibTeX: who, the year, and the first word of the title
// after what kind of document it is, in small letters without marks. It depends on
// nothing but the document.
func (s *Source) Key() string {
	f := s.facts()
	who := plain(f.creator)
	if who == "" {
		who = plain(kindName(s.Document.Kind))
	}
	if who == "" {
		who = "vankien"
	}
	year := "nd"
	if p := dateParts(f.date); len(p) > 0 {
		year = strconv.Itoa(p[0])
	}
	return clipBytes(who, maxWho) + year + titleWord(f.title, kindName(s.Document.Kind))
}

// maxWho and maxWord bound the parts of a key, in bytes.
const (
	maxWho  = 40
	maxWord = 20
)

// titleWord is the first word of a title that says something: not those of its
// kind, nor such as "về" and "của".
func titleWord(title, kind string) string {
	words := strings.Fields(title)
	if n := len(strings.Fields(kind)); n > 0 && strings.HasPrefix(viet.Fold(title)+" ", viet.Fold(kind)+" ") {
		words = words[min(n, len(words)):]
	}
	for _, w := range words {
		if p := plain(w); len(p) > 1 && !viet.IsFunctionWord(viet.Term(w)) {
			return clipBytes(p, maxWord)
		}
	}
	return ""
}

// plain is a text in a to z and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, viet.Fold(s))
}

func clipBytes(s string, most int) string { return s[:min(len(s), most)] }

// Keys gives each document of one list a key of its own: of those with equal keys
// the second has "-a" behind it, the third "-b". The zero value is ready for use; it
// remembers a few bytes of each document.
type Keys struct{ seen map[uint64]uint32 }

// Of returns the key of the next document of the list.
func (k *Keys) Of(s *Source) string {
	if k.seen == nil {
		k.seen = map[uint64]uint32{}
	}
	key, h := s.Key(), fnv.New64a()
	h.Write([]byte(key))
	n := k.seen[h.Sum64()] // two keys of one hash share their numbers, which keeps both apart all the same
	k.seen[h.Sum64()]++
	if n == 0 {
		return key
	}
	return key + "-" + letters(n)
}

// letters numbers from 1 as a, b, …, z, aa.
func letters(n uint32) string {
	if n == 0 {
		return ""
	}
	return letters((n-1)/26) + string('a'+rune((n-1)%26))
}

// BibTeX is an entry under a key. An official document or report is a techreport
// of its issuer, everything else is misc. Text is UTF-8.
func (s *Source) BibTeX(key string) string {
	f, d := s.facts(), s.Document
	kind, entry := kindName(d.Kind), "misc"
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %-12s = %s", name, value)
		}
	}
	braced := func(name, value string) {
		if value != "" {
			field(name, "{"+texed(value)+"}")
		}
	}
	if f.creator != "" {
		field("author", "{{"+texed(f.creator)+"}}")
	}
	field("title", titleInBraces(f.title))
	institution := f.issuer
	if !f.person {
		institution = f.creator
	}
	if kind != "" && d.Kind != index.KindSpeech && institution != "" && f.date != "" {
		entry = "techreport"
		braced("institution", institution)
		braced("type", kind)
		braced("number", f.number)
	} else {
		braced("howpublished", joined(kind, f.event, f.issuer))
		braced("number", f.number)
	}
	braced("address", f.place)
	texDate(field, dateParts(f.date))
	if s.Page > 0 {
		field("pages", "{"+strconv.Itoa(s.Page)+"}")
	}
	braced("note", f.from)
	braced("annote", f.passage)
	braced("language", f.language)
	if f.url != "" {
		field("url", "{"+f.url+"}") // verbatim, as packages read it
	}
	if !s.Accessed.IsZero() {
		field("urldate", "{"+s.Accessed.Format("2006-01-02")+"}")
	}
	return "@" + entry + "{" + key + b.String() + "\n}\n"
}

// titleInBraces keeps the capital letters of a title.
func titleInBraces(title string) string {
	if title == "" {
		return "{" + texed(vietnamese.untitled) + "}"
	}
	return "{{" + texed(title) + "}}"
}

func texDate(field func(name, value string), p []int) {
	if len(p) > 0 {
		field("year", "{"+strconv.Itoa(p[0])+"}")
	}
	if len(p) > 1 {
		field("month", months[(p[1]+11)%12])
	}
	if len(p) > 2 {
		field("day", "{"+strconv.Itoa(p[2])+"}")
	}
}

// months are macros of every style.
var months = [12]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// tex writes what TeX would take for a command. BibTeX counts braces whatever
// stands before them, so a brace is written by its name.
var tex = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `%`, `\%`, `&`, `\&`, `_`, `\_`,
	`#`, `\#`, `$`, `\$`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`)

func texed(s string) string { return tex.Replace(s) }
