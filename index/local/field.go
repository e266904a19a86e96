package local

import (
	"encoding/json"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/index/content"
)

// Names of stored values that are no fields of a request. A text has the JSON name
// of its field of the document.
const (
	fieldDate        = "date"
	fieldRepairs     = "repairs"
	fieldRecipients  = "recipients"
	fieldBlocks      = "blocks"
	fieldEvidence    = "evidence"
	fieldAnchors     = "anchors"
	fieldCorrections = "corrections"
	fieldOriginal    = "original"
	fieldIndexed     = "indexed"
)

// valueSuffix names the column of a text: the text as a whole.
const valueSuffix = ".value"

// columnField names the column of a field. Some are texts too, so their columns
// have another name.
func columnField(f index.Field) string {
	switch f {
	case index.FieldSpeaker, index.FieldOrganisation, index.FieldPlace, index.FieldNumber, index.FieldSigner:
		return string(f) + valueSuffix
	}
	return string(f)
}

// eachValue calls f with the stored values of a document that are not empty, by
// their name.
func eachValue(d *index.Document, name string, f func(string)) {
	switch name {
	case fieldRepairs:
		each(d.Repairs, f)
	case fieldRecipients:
		each(d.Recipients, f)
	case fieldEvidence:
		for i := range d.Evidence {
			f(evidenceValue(&d.Evidence[i]))
		}
	case fieldOriginal:
		if d.Original != nil {
			f(originalValue(d.Original))
		}
	case fieldIndexed:
		each([]string{d.Indexed}, f)
	case fieldBlocks, fieldAnchors, fieldCorrections:
		if v := structured(d, name); v != "" {
			f(v)
		}
	default:
		content.Values(d, &content.Citations{}, index.Field(name), f)
	}
}

func each(list []string, f func(string)) {
	for _, v := range list {
		if v != "" {
			f(v)
		}
	}
}

// evidenceValue is evidence as it is stored: every hit has some, so it is read
// without a parser. The last of its parts may hold what stands between them.
func evidenceValue(e *index.Evidence) string {
	return e.Field + partMark + strconv.FormatFloat(e.Confidence, 'g', -1, 64) + partMark + e.Where
}

// partMark parts what evidence and an original are made of.
const partMark = "\x00"

func evidenceOf(value string) (e index.Evidence) {
	field, rest, _ := strings.Cut(value, partMark)
	confidence, where, _ := strings.Cut(rest, partMark)
	e.Field, e.Where = field, where
	e.Confidence, _ = strconv.ParseFloat(confidence, 64)
	return e
}

// originalValue is an original as it is stored, which most hits have, too: sum, size,
// length of the type, type and name.
func originalValue(o *index.Original) string {
	return o.SHA256 + partMark + strconv.FormatInt(o.Size, 10) + partMark + strconv.Itoa(len(o.Type)) + partMark + o.Type + o.Name
}

func originalOf(value string) *index.Original {
	sum, rest, _ := strings.Cut(value, partMark)
	size, rest, _ := strings.Cut(rest, partMark)
	length, rest, _ := strings.Cut(rest, partMark)
	bytes, _ := strconv.ParseInt(size, 10, 64)
	n, _ := strconv.Atoi(length)
	n = min(max(n, 0), len(rest))
	return &index.Original{SHA256: sum, Name: rest[n:], Type: rest[:n], Size: bytes}
}

// structured is a part of a document that is more than text, in JSON; "" for an
// empty one.
func structured(d *index.Document, name string) string {
	part, empty := partNamed(d, name)
	if empty {
		return ""
	}
	b, err := json.Marshal(part)
	if err != nil {
		panic("local: " + name + " is no JSON: " + err.Error()) // a checked document has only numbers that JSON has
	}
	return string(b)
}

// partNamed points to a part of a document that is more than text.
func partNamed(d *index.Document, name string) (part any, empty bool) {
	switch name {
	case fieldBlocks:
		return &d.Blocks, len(d.Blocks) == 0
	case fieldAnchors:
		return &d.Anchors, len(d.Anchors) == 0
	case fieldCorrections:
		return &d.Corrections, len(d.Corrections) == 0
	}
	return nil, true
}

// setStored puts one stored value back into its field. What is no value of it
// would be damage, of which the sums tell.
func setStored(d *index.Document, field, value string) {
	switch field {
	case string(index.FieldTopic):
		d.Topics = append(d.Topics, value)
		return
	case fieldRepairs:
		d.Repairs = append(d.Repairs, value)
		return
	case fieldRecipients:
		d.Recipients = append(d.Recipients, value)
		return
	case fieldEvidence:
		d.Evidence = append(d.Evidence, evidenceOf(value))
		return
	case fieldOriginal:
		d.Original = originalOf(value)
		return
	case fieldIndexed:
		d.Indexed = value
		return
	}
	if p := d.Scalar(field); p != nil {
		*p = value
	} else if part, _ := partNamed(d, field); part != nil {
		_ = json.Unmarshal([]byte(value), part)
	}
}
