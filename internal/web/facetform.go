package web

import (
	"slices"

	"vankien/index"
	"vankien/internal/find"
)

// The filters are one form, so that several can be set before the list is asked for
// again. Each value has two boxes, one to have it and one to exclude it. What is
// chosen comes first and is always there, whether or not any document has it: else
// sending the form would undo it unseen.

// How many values of a facet are in sight, and how many more unfold; the page of
// the facet has all.
const (
	valuesShown    = 7
	valuesUnfolded = 13
)

// facetGroup is a facet as part of the form.
type facetGroup struct {
	Field        index.Field
	Title        string
	Values, More []facetValue
	MoreLabel    string
	All          *link // the page of all values; nil when they are here
}

// facetValue is a value with its two boxes.
type facetValue struct {
	Field        index.Field
	Value, Label string
	Count        string // "" if it is not known
	On, Off      bool   // it is asked for, it is excluded
}

// facetGroups leaves out a facet that every document has the same value of: it
// narrows nothing.
func facetGroups(a *find.Search, v *find.SearchView, st state) (groups []facetGroup) {
	t := tables[a.Lang]
	for _, field := range a.Request.Facets {
		f := v.Facets[field]
		values := facetValues(a, field, f)
		if !filters(field) || len(values) == 0 || len(values) == 1 && !values[0].chosen() {
			continue
		}
		g := facetGroup{Field: field, Title: t.say(say("facet." + string(field)))}
		if total, all := f.TotalValues+g.share(values)-len(f.Values), len(g.Values)+len(g.More); total > all {
			g.All = &link{Label: t.say(say("facet.all", a.Lang.Number(total))), Href: facetState(st, field).at(facetPath)}
		}
		g.MoreLabel = count(a.Lang, "facet.more", len(g.More))
		groups = append(groups, g)
	}
	return groups
}

// share has some values in sight and lets some unfold; it returns how many there are
// beside that which stands for none, which is in sight, too.
func (g *facetGroup) share(values []facetValue) int {
	var none []facetValue
	if last := len(values) - 1; values[last].Value == find.None && !values[last].chosen() {
		values, none = values[:last], values[last:]
	}
	chosen := slices.IndexFunc(values, func(v facetValue) bool { return !v.chosen() })
	if chosen < 0 {
		chosen = len(values)
	}
	shown := max(valuesShown, chosen)
	if len(values) <= shown+1 {
		shown = len(values)
	}
	g.Values = slices.Concat(values[:shown], none)
	g.More = values[shown:min(len(values), shown+valuesUnfolded)]
	return len(values) - len(slices.DeleteFunc(slices.Clone(values), func(v facetValue) bool { return v.Value != find.None }))
}

// chosen reports whether one of the boxes is ticked.
func (v facetValue) chosen() bool { return v.On || v.Off }

// filters reports whether addresses can filter by values of a field.
func filters(field index.Field) bool { return slices.Contains(find.ValueFields(), field) }

// facetValues lists the values of a facet, what is chosen before the others.
func facetValues(a *find.Search, field index.Field, f find.FacetView) (values []facetValue) {
	on, off := a.Request.Filter.Any[field], a.Request.Filter.None[field]
	var chosen []facetValue
	listed := f.Values
	if f.Missing > 0 {
		listed = append(slices.Clip(listed), find.ValueView{Value: index.NoValue, Label: a.Label(field, index.NoValue), Count: f.Missing})
	}
	for _, x := range listed {
		v := facetValue{Field: field, Value: x.Value, Label: x.Label, Count: a.Lang.Number(x.Count),
			On: slices.Contains(on, x.Value), Off: slices.Contains(off, x.Value)}
		if v.chosen() {
			chosen = append(chosen, v)
		} else {
			values = append(values, v)
		}
	}
	for _, value := range slices.Concat(on, off) {
		if slices.ContainsFunc(chosen, func(v facetValue) bool { return v.Value == value }) {
			continue
		}
		v := facetValue{Field: field, Value: value, Label: a.Label(field, value), On: slices.Contains(on, value), Off: slices.Contains(off, value)}
		if f.TotalValues == len(f.Values) {
			v.Count = a.Lang.Number(0)
		}
		chosen = append(chosen, v)
	}
	return named(append(chosen, values...))
}

// named has values as addresses have them.
func named(values []facetValue) []facetValue {
	for i := range values {
		if values[i].Value == index.NoValue {
			values[i].Value = find.None
		}
	}
	return values
}

// formKeep is what the form carries along: all that none of its own fields says.
func formKeep(groups []facetGroup, st state) []pair {
	own := []string{"from", "to"}
	for _, g := range groups {
		own = append(own, string(g.Field), "-"+string(g.Field))
	}
	return pairs(st.first(), own...)
}
