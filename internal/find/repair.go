package find

import "vankien/internal/extract"

// Repair says what a note of a document's repairs says; one that somebody else
// has worded stays as it is.
func (l Language) Repair(note string) string {
	r, ok := extract.ParseRepair(note)
	if !ok {
		return note
	}
	s := l.say("repair.decoded", r.From)
	if r.Read {
		s += l.say("repair.misread", "Windows-1252")
	}
	switch {
	case r.Lines == 1:
		s += l.say("repair.lines.one", l.Number(r.Lines))
	case r.Lines > 1:
		s += l.say("repair.lines.other", l.Number(r.Lines))
	}
	if r.Shares != nil {
		s += l.say("repair.shares", r.Shares.After, r.Shares.As, r.Shares.Before)
	}
	return s
}
