package web

import (
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// repair says in a language what was mended in a document; a note that somebody
// else has worded stays as it is.
func repair(lang find.Language, note string) string {
	r, ok := ingest.ReadRepair(note)
	if !ok {
		return note
	}
	t := tables[lang]
	s := t.say(say("repair.decoded", r.From))
	if r.Read {
		s += t.say(say("repair.misread", "Windows-1252"))
	}
	if r.Lines > 0 {
		s += count(lang, "repair.lines", r.Lines)
	}
	if r.Shares != nil {
		s += t.say(say("repair.shares", r.Shares.After, r.Shares.As, r.Shares.Before))
	}
	return s
}
