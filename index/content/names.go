package content

import "vankien/index"

// Text names the running text as a field.
const Text = "text"

// Part is a part of the running text.
type Part struct {
	Name   index.Field
	Weight uint32 // what a word in it counts
	Read   bool   // it is text to read: its words are those of index.Sums, and marks are looked for in it
}

var parts = [...]Part{
	{index.FieldTitle, 3, true},
	{index.FieldAbstract, 1, true},
	{index.FieldBody, 1, true},
	{index.FieldNumber, 1, false},
	{index.FieldSpeaker, 1, false},
}

var fields = [...]index.Field{
	index.FieldTitle, index.FieldNumber, index.FieldSpeaker,
	index.FieldOrganisation, index.FieldPlace, index.FieldSigner,
}

var columns = [...]index.Field{
	index.FieldTopic, index.FieldKind, index.FieldEvent, index.FieldYear,
	index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace, index.FieldNumber, index.FieldSigner,
	index.FieldGuessed, index.FieldCorrected,
	index.FieldDate, index.FieldRef, index.FieldCites,
}

// Parts are those of the running text, in their order. Callers do not change them.
func Parts() []Part { return parts[:] }

// Fields are the texts whose words are asked for by themselves, too. Callers do
// not change them.
func Fields() []index.Field { return fields[:] }

// Columns are the fields whose values filter and are counted. Callers do not
// change them.
func Columns() []index.Field { return columns[:] }

// FieldOf names what holds the words of some texts of a document, as clauses name
// them: one of Fields, or Text.
func FieldOf(texts []string) string {
	if len(texts) > 1 {
		return Text
	}
	return texts[0]
}

// InText reports whether a text is a part of the running text.
func InText(name string) bool {
	for i := range parts {
		if string(parts[i].Name) == name {
			return true
		}
	}
	return false
}
