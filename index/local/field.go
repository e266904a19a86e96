package local

import (
	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

	"vankien/index"
	"vankien/internal/viet"
)

// Names of Bleve fields. A text field has the JSON name of its document field.
const (
	fieldSpeaker      = "speaker"
	fieldOrganisation = "organisation"
	fieldPlace        = "place"
	fieldNumber       = "number"
	fieldDate         = "date"
	fieldSortKey      = "title.sort"
	fieldRepairs      = "repairs"
)

// A word is indexed as its fold, formMark, and its exact term if that has marks:
// dat\x01, dat\x01đất. So one list of documents for each exact word serves both ways
// to ask: a word with marks is one key, a word without any is the range of keys
// that begin with its fold and formMark.
const formMark = "\x01"

// bareMark stands before a plain word of a passage written without any marks.
const bareMark = "\x02"

// maxSortKey bounds the bytes of a title that decide its order.
const maxSortKey = 256

// columnField names the doc-value field of a column. Speaker, organisation and
// place are text fields too, so their columns have another name.
func columnField(f index.Field) string {
	switch f {
	case index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace:
		return string(f) + ".value"
	case index.FieldYear:
		return fieldDate
	}
	return string(f)
}

const (
	stored  = api.StoreField
	keyword = api.IndexField | api.DocValues | api.SkipFreqNorm
)

// bleveDocument lays a checked, composed document out in fields.
func bleveDocument(d *index.Document) *document.Document {
	doc := document.NewDocument(d.ID)
	addText := func(name, v string) {
		if v != "" {
			doc.AddField(&textField{name: name, value: []byte(v)})
		}
	}
	add := func(name, v string, opt api.FieldIndexingOptions, pos ...uint64) {
		if v != "" {
			doc.AddField(document.NewTextFieldCustom(name, pos, []byte(v), opt, nil))
		}
	}
	(&content{doc: d}).addTo(doc)
	addText(string(index.FieldTitle), d.Title)
	add(string(index.FieldAbstract), d.Abstract, stored)
	add(string(index.FieldBody), d.Body, stored)
	addText(fieldSpeaker, d.Speaker)
	addText(fieldOrganisation, d.Organisation)
	addText(fieldPlace, d.Place)
	addText(fieldNumber, d.Number)
	add("role", d.Role, stored)
	add("language", d.Language, stored)
	add("source", d.Source, stored)
	add(string(index.FieldKind), d.Kind, stored|keyword)
	add(string(index.FieldEvent), d.Event, stored|keyword)
	add(fieldDate, d.Date, stored|keyword)
	for i, t := range d.Topics {
		add(string(index.FieldTopic), t, stored|keyword, uint64(i))
	}
	for i, r := range d.Repairs {
		add(fieldRepairs, r, stored, uint64(i))
	}
	add(columnField(index.FieldSpeaker), d.Speaker, keyword)
	add(columnField(index.FieldOrganisation), d.Organisation, keyword)
	add(columnField(index.FieldPlace), d.Place, keyword)
	key := viet.SortKey(d.Title)
	add(fieldSortKey, key[:min(len(key), maxSortKey)], keyword)
	return doc
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

// textField is a text whose analysis goes straight to term frequencies.
type textField struct {
	name  string
	value []byte
	freqs api.TokenFrequencies
}

func (f *textField) Name() string                                   { return f.name }
func (f *textField) Value() []byte                                  { return f.value }
func (f *textField) Text() string                                   { return string(f.value) }
func (f *textField) ArrayPositions() []uint64                       { return nil }
func (f *textField) EncodedFieldType() byte                         { return 't' }
func (f *textField) Options() api.FieldIndexingOptions              { return api.IndexField | api.StoreField }
func (f *textField) AnalyzedLength() int                            { return noLength }
func (f *textField) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.freqs }
func (f *textField) NumPlainTextBytes() uint64                      { return uint64(len(f.value)) }
func (f *textField) Size() int                                      { return 64 + len(f.value) }

// Analyze fills the term frequencies.
func (f *textField) Analyze() {
	c := newTermCounter(len(f.value) / 8)
	c.text(string(f.value), 1)
	f.freqs = c.freqs
}
