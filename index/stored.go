package index

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"vankien/internal/viet"
)

// Composed returns the document in the form in which it is stored and found.
func (d Document) Composed() Document {
	for _, f := range textFields {
		p := d.Scalar(f)
		*p = viet.Compose(*p)
	}
	if d.Kind == "" {
		d.Kind = KindOther
	}
	topics := make([]string, 0, len(d.Topics))
	for _, t := range d.Topics {
		if !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
	}
	d.Topics = topics
	d.Repairs, d.Recipients = composedList(d.Repairs), composedList(d.Recipients)
	d.Anchors = d.keptAnchors()
	d.Evidence, d.Corrections = slices.Clone(d.Evidence), slices.Clone(d.Corrections)
	for i := range d.Evidence {
		p := &d.Evidence[i].Where
		*p = viet.Compose(*p)
	}
	for i := range d.Corrections {
		d.Corrections[i] = d.Corrections[i].composed()
	}
	return d
}

// Prepared returns documents as they will be stored: checked and composed, of equal
// ids the last, at the place of the first. The error is a *FieldError.
func Prepared(docs []Document) ([]Document, error) {
	at := make(map[string]int, len(docs))
	out := make([]Document, 0, len(docs))
	for _, d := range docs {
		if err := d.Check(); err != nil {
			return nil, err
		}
		d = d.Composed()
		if i, seen := at[d.ID]; seen {
			out[i] = d
			continue
		}
		at[d.ID] = len(out)
		out = append(out, d)
	}
	return out, nil
}

// composedList leaves out empty values: they would not come back from the store.
func composedList(list []string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, viet.Compose(s))
		}
	}
	return out
}

func (c Correction) composed() Correction {
	c.Value, c.Was = append([]string{}, composedList(c.Value)...), append([]string{}, composedList(c.Was)...)
	c.By, c.Why = viet.Compose(c.By), viet.Compose(c.Why)
	return c
}

// Equal reports whether both are the same document with the same content, both in
// stored form. Anchors and Indexed are what a collection says of it.
func (d *Document) Equal(o *Document) bool {
	for _, f := range textFields {
		if *d.Scalar(f) != *o.Scalar(f) {
			return false
		}
	}
	return d.ID == o.ID && d.Kind == o.Kind && d.Date == o.Date && slices.Equal(d.Topics, o.Topics) && slices.Equal(d.Repairs, o.Repairs) &&
		slices.Equal(d.Recipients, o.Recipients) && slices.Equal(d.Blocks, o.Blocks) && slices.Equal(d.Evidence, o.Evidence) &&
		slices.EqualFunc(d.Corrections, o.Corrections, Correction.Equal) && sameOriginal(d.Original, o.Original)
}

// Equal reports whether two corrections are the same.
func (c Correction) Equal(o Correction) bool {
	return c.Field == o.Field && c.By == o.By && c.At == o.At && c.Why == o.Why && slices.Equal(c.Value, o.Value) && slices.Equal(c.Was, o.Was)
}

// Tag names the content of a document in stored form: two that are Equal have the
// same, and others do not.
func (d *Document) Tag() string {
	content := *d
	content.Anchors, content.Indexed = nil, ""
	b, err := json.Marshal(&content)
	if err != nil {
		panic("index: a document is no JSON: " + err.Error()) // a checked one has only numbers that JSON has
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

func sameOriginal(a, b *Original) bool {
	return a == b || a != nil && b != nil && *a == *b
}
