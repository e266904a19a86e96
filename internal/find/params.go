package find

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/near"
	"vankien/internal/viet"
)

// valueFields are the fields that filter by values; dates filter by from and to.
var valueFields = slices.DeleteFunc(index.FilterFields(), func(f index.Field) bool {
	return f == index.FieldDate
})

// ValueFields returns the fields that filter by values, each under its own name;
// -name excludes. They are in the order in which addresses name them.
func ValueFields() []index.Field { return slices.Clone(valueFields) }

var facetFields = []index.Field{index.FieldTopic, index.FieldYear, index.FieldKind, index.FieldSpeaker,
	index.FieldOrganisation, index.FieldPlace, index.FieldEvent, index.FieldSigner, index.FieldCites, index.FieldNumber, index.FieldGuessed, index.FieldCorrected}

// FacetFields returns the fields that can be counted, in the order of a list.
func FacetFields() []index.Field { return slices.Clone(facetFields) }

// Bounds of one fragment, in code points.
const (
	minSnippetChars = 40
	maxSnippetChars = 1000
)

var searchParams = slices.Concat([]string{"q"}, FilterParams(), []string{"from", "to", paramSince, "sort", "page", "per_page", "offset", "limit", "cursor",
	"facets", "snippets", "snippet_chars", "accents", "match", "duplicates", paramFields})

// SearchParams returns what the address of a search may carry, in the order in
// which Address writes it.
func SearchParams() []string { return slices.Clone(searchParams) }

// MatchParams returns those of SearchParams that decide which documents match; the
// others say how they are listed.
func MatchParams() []string {
	listing := []string{"sort", "page", "per_page", "offset", "limit", "cursor", "facets", "snippets", "snippet_chars", "duplicates", paramFields}
	return slices.DeleteFunc(SearchParams(), func(name string) bool { return slices.Contains(listing, name) })
}

// AnalyzeParams returns what the address of an analysis may carry.
func AnalyzeParams() []string { return []string{"text"} }

// FilterParams returns the names of ValueFields, each with that which excludes.
func FilterParams() (names []string) {
	for _, f := range valueFields {
		names = append(names, string(f), "-"+string(f))
	}
	return names
}

// repeats reports whether a parameter may be given several times.
func repeats(name string) bool {
	return slices.Contains(valueFields, index.Field(strings.TrimPrefix(name, "-")))
}

// twice reports whether a list has a name twice.
func twice(name string, list []string) bool {
	i := slices.Index(list, name)
	return slices.Contains(list[i+1:], name)
}

// CheckParams refuses what no reader of parameters would look at: a name that
// is not known, a second value where one counts, bytes that are not text. Else
// a mistyped filter would silently widen a search. A name that is known twice may be
// given several times. The error is a *Refused.
func CheckParams(v url.Values, known []string) error {
	var found Refused
	for _, name := range slices.Sorted(maps.Keys(v)) {
		switch {
		case !utf8.ValidString(name):
			found.add("invalid_parameter", "", Say("err.utf8.name"))
		case !slices.Contains(known, name):
			if meant := near.Name(name, known); meant != "" {
				found.add("unknown_parameter", name, Say("err.unknown.near", name, meant))
			} else {
				found.add("unknown_parameter", name, Say("err.unknown", name))
			}
		case len(v[name]) > 1 && !repeats(name) && !twice(name, known):
			found.add("invalid_parameter", name, Say("err.repeated", name, len(v[name])))
		case slices.ContainsFunc(v[name], func(s string) bool { return !utf8.ValidString(s) }):
			found.add("invalid_parameter", name, Say("err.utf8", name))
		}
	}
	return found.orNil()
}

// Params reads parameters one by one and remembers what is wrong with them.
// An empty value is no value: forms send those.
type Params struct {
	url.Values
	refused Refused
}

// Refuse notes what is wrong with a parameter.
func (v *Params) Refuse(code, name string, why Message) { v.refused.add(code, name, why) }

// Err returns what is wrong with the parameters read so far as a *Refused, nil
// for nothing.
func (v *Params) Err() error { return v.refused.orNil() }

func (v *Params) has(name string) bool { return v.Get(name) != "" }

// Number returns a whole number from low to high, or def without one.
func (v *Params) Number(name string, def, low, high int) int {
	s := v.Get(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		v.Refuse("invalid_parameter", name, Say("err.number", parameter(name), s))
	case n < low || n > high:
		v.Refuse("invalid_parameter", name, Say("err.range", parameter(name), s, low, high))
	default:
		return n
	}
	return def
}

// Choice returns one of the allowed words, of which the first is the default.
func (v *Params) Choice(name string, allowed ...string) string {
	s := v.Get(name)
	if s == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, s) {
		v.Refuse("invalid_parameter", name, Say("err.choice", parameter(name), s, strings.Join(allowed, ", ")))
		return allowed[0]
	}
	return s
}

