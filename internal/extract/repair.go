package extract

import (
	"fmt"
	"regexp"
	"strconv"

	"vankien/internal/viet/legacy"
)

// Repair is what was done to text that was not plain UTF-8. String is the form
// in which documents keep it and ParseRepair reads that back, so collections,
// exports and files that were exported all carry the same fact. It is a fact
// for programs; what people read is worded from it.
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
	s := "decoded from=" + r.From
	if r.Read {
		s += " misread=Windows-1252"
	}
	if r.Lines > 0 {
		s += fmt.Sprintf(" lines=%d", r.Lines)
	}
	if r.Shares != nil {
		s += fmt.Sprintf(" share=%.2f as=%s before=%.2f", r.Shares.After, r.Shares.As, r.Shares.Before)
	}
	return s
}

// repairForms are what ParseRepair reads, with the same groups: what String
// writes, and the sentence that stands in older documents.
var repairForms = []*regexp.Regexp{
	regexp.MustCompile(`^decoded from=(\S+)( misread=Windows-1252)?(?: lines=([1-9]\d*))?(?: share=(\d\.\d\d) as=(Unicode|Windows-1252) before=(\d\.\d\d))?$`),
	regexp.MustCompile(`^decoded from (\S+)( read as Windows-1252)?(?: in ([1-9]\d*) lines?)?(?: \(share of valid syllables (\d\.\d\d), as (Unicode|Windows-1252) (\d\.\d\d)\))?$`),
}

// ParseRepair reads what String wrote, now or in its older form; ok is false
// for any other text.
func ParseRepair(s string) (r Repair, ok bool) {
	for _, form := range repairForms {
		if m := form.FindStringSubmatch(s); m != nil {
			return repairOf(m)
		}
	}
	return Repair{}, false
}

// repairOf makes a repair of the groups of repairForms.
func repairOf(m []string) (r Repair, ok bool) {
	r.From, r.Read = m[1], m[2] != ""
	if m[3] != "" {
		var err error
		if r.Lines, err = strconv.Atoi(m[3]); err != nil {
			return Repair{}, false
		}
	}
	if m[4] != "" {
		r.Shares = &Shares{As: m[5]}
		r.Shares.After, _ = strconv.ParseFloat(m[4], 64)
		r.Shares.Before, _ = strconv.ParseFloat(m[6], 64)
	}
	return r, true
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
		case f.Name == legacy.MisreadUTF:
			r.From, r.Read = string(legacy.UTF8), true
		case f.Name != legacy.VIQRText:
			r.Read = true
		}
		if len(e.Found) > 1 || e.Name != f.Name {
			r.Lines = f.Lines
		}
		list = append(list, r)
	}
	return list
}
