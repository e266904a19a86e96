package index

import (
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
	var repairs []string
	for _, r := range d.Repairs {
		if r != "" { // an empty value would not come back from the store
			repairs = append(repairs, viet.Compose(r))
		}
	}
	d.Repairs = repairs
	return d
}

// Equal reports whether both are the same document with the same content, both in
// stored form.
func (d *Document) Equal(o *Document) bool {
	for _, f := range textFields {
		if *d.Scalar(f) != *o.Scalar(f) {
			return false
		}
	}
	return d.ID == o.ID && d.Kind == o.Kind && d.Date == o.Date && slices.Equal(d.Topics, o.Topics) && slices.Equal(d.Repairs, o.Repairs)
}
