// Package head reads what a document says of itself: the letter head and the end
// of an official document (Decree 30/2020/NĐ-CP, Annex I; Instruction
// 36-HD/VPTW for documents of the Party), and title and salutation of a speech.
// A wrong field is worse than none, so each comes with how sure it is.
//
// The simple way, a pattern over the whole text, fails on official documents:
// they are full of numbers, dates and bodies, nearly all of them those of other
// documents, and a news report about a decree has them too. So the places are
// read, not the patterns: a letter head must be there first (the national motto,
// a number on a line of its own, a type in capitals), it ends where the reasons
// begin ("Căn cứ …"), and only there number, date, type and issuer stand. Within
// it each line is looked at alone, and then all of them together, since files
// break "Số:" and "87/2025/QĐ-UBND" in two. A paragraph that holds several
// fields, as PDF makes of a table, is parted first.
//
// A text without a head costs one pass over its first kilobytes, without
// allocating; the end is looked for only after a head was found.
package head

import "strings"

// Field is what was read, how sure it is, and where it stands.
type Field struct {
	Value      string
	Confidence float64 // 1: on a line of its own; 0.9: in a head that was put together; 0.7: from the number; below 0.9 it is a guess
	Where      string  // "head", "end", "number", "title", "salutation", "first sentence"
}

// FirstSentence is where a title was read that the text does not name.
const FirstSentence = "first sentence"

// Places of fields.
const (
	inHead       = "head"
	atEnd        = "end"
	inNumber     = "number"
	inTitle      = "title"
	inSalutation = "salutation"
)

// How sure a field is, by the way in which it was read.
const (
	ownLine   = 1.0
	joined    = 0.9
	likely    = 0.8 // what it is stands there, and may be another's
	implied   = 0.7
	makeshift = 0.5
)

// Head is what a document says of itself; a field that is not there is zero.
type Head struct {
	Number, Date, Place, Kind, Organisation, Title Field
	Signer, SignerRole                             Field
	Recipients                                     []Field
	Speaker, Role, Event                           Field
}

// Read returns the head of a document. title may be empty; the body has a
// paragraph a line. Kind is the id of one of index.Kinds, Date is as
// index.Document has it. Title is read only where title is empty, and has capitals
// as sentences do; of a text that names none it is the first sentence.
func Read(title, body string) Head {
	var h Head
	lines, found := letterHead(body)
	switch {
	case found && h.readOfficial(lines):
		h.readEnd(body)
	case !h.readSpeech(title, body):
		h.readReport(title, body)
	}
	if strings.TrimSpace(title) != "" {
		h.Title = Field{}
	} else if h.Title.Value == "" {
		h.Title = firstSentence(body)
	} else {
		h.Title.Value = readable(h.Title.Value, body)
	}
	return h
}
