package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"vankien/internal/extract/pdf"
	"vankien/internal/viet/legacy"
)

// Repair is what was done to text that was not plain UTF-8. String is the form
// in which documents keep it and ParseRepair reads that back, so collections,
// exports and files that were exported all carry the same fact. It is a fact
// for programs; what people read is worded from it.
type Repair struct {
	Kind RepairKind

	From   string // the encoding it was in
	Read   bool   // the text had been read as Windows-1252 and saved so before
	Lines  int    // how many lines of the text; 0 means all of it
	Shares *Shares

	Pages      []int   // from 1, in order
	Confidence float64 // mean of the words that were recognised, 0 to 1; 0 means that it is not known
	Letters    string  // that are lost
}

// RepairKind says what was done, and which fields of a Repair tell more.
type RepairKind string

// The kinds of repairs. What waits and what is lost could not be mended, which
// whoever reads the text should know as well.
const (
	RepairDecoded    RepairKind = ""           // From, Read, Lines, Shares
	RepairRecognized RepairKind = "recognized" // Pages that are images, Confidence
	RepairWaiting    RepairKind = "waiting"    // Pages that are images and not recognised yet
	RepairLost       RepairKind = "lost"       // Letters that the file does not hold any more
)

// Shares say why: how many of the words in question were valid syllables, from
// 0 to 1. A repair that needs no reason, such as that of UTF-16, has none.
type Shares struct {
	After  float64
	Before float64
	As     string // what Before was counted in: Unicode or Windows-1252
}

func (r Repair) String() string {
	switch r.Kind {
	case RepairRecognized, RepairWaiting:
		s := string(r.Kind) + " pages=" + Spans(r.Pages, "-", ",")
		if r.Confidence > 0 {
			s += fmt.Sprintf(" confidence=%.2f", r.Confidence)
		}
		return s
	case RepairLost:
		return string(r.Kind) + " letters=" + r.Letters
	}
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

var (
	pagesForm = regexp.MustCompile(`^(recognized|waiting) pages=([\d,-]+)(?: confidence=([01]\.\d\d))?$`)
	lostForm  = regexp.MustCompile(`^lost letters=(\p{L}+)$`)
)

// ParseRepair reads what String wrote, now or in its older form; ok is false
// for any other text.
func ParseRepair(s string) (r Repair, ok bool) {
	if m := pagesForm.FindStringSubmatch(s); m != nil {
		r.Kind = RepairKind(m[1])
		r.Confidence, _ = strconv.ParseFloat(m[3], 64)
		r.Pages, ok = parseSpans(m[2])
		return r, ok
	}
	if m := lostForm.FindStringSubmatch(s); m != nil {
		return Repair{Kind: RepairLost, Letters: m[1]}, true
	}
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

// Spans writes numbers in order as spans, with one text between the ends of a
// span and another between spans: 3-7,9.
func Spans(list []int, to, between string) string {
	var b strings.Builder
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(strconv.Itoa(list[i]))
		if j > i {
			b.WriteString(to + strconv.Itoa(list[j]))
		}
		i = j + 1
	}
	return b.String()
}

// parseSpans reads what Spans writes of pages; ok is false for what is not in
// order or beyond the pages that a document may have.
func parseSpans(s string) (list []int, ok bool) {
	for span := range strings.SplitSeq(s, ",") {
		first, last, more := strings.Cut(span, "-")
		if !more {
			last = first
		}
		from, err := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || from < 1 || to < from || to > pdf.MaxPages || len(list) > 0 && from <= list[len(list)-1] {
			return nil, false
		}
		for n := from; n <= to; n++ {
			list = append(list, n)
		}
	}
	return list, true
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
