// Package name knows what things are also called: abbreviations and their long
// forms, the spellings of places and what became of them, and the abbreviations
// that a text explains itself. The tables are text files that users can extend.
// Rule names in the comments are those that package viet explains, and A for
// abbreviations, P for places.
package name

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"

	"vankien/internal/viet"
)

// Abbreviations expand in queries only, and both ways: who asks for UBND also
// finds "ủy ban nhân dân", and the other way round (rule A01). Nothing of it is
// written into the index, so a table can change at any time. Many abbreviations
// have several meanings (BCT: Bộ Chính trị, Bộ Công Thương); all are offered,
// and Expansion.Ambiguous says that a person should be told.
//
// An abbreviation is known by its letters alone: T.Ư and TƯ, KH&CN and KHCN,
// TP.HCM, Tp. HCM and TPHCM are the same. Đ is a letter of its own, but who
// types no marks at all may write "hdnd" for HĐND, from three letters on.
//
// Case matters only where the small letters are a possible syllable of
// Vietnamese: "tu", "tư", "ai" and "bot" are words, TU, TƯ, AI and BOT
// abbreviations. "cp", "ct" and "ubnd" cannot be words, so a search box may take
// them in any case. In a query all in capitals case says nothing, so there TƯ
// in "TƯ TƯỞNG" is taken for the word.

// Abbreviations is a table of abbreviations; it does not change.
type Abbreviations struct {
	rows []abbreviation

	byLetters map[string]int   // small letters → row
	byFold    map[string][]int // the same without marks, where that differs
	apart     phrases          // forms of several terms: tp hcm
	long      phrases          // readings
}

type abbreviation struct {
	short    string
	letters  string     // as byLetters
	meanings [][]string // of each its wordings, as long text
}

// Expansion is an abbreviation or a long form in a query.
type Expansion struct {
	From, To  int      // of the words given, half-open
	Readings  []string // for an abbreviation its long forms, for a long form its abbreviations
	Long      bool     // a long form stands there
	Ambiguous bool     // the abbreviation has several meanings
}

//go:embed abbreviations.tsv
var defaultAbbreviations string

var loadAbbreviations = sync.OnceValue(func() *Abbreviations {
	a, err := LoadAbbreviations(strings.NewReader(defaultAbbreviations))
	if err != nil {
		panic("abbreviations.tsv: " + err.Error())
	}
	return a
})

// DefaultAbbreviations returns the table that comes with the program.
func DefaultAbbreviations() *Abbreviations { return loadAbbreviations() }

// LoadAbbreviations reads a table: abbreviation, tab, readings. " | " parts
// meanings, " ; " wordings of one meaning, best first. Errors name the line.
func LoadAbbreviations(r io.Reader) (*Abbreviations, error) {
	return new(Abbreviations).Extend(r)
}

// Extend returns a with the rows of a second table added. A row for a known
// abbreviation replaces its readings; when they begin with "+" they are added
// to them, and a lone "-" removes the abbreviation.
func (a *Abbreviations) Extend(r io.Reader) (*Abbreviations, error) {
	rows := slices.Clone(a.rows)
	at := map[string]int{}
	for i, row := range rows {
		at[row.letters] = i
	}
	lines := map[string]int{}
	err := readTable(r, []string{"abbreviation", "readings"}, func(line int, cols []string) error {
		row, change, err := parseAbbreviation(cols[0], cols[1])
		if err != nil {
			return err
		}
		if before := lines[row.letters]; before > 0 {
			return fmt.Errorf("%s stands in line %d already: put all its readings in one line, parted by |", row.short, before)
		}
		lines[row.letters] = line
		i, known := at[row.letters]
		switch {
		case !known:
			at[row.letters] = len(rows)
			rows = append(rows, row)
		case change == '+':
			rows[i].meanings = slices.Concat(rows[i].meanings, row.meanings)
		default:
			rows[i] = row
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r abbreviation) bool { return len(r.meanings) == 0 })
	return indexAbbreviations(rows), nil
}

// parseAbbreviation reads the two columns of a row. change is '+', '-' or 0.
func parseAbbreviation(short, readings string) (row abbreviation, change byte, err error) {
	row = abbreviation{short: short, letters: shortKey(short)}
	if row.letters == "" {
		return row, 0, errors.New("the abbreviation has no letter")
	}
	if readings == "-" {
		return row, '-', nil
	}
	if rest, ok := strings.CutPrefix(readings, "+"); ok {
		readings, change = rest, '+'
	}
	for _, m := range columnItems(readings, "|") {
		var wordings []string
		for _, w := range columnItems(m, ";") {
			words := viet.Words(nil, w)
			if len(words) == 0 || len(words) > maxPhrase {
				return row, 0, fmt.Errorf("the reading %q of %s has %d words, want 1 to %d", w, short, len(words), maxPhrase)
			}
			wordings = append(wordings, longText(words, w))
		}
		if len(wordings) > 0 {
			row.meanings = append(row.meanings, wordings)
		}
	}
	if len(row.meanings) == 0 {
		return row, 0, fmt.Errorf("%s has no reading: write it after a tab", short)
	}
	return row, change, nil
}

func indexAbbreviations(rows []abbreviation) *Abbreviations {
	a := &Abbreviations{rows: rows, byLetters: map[string]int{}, byFold: map[string][]int{}}
	for i, row := range rows {
		a.byLetters[row.letters] = i
		if f := foldLetters(row.letters); f != row.letters && len(f) >= minBareShort {
			a.byFold[f] = append(a.byFold[f], i)
		}
		if len(viet.Words(nil, row.short)) > 1 {
			a.apart.add(row.short, i)
		}
		for _, w := range row.wordings() {
			a.long.add(w, i)
		}
	}
	return a
}

// minBareShort is the fewest letters of an abbreviation that is known without
// its marks: shorter ones (dc, dt) stand for too much.
const minBareShort = 3

func (r *abbreviation) wordings() []string { return slices.Concat(r.meanings...) }

// forms returns the written forms of the abbreviation: as in the table, and run together.
func (r *abbreviation) forms() []string {
	tight := strings.Map(letterOnly, r.short)
	if tight == r.short {
		return []string{r.short}
	}
	return []string{r.short, tight}
}

// shortKey returns the small letters and digits of an abbreviation.
func shortKey(s string) string {
	return strings.Map(letterOnly, strings.ToLower(viet.Clean(s)))
}

func letterOnly(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}

func foldLetters(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(viet.Fold(string(r)))
	}
	return b.String()
}

