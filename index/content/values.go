package content

import (
	"vankien/index"
	"vankien/internal/viet"
)

// Values calls f with the values of a document in a column, or the text of that
// name, that are not empty. What it cites is what an analysis of it noted.
func Values(d *index.Document, noted *Citations, column index.Field, f func(string)) {
	switch column {
	case index.FieldTopic:
		for _, t := range d.Topics {
			if t != "" {
				f(t)
			}
		}
	case index.FieldYear:
		if len(d.Date) >= 4 {
			f(d.Date[:4])
		}
	case index.FieldRef:
		if r := viet.FirstReference(d.Number); r != "" {
			f(r)
		}
	case index.FieldCites:
		noted.each(viet.FirstReference(d.Number), f)
	case index.FieldGuessed:
		for _, e := range d.Guesses() {
			f(e.Field)
		}
	case index.FieldCorrected:
		for i := range d.Corrections {
			f(d.Corrections[i].Field)
		}
	default:
		if v := *d.Scalar(string(column)); v != "" {
			f(v)
		}
	}
}

// maxTitleKey bounds the bytes of a title that decide its order.
const maxTitleKey = 256

// TitleKey returns what documents are sorted by their titles with, byte by byte.
// Those with equal keys go by their ids; those without a title, whose key is "",
// come last.
func TitleKey(d *index.Document) string {
	key := viet.SortKey(d.Title)
	return key[:min(len(key), maxTitleKey)]
}
