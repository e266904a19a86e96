package name

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"vankien/internal/viet"
)

// A place can be spelled in several ways, which all mean it: Đắk Lắk, Đắc Lắc,
// Daklak (rule P01). They are variants of one name, for queries. A new name is
// another matter: since 1 July 2025 Bắc Giang is a part of Bắc Ninh, but a text
// of 2020 about Bắc Ninh is not about Bắc Giang. So Now is for suggestions ("nay
// thuộc Bắc Ninh") and never for matching (rule P02). Names of different origin
// for one place (Sài Gòn, Thành phố Hồ Chí Minh) are no variants either: they
// belong to different times and areas.
//
// Tone placement, i/y, case and the marks between words need no row of their
// own, and a name may be typed without marks or in one word (bacninh). Some
// names are also common words: Hòa Bình is taken for the province only when it
// is written with capitals or after "tỉnh", "thành phố" and the like.

// Places is a table of places; it does not change.
type Places struct {
	rows   []place
	byName map[string]int   // canonical name as terms → row
	spaced phrases          // all spellings
	tight  map[string][]int // spellings of several words, without marks in one word → rows
}

type place struct {
	name     string
	variants []string // its spellings, the name first
	now      string   // the place it is part of now; "" when it still stands
	since    string   // ISO date of that
	word     bool     // also a common word
}

// PlaceMatch is the name of a place in a query.
type PlaceMatch struct {
	From, To  int      // of the words given, half-open
	Canonical string   // its name in the table
	Variants  []string // its spellings, the canonical name first
}

//go:embed places.tsv
var defaultPlaces string

var loadPlaces = sync.OnceValue(func() *Places {
	p, err := LoadPlaces(strings.NewReader(defaultPlaces))
	if err != nil {
		panic("places.tsv: " + err.Error())
	}
	return p
})

// DefaultPlaces returns the table that comes with the program.
func DefaultPlaces() *Places { return loadPlaces() }

// LoadPlaces reads a table: name, other spellings parted by " | ", the place
// that it is part of now, the ISO date since when, and "word" when the name is
// also a common word. All columns but the first may be empty. Errors name the line.
func LoadPlaces(r io.Reader) (*Places, error) { return new(Places).Extend(r) }