// lookup returns the rows that the word s can stand for. In a shouted query
// capitals say nothing.
func (a *Abbreviations) lookup(s string, shouted bool) []int {
	k := shortKey(s)
	rows := a.byFold[k]
	if i, ok := a.byLetters[k]; ok {
		rows = []int{i}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, word := viet.ParseSyllable(k); word && (shouted || !allUpper(s)) && !slices.ContainsFunc(rows, func(i int) bool {
		return a.rows[i].short == s && hasUpper(s)
	}) {
		return nil
	}
	return rows
}

func anyPhrase(phrase, bool) bool { return true }

func (a *Abbreviations) shorts(rows []int) (out []string, ambiguous bool) {
	for _, i := range rows {
		out = addNew(out, a.rows[i].forms()...)
		ambiguous = ambiguous || len(a.rows[i].meanings) > 1
	}
	return out, ambiguous
}

// Find returns the abbreviations and long forms in the words of a query, as
// typed, in order; the longest wins and none overlap. The cost is linear in words.
func (a *Abbreviations) Find(words []string) []Expansion {
	parts := queryParts(words)
	shouted := a.shouted(words)
	var out []Expansion
	for i := 0; i < len(parts); {
		e, n := a.at(words, parts[i:], shouted)
		if n > 0 {
			out = append(out, e)
			i += n
			continue
		}
		for i++; i < len(parts) && !parts[i-1].last; i++ { // to the next word
		}
	}
	return out
}

// at returns what the parts begin with and how many of them it takes.
func (a *Abbreviations) at(words []string, parts []queryPart, shouted bool) (Expansion, int) {
	n, rows := a.long.longest(parts, anyPhrase)
	var e Expansion
	e.Readings, e.Ambiguous = a.shorts(rows)
	e.Long = n > 0
	if m, rows := a.apart.longest(parts, anyPhrase); m > n {
		n, e = m, a.expand(rows)
	}
	one := wordParts(parts)
	if one >= n {
		if rows := a.lookup(words[parts[0].word], shouted); rows != nil {
			n, e = one, a.expand(rows)
		}
	}
	if n > 0 {
		e.From, e.To = parts[0].word, parts[n-1].word+1
	}
	return e, n
}

func (a *Abbreviations) expand(rows []int) (e Expansion) {
	for _, i := range rows {
		e.Readings = addNew(e.Readings, a.rows[i].wordings()...)
		e.Ambiguous = e.Ambiguous || len(a.rows[i].meanings) > 1 || len(rows) > 1
	}
	return e
}

// wordParts returns how many parts the first word has.
func wordParts(parts []queryPart) int {
	for i, p := range parts {
		if p.last {
			return i + 1
		}
	}
	return len(parts)
}

// shouted reports whether words are all in capitals and not abbreviations only.
func (a *Abbreviations) shouted(words []string) bool {
	other := false
	for _, w := range words {
		if !allUpper(w) {
			return false
		}
		other = other || len(a.lookup(w, false)) == 0 && shortKey(w) != ""
	}
	return other
}

// addNew appends those of items that s does not hold.
func addNew(s []string, items ...string) []string {
	for _, x := range items {
		if !slices.Contains(s, x) {
			s = append(s, x)
		}
	}
	return s
}
