package remote

import (
	"slices"

	"math"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/plan"
)

// everything matches each document and adds nothing to a score.
func everything() object { return constant(object{"match_all": object{}}, 0) }

func nothing() object { return object{"match_none": object{}} }

// constant gives what matches a score.
func constant(filter object, score float64) object {
	return object{"constant_score": object{"filter": filter, "boost": score}}
}

// oneOf matches documents that have one of some terms in a field.
func oneOf(field string, terms []string) object {
	if len(terms) == 0 {
		return nothing()
	}
	return object{"terms": object{field: terms}}
}

// having is oneOf, where index.NoValue stands for having no term in the field.
func having(field string, terms []string) object {
	if !slices.Contains(terms, index.NoValue) {
		return oneOf(field, terms)
	}
	none := object{"bool": object{"must_not": []object{{"exists": object{"field": field}}}}}
	terms = slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return t == index.NoValue })
	if len(terms) == 0 {
		return none
	}
	return object{"bool": object{"should": []object{oneOf(field, terms), none}}}
}

// matching returns what matches the documents of a clause, whatever they score. The
// parts of a conjunction are filters, which the cluster does not score either.
func (v *view) matching(c plan.Clause) (object, error) {
	switch c := c.(type) {
	case plan.Everything, plan.Scored:
		return everything(), nil
	case plan.Word:
		return matchingWord(&c), nil
	case plan.Phrase:
		p, err := v.newPhrase(&c)
		if err != nil {
			return nil, err
		}
		return p.matching(), nil
	case plan.Values:
		return oneOf(c.Field, c.Values), nil
	case plan.Dates:
		return within(content.DaysBetween(c.From, c.To)), nil
	case plan.And:
		return v.matchingAll(c.Of)
	case plan.Or:
		return v.matchingAny(c.Of)
	case plan.Best:
		return v.matchingAny(c.Of)
	case plan.Not:
		of, err := v.matching(c.Of)
		return object{"bool": object{"must_not": []object{of}}}, err
	case plan.Must:
		return v.matching(c.Of)
	}
	return nothing(), nil
}

func (v *view) matchingAll(list []plan.Clause) (object, error) {
	var b both
	for _, c := range list {
		if err := b.add(v, c); err != nil {
			return nil, err
		}
	}
	return b.query(), nil
}

// both is parts of a conjunction that do not score.
type both struct{ all, none []object }

func (b *both) add(v *view, c plan.Clause) error {
	switch c := c.(type) {
	case plan.Everything, plan.Scored:
		return nil
	case plan.Not:
		of, err := v.matching(c.Of)
		b.none = append(b.none, of)
		return err
	}
	of, err := v.matching(c)
	b.all = append(b.all, of)
	return err
}

func (b *both) query() object {
	if len(b.all) == 1 && len(b.none) == 0 {
		return b.all[0]
	}
	q := object{}
	if len(b.all) > 0 {
		q["filter"] = b.all
	}
	if len(b.none) > 0 {
		q["must_not"] = b.none
	}
	if len(q) == 0 {
		return everything()
	}
	return object{"bool": q}
}

// matchingAny makes one list of the terms of all alternatives that are words, which
// costs the cluster one look and counts as one clause.
func (v *view) matchingAny(list []plan.Clause) (object, error) {
	var some []object
	terms := map[string][]string{}
	for _, c := range list {
		if w, ok := c.(plan.Word); ok && !w.Form.Prefix {
			f := newForm(&w.Form)
			field := fieldNamed("t", content.FieldOf(w.Fields))
			terms[field] = append(terms[field], f.all()...)
			continue
		}
		of, err := v.matching(c)
		if err != nil {
			return nil, err
		}
		some = append(some, of)
	}
	for field, list := range terms {
		some = append(some, oneOf(field, list))
	}
	return anyOf(some), nil
}

// anyOf matches what one of some queries matches.
func anyOf(some []object) object {
	switch len(some) {
	case 0:
		return nothing()
	case 1:
		return some[0]
	}
	return object{"bool": object{"should": some, "minimum_should_match": 1}}
}

// within matches documents whose days overlap some days. All days are those of
// documents without a date, too.
func within(d content.Days) object {
	r := object{"relation": "intersects"}
	if d.From > math.MinInt32 {
		r["gte"] = d.From
	}
	if d.To < math.MaxInt32 {
		r["lte"] = d.To
	}
	if len(r) == 1 {
		return everything()
	}
	return object{"range": object{"days": r}}
}

// timed matches documents that were stored within the times of a filter.
func timed(f *index.Filter) object {
	r := object{}
	if f.IndexedFrom != "" {
		r["gte"] = micros(f.IndexedFrom)
	}
	if f.IndexedTo != "" {
		r["lte"] = micros(f.IndexedTo)
	}
	return object{"range": object{"indexed": r}}
}

// filters are the conditions of a filter by the field that they are on; those of "" are
// on days and times.
func filters(f *index.Filter) map[index.Field]object {
	list := map[index.Field]object{}
	for _, field := range content.Columns() {
		var b both
		if any := f.Any[field]; len(any) > 0 {
			b.all = append(b.all, having(string(field), any))
		}
		if none := f.None[field]; len(none) > 0 {
			b.none = append(b.none, having(string(field), none))
		}
		if len(b.all)+len(b.none) > 0 {
			list[field] = b.query()
		}
	}
	var b both
	if f.From != "" || f.To != "" {
		b.all = append(b.all, within(content.DaysBetween(f.From, f.To)))
	}
	if f.ByTime() {
		b.all = append(b.all, timed(f))
	}
	if len(b.all) > 0 {
		list[""] = b.query()
	}
	return list
}
