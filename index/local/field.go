package local

import "vankien/index"

// Names of fields. A text has the JSON name of its field of the document.
const (
	fieldText         = "text"
	fieldSpeaker      = "speaker"
	fieldOrganisation = "organisation"
	fieldPlace        = "place"
	fieldNumber       = "number"
	fieldDate         = "date"
	fieldRepairs      = "repairs"
)

// formMark parts a word's key, as segment.WordKey makes it: the fold, formMark,
// and the exact term if that has marks: dat\x01, dat\x01đất. So one list of
// documents for each exact word serves both ways to ask: a word with marks is one
// key, a word without any is the group of its fold.
const formMark = "\x01"

// bareMark stands before a plain word of a passage written without any marks,
// which is a form of its own.
const bareMark = "\x02"

// maxSortKey bounds the bytes of a title that decide its order.
const maxSortKey = 256

// columnField names the column of a field. Speaker, organisation and
// place are texts too, so their columns have another name.
func columnField(f index.Field) string {
	switch f {
	case index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace:
		return string(f) + valueSuffix
	}
	return string(f)
}

// setStored puts one stored value back into its field.
func setStored(d *index.Document, field, value string) {
	switch field {
	case string(index.FieldTopic):
		d.Topics = append(d.Topics, value)
		return
	case fieldRepairs:
		d.Repairs = append(d.Repairs, value)
		return
	}
	if p := d.Scalar(field); p != nil {
		*p = value
	}
}
