package index

import (
	"fmt"
	"slices"
)

// Check fills in defaults and returns a *RequestError for what is out of range.
func (r *Request) Check() error {
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	if r.FacetValues == 0 {
		r.FacetValues = MaxFacetValues
	}
	switch {
	case r.Limit < NoHits || r.Limit > MaxLimit && !r.IDsOnly:
		return &RequestError{fmt.Sprintf("limit %d is not from 1 to %d", r.Limit, MaxLimit)}
	case r.Offset < 0:
		return &RequestError{fmt.Sprintf("offset %d is negative", r.Offset)}
	case r.Offset > 0 && r.After != "":
		return &RequestError{fmt.Sprintf("offset %d and a place to go on after exclude each other", r.Offset)}
	case r.After != "" && r.Limit >= MaxWindow:
		return &RequestError{fmt.Sprintf("limit %d is not below %d where hits come after others", r.Limit, MaxWindow)}
	case r.Offset > MaxWindow || r.Offset+r.Limit > MaxWindow:
		return &RequestError{fmt.Sprintf("offset %d and limit %d reach beyond the first %d hits", r.Offset, r.Limit, MaxWindow)}
	case r.Snippets < 0 || r.Snippets > MaxSnippets:
		return &RequestError{fmt.Sprintf("snippets %d is not from 0 to %d", r.Snippets, MaxSnippets)}
	case r.Sort < Relevance || r.Sort > FirstIndexed:
		return &RequestError{fmt.Sprintf("sort %d is none of the orders", r.Sort)}
	}
	for _, d := range []string{r.Filter.From, r.Filter.To} {
		if err := CheckDate(d); d != "" && err != nil {
			return &RequestError{err.Error()}
		}
	}
	for _, t := range []string{r.Filter.IndexedFrom, r.Filter.IndexedTo} {
		if t != "" && !isInstant(t) {
			return &RequestError{fmt.Sprintf("%q is no time such as %s", t, InstantLayout)}
		}
	}
	for _, f := range r.Facets {
		if !slices.Contains(filterFields, f) {
			return &RequestError{fmt.Sprintf("field %q cannot be counted", f)}
		}
	}
	return r.Filter.checkValues()
}

func (f *Filter) checkValues() error {
	for _, values := range []map[Field][]string{f.Any, f.None} {
		for name := range values {
			if !slices.Contains(filterFields, name) {
				return &RequestError{fmt.Sprintf("field %q cannot filter", name)}
			}
			if n := len(f.Any[name]) + len(f.None[name]); n > MaxFilterValues {
				return &RequestError{fmt.Sprintf("field %q filters by %d values; at most %d are allowed", name, n, MaxFilterValues)}
			}
		}
	}
	return nil
}

// Window is how many hits must be ranked, of a checked request.
func (r *Request) Window() int {
	if r.Limit == NoHits {
		return 0
	}
	return r.Offset + r.Limit
}

// filterFields are the fields a Filter and a facet can name, in a fixed order.
var filterFields = []Field{
	FieldTopic, FieldKind, FieldSpeaker, FieldOrganisation, FieldPlace, FieldEvent, FieldNumber, FieldSigner,
	FieldGuessed, FieldCorrected, FieldYear, FieldDate, FieldRef, FieldCites,
}

// FilterFields returns the fields that a Filter and a facet can name, in a fixed
// order.
func FilterFields() []Field { return slices.Clone(filterFields) }

// CheckTally is Check of a request that is tallied by the values of a field.
func (r *Request) CheckTally(by Field) error {
	if !slices.Contains(filterFields, by) {
		return &RequestError{fmt.Sprintf("field %q cannot be counted", by)}
	}
	return r.Check()
}
