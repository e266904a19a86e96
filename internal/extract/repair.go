package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"vankien/internal/viet/legacy"
)

// Repair is what was done to text that was not plain UTF-8. String is the form
// in which documents keep it and ParseRepair reads that back, so collections,
// exports and files that were exported all carry the same fact.
type Repair struct {
	From   string // the encoding it was in
	Read   bool   // the text had been read as Windows-1252 and saved so before
	Lines  int    // how many lines of the text; 0 means all of it
	Shares *Shares
}

// Shares say why: how many of the words in question were valid syllables, from
// 0 to 1. A repair that needs no reason, such as that of UTF-16, has none.
type Shares struct {
	After  float64
	Before float64
	As     string // what Before was counted in: Unicode or Windows-1252
}

func (r Repair) String() string {
	s := "decoded from " + r.From
	if r.Read {
		s += " read as Windows-1252"
	}
	switch {
	case r.Lines == 1:
		s += " in 1 line"
	case r.Lines > 1:
		s += fmt.Sprintf(" in %d lines", r.Lines)
	}
	if r.Shares != nil {
		s += fmt.Sprintf(" (share of valid syllables %.2f, as %s %.2f)", r.Shares.After, r.Shares.As, r.Shares.Before)
	}
	return s
}

var repairForm = regexp.MustCompile(`^decoded from (\S+(?: read as Windows-1252)?)(?: in (\d+) lines?)?(?: \(share of valid syllables (\d\.\d\d), as (Unicode|Windows-1252) (\d\.\d\d)\))?$`)

// ParseRepair reads what String wrote; ok is false for any other text.
func ParseRepair(s string) (r Repair, ok bool) {
	m := repairForm.FindStringSubmatch(s)
	if m == nil {
		return Repair{}, false
	}
	r.From = m[1]
	if name, read := strings.CutSuffix(m[1], " read as Windows-1252"); read && name != "UTF-8" {
		r.From, r.Read = name, true
	}
	r.Lines, _ = strconv.Atoi(m[2]) // "" is 0; what is too large is not written again
	if m[3] != "" {
		r.Shares = &Shares{As: m[4]}
		r.Shares.After, _ = strconv.ParseFloat(m[3], 64)
		r.Shares.Before, _ = strconv.ParseFloat(m[5], 64)
	}
	return r, r.String() == s
}

// Notes are all repairs of a record as documents keep them: those its source
// speaks of, then those of reading it.
func (r *Record) Notes() []string {
	notes := r.Repairs[:len(r.Repairs):len(r.Repairs)]
	for _, m := range r.Mended {
		notes = append(notes, m.String())
	}
	return notes
}

// repairsOf says what reading text in an encoding mends: nothing in plain UTF-8.
func repairsOf(e legacy.Encoding) []Repair {
	var list []Repair
	if e.Outer == legacy.UTF16LE || e.Outer == legacy.UTF16BE {
		list = append(list, Repair{From: string(e.Outer)})
	}
	for _, f := range e.Found {
		r := Repair{From: string(f.Name), Shares: &Shares{After: f.Share, Before: f.Before, As: "Unicode"}}
		switch {
		case f.Bytes:
			r.Shares.As = "Windows-1252"
		case f.Name != legacy.MisreadUTF && f.Name != legacy.VIQRText:
			r.Read = true
		}
		if len(e.Found) > 1 || e.Name != f.Name {
			r.Lines = f.Lines
		}
		list = append(list, r)
	}
	return list
}