// Extend returns p with the rows of a second table added; a row for a known
// name replaces it.
func (p *Places) Extend(r io.Reader) (*Places, error) {
	rows := slices.Clone(p.rows)
	at := map[string]int{}
	for i, row := range rows {
		at[nameKey(row.name)] = i
	}
	lines := map[string]int{}
	columns := []string{"name", "spellings", "now", "since", "word"}
	err := readTable(r, columns, func(line int, cols []string) error {
		row, err := parsePlace(cols)
		if err != nil {
			return err
		}
		k := nameKey(row.name)
		if lines[k] > 0 {
			return fmt.Errorf("%s stands in line %d already", row.name, lines[k])
		}
		lines[k] = line
		if i, known := at[k]; known {
			rows[i] = row
			return nil
		}
		at[k] = len(rows)
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		i, known := at[nameKey(row.now)]
		if row.now != "" && (!known || rows[i].now != "") {
			return nil, fmt.Errorf("line %d: %s is part of %s, which needs a row of its own, without a third column", lines[nameKey(row.name)], row.name, row.now)
		}
	}
	return indexPlaces(rows, at), nil
}

func parsePlace(cols []string) (place, error) {
	row := place{name: cols[0], now: cols[2], since: cols[3], word: cols[4] != ""}
	row.variants = addNew([]string{row.name}, columnItems(cols[1], "|")...)
	for _, v := range row.variants {
		if n := len(viet.Words(nil, v)); n == 0 || n > maxPhrase {
			return row, fmt.Errorf("the name %q has %d words, want 1 to %d", v, n, maxPhrase)
		}
	}
	if cols[4] != "" && cols[4] != "word" {
		return row, fmt.Errorf("the last column is %q, want \"word\" or nothing", cols[4])
	}
	if (row.now == "") != (row.since == "") {
		return row, errors.New("a place that is part of another needs the date since when, and the other way round")
	}
	if row.since == "" {
		return row, nil
	}
	if _, err := time.Parse(time.DateOnly, row.since); err != nil {
		return row, fmt.Errorf("%q is no date: write it as 2025-07-01", row.since)
	}
	return row, nil
}

func indexPlaces(rows []place, byName map[string]int) *Places {
	p := &Places{rows: rows, byName: byName, tight: map[string][]int{}}
	for i, row := range rows {
		for _, v := range row.variants {
			p.spaced.add(v, i)
			if k := tightKey(v); len(viet.Words(nil, v)) > 1 && !slices.Contains(p.tight[k], i) {
				p.tight[k] = append(p.tight[k], i)
			}
		}
	}
	return p
}

// nameKey returns the terms of a name.
func nameKey(name string) string {
	var b strings.Builder
	for _, t := range viet.Words(nil, name) {
		b.WriteString(t.Term)
		b.WriteByte(' ')
	}
	return b.String()
}

// tightKey returns the folded terms of a name in one word.
func tightKey(name string) string {
	var b strings.Builder
	for _, t := range viet.Words(nil, name) {
		b.WriteString(t.Fold)
	}
	return b.String()
}

// Now returns the place that a former one is part of, and since which day
// (ISO). It is for a suggestion only: the names are no synonyms (rule P02).
func (p *Places) Now(name string) (now, since string, ok bool) {
	i, ok := p.find(name)
	if !ok || p.rows[i].now == "" {
		return "", "", false
	}
	return p.rows[i].now, p.rows[i].since, true
}

// find returns the row of a name given alone.
func (p *Places) find(name string) (int, bool) {
	if i, ok := p.byName[nameKey(name)]; ok {
		return i, true
	}
	parts := queryParts([]string{name})
	if n, rows := p.spaced.longest(parts, anyPhrase); n > 0 && n == len(parts) {
		return rows[0], true
	}
	if rows := p.tight[tightKey(name)]; len(rows) > 0 && len(parts) == 1 && !viet.Marked(name) {
		return rows[0], true
	}
	return 0, false
}

// placeWords may stand before the name of a place and then tell that it is one.
var placeWords = termSet("tỉnh tp thành phố thị xã huyện")

// Find returns the places in the words of a query, as typed, in order; the
// longest name wins and none overlap. The cost is linear in words.
func (p *Places) Find(words []string) []PlaceMatch {
	parts := queryParts(words)
	var out []PlaceMatch
	for i := 0; i < len(parts); {
		n, row := p.at(words, parts, i)
		if n > 0 {
			out = append(out, PlaceMatch{
				From: parts[i].word, To: parts[i+n-1].word + 1,
				Canonical: p.rows[row].name, Variants: slices.Clone(p.rows[row].variants),
			})
			i += n
			continue
		}
		for i++; i < len(parts) && !parts[i-1].last; i++ { // to the next word
		}
	}
	return out
}

// at returns the place that the parts from i on begin with, and how many of them it takes.
func (p *Places) at(words []string, parts []queryPart, i int) (n, row int) {
	told := i > 0 && placeWords[parts[i-1].term]
	n, rows := p.spaced.longest(parts[i:], func(ph phrase, exact bool) bool {
		if told || !p.rows[ph.row].word && (exact || len(ph.terms) > 1) {
			return true
		}
		for _, q := range parts[i : i+len(ph.terms)] {
			if !hasUpper(words[q.word]) {
				return false
			}
		}
		return true
	})
	if n > 0 {
		return n, rows[0]
	}
	q := parts[i]
	if !q.last || i > 0 && !parts[i-1].last || q.term != q.fold {
		return 0, 0
	}
	if rows := p.tight[q.fold]; len(rows) > 0 {
		if _, syllable := viet.ParseSyllable(q.term); !syllable {
			return 1, rows[0]
		}
	}
	return 0, 0
}
