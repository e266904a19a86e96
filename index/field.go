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
	fieldRepairs      = "repairs"
)

// Marks before a term, so that one field holds all forms: the folded form of a
// word with marks; a plain word of a passage written without any; a document
// named by type and number alone, which may be that of any issuer.
const (
	foldMark = "\x01"
	bareMark = "\x02"
	openMark = "\x03"
)

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
	for i, r := range d.Repairs {
		add(fieldRepairs, r, stored, uint64(i))
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
	switch field {
	case string(FieldTopic):
		d.Topics = append(d.Topics, string(value))
		return
	case fieldRepairs:
		d.Repairs = append(d.Repairs, string(value))
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
	text := string(f.value)
	tokens := viet.Tokenize(make([]viet.Token, 0, len(f.value)/5+8), text)
	c := termCounter{freqs: make(api.TokenFrequencies, len(tokens)/2)}
	bare := viet.Bare(text, tokens)
	for i := range tokens {
		t := &tokens[i]
		c.count("", t.Term)
		if t.Kind != viet.Word {
			if isOpen(tokens, i) {
				c.count(openMark, t.Term)
			}
			continue
		}
		f.words++
		if t.Fold != t.Term {
			c.count(foldMark, t.Fold)
		} else if bare != nil && bare[i] {
			c.count(bareMark, t.Term)
		}
	}
	f.freqs = c.freqs
}

// isOpen reports whether a token names a document by type and number, with no
// full number there that names its issuer.
func isOpen(tokens []viet.Token, i int) bool {
	a := &tokens[i]
	if a.Kind != viet.DocAlias {
		return false
	}
	for j := i - 1; j >= 0 && tokens[j].Start == a.Start; j-- {
		if tokens[j].Kind == viet.DocNumber {
			return false
		}
	}
	for j := i + 1; j < len(tokens) && tokens[j].Start < a.End; j++ {
		if tokens[j].Kind == viet.DocNumber {
			return false
		}
	}
	return true
}

// termCounter counts terms.
type termCounter struct {
	freqs api.TokenFrequencies
	slab  []api.TokenFreq
	key   []byte
}

func (c *termCounter) count(mark, term string) {
	c.key = append(append(c.key[:0], mark...), term...)
	if tf, ok := c.freqs[string(c.key)]; ok {
		tf.SetFrequency(tf.Frequency() + 1)
		return
	}
	if len(c.slab) == cap(c.slab) {
		c.slab = make([]api.TokenFreq, 0, 128)
	}
	key := string(c.key)
	c.slab = append(c.slab, api.TokenFreq{Term: []byte(key)})
	tf := &c.slab[len(c.slab)-1]
	tf.SetFrequency(1)
	c.freqs[key] = tf
}
