package find

import "vankien/internal/extract"

// Repair says what a note of a document's repairs says; one that somebody else
// has worded stays as it is.
func (l Language) Repair(note string) string {
	r, ok := extract.ParseRepair(note)
	if !ok {
		return note
	}
	switch r.Kind {
	case extract.RepairRecognized:
		s := l.say("repair.recognized", l.pages(r.Pages))
		if r.Confidence > 0 {
			s += l.say("repair.confidence", r.Confidence)
		}
		return s
	case extract.RepairWaiting:
		return l.say("repair.waiting", l.pages(r.Pages))
	case extract.RepairLost:
		return l.say("repair.lost", r.Letters)
	}
	return l.decoded(r)
}

// pages names pages: page 3, or pages 3–7, 9.
func (l Language) pages(list []int) string {
	key := "repair.pages.other"
	if len(list) == 1 {
		key = "repair.pages.one"
	}
	return l.say(key, extract.Spans(list, "–", ", "))
}

func (l Language) decoded(r extract.Repair) string {
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
