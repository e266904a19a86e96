package index

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vankien/internal/outline"
)

// Sure is the confidence from which on a field that was read is no guess.
const Sure = 0.9

// Even is the confidence at which a field that was read is as likely wrong as right.
const Even = 0.5

// Evidence says where a field was read, and how sure that is.
type Evidence struct {
	Field      string  `json:"field"`           // JSON name of the field
	Confidence float64 `json:"confidence"`      // over 0, at most 1; below Sure the field is a guess
	Where      string  `json:"where,omitempty"` // such as "head" or "first sentence"
}

// Correction is a field that a person set. It wins over what sources say until
// it is undone.
type Correction struct {
	Field string   `json:"field"`         // JSON name of the field
	Value []string `json:"value"`         // what it is now: at most one value unless the field is a list
	Was   []string `json:"was"`           // what the source says
	By    string   `json:"by"`            // name of the key or user
	At    string   `json:"at"`            // RFC 3339, UTC
	Why   string   `json:"why,omitempty"` // in the words of who made it
}

// Original names the file that a document was read from.
type Original struct {
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
	Name   string `json:"name"`   // path below the root that it was added from, with slashes; of a file in an archive "a.zip/b.pdf"
	Type   string `json:"type"`   // media type, told by its bytes
	Size   int64  `json:"size"`   // bytes
}

// correctable are the fields that are read in texts and that people set. The
// body is not among them: offsets and structure go by it.
var correctable = []string{"title", "abstract", "kind", "date", "speaker", "role", "organisation", "place", "event", "number",
	"topics", "language", "signer", "signer_role", "recipients"}

// Correctable returns the JSON names of the fields that a Correction and an
// Evidence can be of, in the order in which a reader meets them.
func Correctable() []string { return slices.Clone(correctable) }

// IsList reports whether a correctable field has any number of values.
func IsList(field string) bool { return field == "topics" || field == "recipients" }

// Values returns the values of a correctable field, none for an empty one.
func (d *Document) Values(field string) []string {
	switch field {
	case "topics":
		return d.Topics
	case "recipients":
		return d.Recipients
	}
	if p := d.Scalar(field); p != nil && *p != "" {
		return []string{*p}
	}
	return nil
}

// SetValues sets a correctable field; of a field that is no list to the first
// value, or to none.
func (d *Document) SetValues(field string, values []string) {
	switch field {
	case "topics":
		d.Topics = slices.Clone(values)
		return
	case "recipients":
		d.Recipients = slices.Clone(values)
		return
	}
	if p := d.Scalar(field); p != nil {
		*p = strings.Join(values[:min(1, len(values))], "")
	}
}

// Corrected returns the correction of a field, or nil.
func (d *Document) Corrected(field string) *Correction {
	for i := range d.Corrections {
		if d.Corrections[i].Field == field {
			return &d.Corrections[i]
		}
	}
	return nil
}

// Guesses returns the evidence of the fields that are guesses: they have a value
// that was read with less confidence than Sure, and that nobody has set.
func (d *Document) Guesses() (list []Evidence) {
	for _, e := range d.Evidence {
		if e.Confidence < Sure && d.Corrected(e.Field) == nil && len(d.Values(e.Field)) > 0 {
			list = append(list, e)
		}
	}
	return list
}

func (d *Document) checkBlocks() (pointer, detail string) {
	if err := outline.Check(d.Blocks, d.Body); err != nil {
		return "/blocks", "do not fit the body: " + err.Error()
	}
	return "", ""
}

func (d *Document) checkEvidence() (pointer, detail string) {
	seen := map[string]bool{}
	for i, e := range d.Evidence {
		at := fmt.Sprintf("/evidence/%d/", i)
		if detail := checkField(e.Field, seen); detail != "" {
			return at + "field", detail
		}
		if !(e.Confidence > 0 && e.Confidence <= 1) {
			return at + "confidence", "is not over 0 and at most 1"
		}
		if detail := checkValue(e.Where); detail != "" {
			return at + "where", detail
		}
	}
	return "", ""
}

// checkField wants a correctable field that was not seen before.
func checkField(field string, seen map[string]bool) string {
	switch {
	case !slices.Contains(correctable, field):
		return fmt.Sprintf("is %q; it can be one of %s", field, strings.Join(correctable, ", "))
	case seen[field]:
		return fmt.Sprintf("is %q for the second time", field)
	}
	seen[field] = true
	return ""
}

func (d *Document) checkCorrections() (pointer, detail string) {
	seen := map[string]bool{}
	for i, c := range d.Corrections {
		at := fmt.Sprintf("/corrections/%d/", i)
		if detail := checkField(c.Field, seen); detail != "" {
			return at + "field", detail
		}
		if detail := checkCorrected(c.Field, c.Value); detail != "" {
			return at + "value", detail
		}
		if detail := checkCorrected(c.Field, c.Was); detail != "" {
			return at + "was", detail
		}
		if _, err := time.Parse(time.RFC3339, c.At); err != nil || !strings.HasSuffix(c.At, "Z") {
			return at + "at", fmt.Sprintf("is %q, which is no time in UTC such as 2026-01-02T15:04:05Z", c.At)
		}
		if detail := checkValue(c.By); detail != "" {
			return at + "by", detail
		}
		if detail := checkValue(c.Why); detail != "" {
			return at + "why", detail
		}
	}
	return "", ""
}

// checkCorrected bounds the values of a correction. Whether its field can have
// them tells the check of the field.
func checkCorrected(field string, values []string) string {
	most := 1
	if IsList(field) {
		most = MaxRecipients
	}
	if len(values) > most {
		return fmt.Sprintf("has %d values; at most %d are allowed", len(values), most)
	}
	if !slices.ContainsFunc(values, func(s string) bool { return !utf8.ValidString(s) }) {
		return ""
	}
	return "is not valid UTF-8"
}

func (d *Document) checkOriginal() (pointer, detail string) {
	o := d.Original
	if o == nil {
		return "", ""
	}
	if len(o.SHA256) != 64 || strings.Trim(o.SHA256, "0123456789abcdef") != "" {
		return "/original/sha256", "is no SHA-256 in 64 small hexadecimal digits"
	}
	if len(o.Name) > MaxPath || !utf8.ValidString(o.Name) {
		return "/original/name", fmt.Sprintf("has more than %d bytes, or is not valid UTF-8", MaxPath)
	}
	if detail := checkValue(o.Type); detail != "" {
		return "/original/type", detail
	}
	if o.Size < 0 {
		return "/original/size", "is negative"
	}
	return "", ""
}
