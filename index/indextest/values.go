package indextest

import (
	"slices"
	"strings"

	"vankien/index"
)

// inDates compares dates as text: a short date covers all that it begins.
func inDates(date, from, to string) bool {
	return date != "" && (date >= from || strings.HasPrefix(from, date)) &&
		(to == "" || date <= to || strings.HasPrefix(date, to))
}

// valuesOf are the values of a document in a column.
func valuesOf(f index.Field, d *document) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	switch f {
	case index.FieldTopic:
		return d.Topics
	case index.FieldKind:
		return one(d.Kind)
	case index.FieldSpeaker:
		return one(d.Speaker)
	case index.FieldPlace:
		return one(d.Place)
	case index.FieldOrganisation:
		return one(d.Organisation)
	case index.FieldEvent:
		return one(d.Event)
	case index.FieldNumber:
		return one(d.Number)
	case index.FieldSigner:
		return one(d.Signer)
	case index.FieldDate:
		return one(d.Date)
	case index.FieldRef:
		return numbersIn(d.Number)[:min(1, len(numbersIn(d.Number)))]
	case index.FieldCites:
		return citedBy(d)
	case index.FieldGuessed:
		return guessedOf(d)
	case index.FieldCorrected:
		return correctedOf(d)
	}
	return one(d.Date[:min(4, len(d.Date))])
}

// guessedOf are the fields of a document that are guesses. Those of a World's are
// of the date and the signer.
func guessedOf(d *document) (list []string) {
	values := map[string]string{"date": d.Date, "signer": d.Signer}
	for _, e := range d.Evidence {
		if e.Confidence < 0.9 && values[e.Field] != "" && !slices.Contains(correctedOf(d), e.Field) {
			list = append(list, e.Field)
		}
	}
	return list
}

func correctedOf(d *document) (list []string) {
	for _, c := range d.Corrections {
		list = append(list, c.Field)
	}
	return list
}

// passes reports whether a document passes a filter, that of one field left out.
func passes(f *index.Filter, d *document, except index.Field) bool {
	in := func(values []string, of []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(of, v) }) || len(values) == 0 && slices.Contains(of, index.NoValue)
	}
	for _, field := range columns {
		values := valuesOf(field, d)
		if field != except && (len(f.Any[field]) > 0 && !in(values, f.Any[field]) || in(values, f.None[field])) {
			return false
		}
	}
	if f.ByTime() && (d.Indexed == "" || d.Indexed < f.IndexedFrom || f.IndexedTo != "" && d.Indexed > f.IndexedTo) {
		return false
	}
	return f.From == "" && f.To == "" || inDates(d.Date, f.From, f.To)
}

// columns are the columns that the oracle knows.
var columns = index.FilterFields()
