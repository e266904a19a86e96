package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/outline"
)

// outlineEntry leads to a section of the text, and lists those in it.
type outlineEntry struct {
	Text, Href string
	Parts      []outlineEntry
	Open       bool // its parts are shown at first
}

// Bounds of an outline: its entries, those up to which all are shown at first, the
// code points of one, and of a line that is shown as a heading because of its words.
const (
	maxSections  = 1000
	openSections = 60
	maxHeading   = 160
)

// sectionsOf are the sections of a document that an outline leads to.
func sectionsOf(d *index.Document) []outline.Section {
	list := outline.Sections(d.Body, d.Blocks)
	return list[:min(len(list), maxSections)]
}

// headed returns the blocks of a document with those of the headings that only their
// words tell, as long as these are no whole paragraphs.
func (l *layout) headed(d *index.Document) []outline.Block {
	taken, list := map[int]bool{}, slices.Clone(d.Blocks)
	for _, b := range d.Blocks {
		taken[b.Line] = taken[b.Line] || b.Kind != outline.Page
	}
	for _, s := range l.sections {
		if s.Named && !taken[s.Line] && utf8.RuneCountInString(s.Text) <= maxHeading {
			list = append(list, outline.Block{Line: s.Line, Kind: outline.Heading, Level: s.Level})
		}
	}
	slices.SortStableFunc(list, func(a, b outline.Block) int { return cmp.Compare(a.Line, b.Line) })
	return list
}

// outline lists the sections of a document; portion is the address of one of its
// portions. A single section is no outline.
func (l *layout) outline(d *index.Document, portion func(n int) string) []outlineEntry {
	if len(l.sections) < 2 {
		return nil
	}
	entries, _ := l.entries(d, l.sections, 1, portion)
	return entries
}

// entries lists the sections of a level that a list begins with, with those in them,
// and returns the others.
func (l *layout) entries(d *index.Document, list []outline.Section, level int, portion func(n int) string) (all []outlineEntry, rest []outline.Section) {
	for len(list) > 0 && list[0].Level >= level {
		s := list[0]
		e := outlineEntry{Text: shortened(s.Text), Href: "#" + anchorID(d.Anchor(s.Line)), Open: len(l.sections) <= openSections}
		if at := l.first[s.Line]; at != l.shown.number {
			e.Href = portion(at) + e.Href
		}
		e.Parts, list = l.entries(d, list[1:], s.Level+1, portion)
		all = append(all, e)
	}
	return all, list
}

// shortened is a heading as an outline has it.
func shortened(s string) string {
	if utf8.RuneCountInString(s) <= maxHeading {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:maxHeading])) + "…"
}
