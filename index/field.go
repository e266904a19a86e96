package index

import (
	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

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
)

// foldMark stands before a folded term, so that one field holds both forms.
const foldMark = "\x01"

// maxSortKey bounds the bytes of a title that decide its order.
const maxSortKey = 256

// columnField names the doc-value field of a column. Speaker, organisation and
// place are text fields too, so their columns have another name.
func columnField(f Field) string {
	switch f {
	case FieldSpeaker, FieldOrganisation, FieldPlace:
		return string(f) + ".value"
	case FieldYear:
		return fieldDate
	}
	return string(f)
}

const (
	stored  = api.StoreField
	keyword = api.IndexField | api.DocValues | api.SkipFreqNorm
)

// bleveDocument lays a checked, composed document out in fields.
func bleveDocument(d *Document) *document.Document {
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
	addText(string(FieldTitle), d.Title)
	addText(string(FieldAbstract), d.Abstract)
	addText(string(FieldBody), d.Body)
	addText(fieldSpeaker, d.Speaker)
	addText(fieldOrganisation, d.Organisation)
	addText(fieldPlace, d.Place)
	addText(fieldNumber, d.Number)
	add("role", d.Role, stored)
	add("language", d.Language, stored)
	add("source", d.Source, stored)
	add(string(FieldKind), d.Kind, stored|keyword)
	add(string(FieldEvent), d.Event, stored|keyword)
	add(fieldDate, d.Date, stored|keyword)
	for i, t := range d.Topics {
		add(string(FieldTopic), t, stored|keyword, uint64(i))
	}
	add(columnField(FieldSpeaker), d.Speaker, keyword)
	add(columnField(FieldOrganisation), d.Organisation, keyword)
	add(columnField(FieldPlace), d.Place, keyword)
	key := viet.SortKey(d.Title)
	add(fieldSortKey, key[:min(len(key), maxSortKey)], keyword)
	return doc
}

// setStored puts one stored value back into its field.
func (d *Document) setStored(field string, value []byte) {
	if field == string(FieldTopic) {
		d.Topics = append(d.Topics, string(value))
		return
	}
	if p := d.scalar(field); p != nil {
		*p = string(value)
	}
}

// scalar returns the string field of that JSON name, or nil.
func (d *Document) scalar(name string) *string {
	switch name {
	case "title":
		return &d.Title
	case "abstract":
		return &d.Abstract
	case "body":
		return &d.Body
	case "kind":
		return &d.Kind
	case "date":
		return &d.Date
	case "speaker":
		return &d.Speaker
	case "role":
		return &d.Role
	case "organisation":
		return &d.Organisation
	case "place":
		return &d.Place
	case "event":
		return &d.Event
	case "number":
		return &d.Number
	case "language":
		return &d.Language
	case "source":
		return &d.Source
	}
	return nil
}

// textField is a stored text whose analysis goes straight from bytes to term
// frequencies. Its length counts exact terms only, so that marks do not make a
// text longer.
type textField struct {
	name  string
	value []byte
	words int
	freqs api.TokenFrequencies
}

func (f *textField) Name() string                                   { return f.name }
func (f *textField) Value() []byte                                  { return f.value }
func (f *textField) Text() string                                   { return string(f.value) }
func (f *textField) ArrayPositions() []uint64                       { return nil }
func (f *textField) EncodedFieldType() byte                         { return 't' }
func (f *textField) Options() api.FieldIndexingOptions              { return api.IndexField | api.StoreField }
func (f *textField) AnalyzedLength() int                            { return f.words }
func (f *textField) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.freqs }
func (f *textField) NumPlainTextBytes() uint64                      { return uint64(len(f.value)) }
func (f *textField) Size() int                                      { return 64 + len(f.value) }

// Analyze fills the term frequencies from slabs: one allocation per slab
// instead of one per term.
func (f *textField) Analyze() {
	tokens := viet.Tokenize(make([]viet.Token, 0, len(f.value)/5+8), string(f.value))
	f.words = len(tokens)
	f.freqs = make(api.TokenFrequencies, len(tokens)/2)
	var slab []api.TokenFreq
	count := func(term string) {
		if tf, ok := f.freqs[term]; ok {
			tf.SetFrequency(tf.Frequency() + 1)
			return
		}
		if len(slab) == cap(slab) {
			slab = make([]api.TokenFreq, 0, 128)
		}
		slab = append(slab, api.TokenFreq{Term: []byte(term)})
		tf := &slab[len(slab)-1]
		tf.SetFrequency(1)
		f.freqs[term] = tf
	}
	for _, t := range tokens {
		count(t.Term)
		if t.Fold != t.Term {
			count(foldMark + t.Fold)
		}
	}
}