// dates returns from and to as ISO dates and refuses an empty span.
func (v *Params) dates() (from, to string) {
	from, to = v.date("from"), v.date("to")
	if from != "" && to != "" && firstDay(from) > lastDay(to) {
		m := Say("err.span", v.Get("from"), v.Get("to"))
		v.Refuse("invalid_date", "from", m)
		v.Refuse("invalid_date", "to", m)
	}
	return from, to
}

func (v *Params) date(name string) string {
	s := strings.TrimSpace(v.Get(name))
	if s == "" {
		return ""
	}
	iso, why := isoDate(s)
	if why != "" {
		v.refused.why("invalid_date", name, Say("err.date", parameter(name), s), Say(why))
	}
	return iso
}

// facets returns the fields of a comma list, in its order and each once.
func (v *Params) facets() (fields []index.Field) {
	for name := range strings.SplitSeq(v.Get("facets"), ",") {
		f := index.Field(strings.TrimSpace(name))
		switch {
		case f == "" || slices.Contains(fields, f):
		case !slices.Contains(facetFields, f):
			v.Refuse("invalid_parameter", "facets", Say("err.choice", "facets", string(f), Join(facetFields)))
		default:
			fields = append(fields, f)
		}
	}
	return fields
}

// Join makes a comma list of names.
func Join[T ~string](fields []T) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// window returns what part of the hits is asked for, as the request wants it
// and as the answer will tell it.
func (v *Params) window() (offset, limit int, p Paging) {
	if v.has("cursor") {
		return v.behind()
	}
	byPage, byOffset := v.has("page") || v.has("per_page"), v.has("offset") || v.has("limit")
	if byPage && byOffset {
		v.Refuse("invalid_parameter", "offset", Say("err.paging"))
		return 0, 0, p
	}
	const far = 1 << 24 // further than any window, near enough not to overflow
	if byOffset {
		p.Offsets = &Offsets{v.Number("offset", 0, 0, far), v.Number("limit", index.DefaultLimit, 0, index.MaxLimit)}
		offset, limit = p.Offset, p.Limit
	} else {
		p.Pages = &Pages{Page: v.Number("page", 1, 1, far), PerPage: v.Number("per_page", index.DefaultLimit, 1, index.MaxLimit)}
		offset, limit = (p.Page-1)*p.PerPage, p.PerPage
	}
	if offset+limit > index.MaxWindow {
		name, first := "offset", offset
		if !byOffset {
			name = "page"
		}
		v.Refuse("offset_too_large", name, Say("err.window", first, limit, index.MaxWindow))
	}
	if limit == 0 {
		limit = index.NoHits
	}
	return offset, limit, p
}

// namesOf are the values that a field can have; nil: any.
func namesOf(field index.Field) []string {
	switch field {
	case index.FieldKind:
		return kindIDs
	case index.FieldGuessed, index.FieldCorrected:
		return index.Correctable()
	}
	return nil
}

// filter returns the restrictions other than dates, as they are stored.
func (v *Params) filter(resolve func(index.Field, string) string) index.Filter {
	f := index.Filter{Any: map[index.Field][]string{}, None: map[index.Field][]string{}}
	for _, field := range valueFields {
		if !v.fewValues(string(field)) {
			continue
		}
		for _, prefix := range []string{"", "-"} {
			into := f.Any
			if prefix == "-" {
				into = f.None
			}
			for _, s := range v.Values[prefix+string(field)] {
				if s = strings.TrimSpace(viet.Compose(s)); s == "" {
					continue
				}
				if s = storedAs(resolve, field, s); !v.canBe(prefix+string(field), field, s) {
					continue
				}
				if !slices.Contains(into[field], s) {
					into[field] = append(into[field], s)
				}
			}
		}
	}
	return f
}

// None, as a value of a filter, stands for the documents that have none in the field.
const None = "none"

// storedAs is a value of a filter as documents have it.
func storedAs(resolve func(index.Field, string) string, field index.Field, s string) string {
	if s == None {
		return index.NoValue
	}
	return resolve(field, s)
}

// canBe reports whether a field can have a value, and refuses the parameter if not.
func (v *Params) canBe(name string, field index.Field, s string) bool {
	names := namesOf(field)
	switch {
	case s == index.NoValue:
	case names != nil && !slices.Contains(names, s):
		v.Refuse("invalid_parameter", name, Say("err.choice", name, s, strings.Join(names, ", ")))
		return false
	case field == index.FieldYear && (len(s) != 4 || index.CheckDate(s) != nil):
		v.Refuse("invalid_parameter", name, Say("err.year", name, s))
		return false
	}
	return true
}

// fewValues reports whether a field filters by no more values than it may.
func (v *Params) fewValues(name string) bool {
	n := len(v.Values[name]) + len(v.Values["-"+name])
	if n <= index.MaxFilterValues {
		return true
	}
	given := name
	if len(v.Values[name]) == 0 {
		given = "-" + name
	}
	v.Refuse("invalid_parameter", given, Say("err.values", name, n, index.MaxFilterValues))
	return false
}
