package plan

import (
	"slices"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// A whole number of a document is one value, however it is written: number:18-NQ/TW is
// the document itself, cites:18-NQ/TW are those that name it. So both are asked of the
// columns that have the number in its one form, and no other number that has the same
// words is found. What is no whole number (number:18, number:NQ) is words of the field.

// isColumn reports whether a field of a query has whole values only, which restrict a
// search and score nothing.
func isColumn(f query.Field) bool { return f == query.Topic || f == query.Kind || f == query.Cites }

// ownNumber plans a whole number of documents; not ok: the text is no such.
func ownNumber(text string) (c Clause, ok bool) {
	ref := viet.Reference(text)
	return Values{string(index.FieldRef), []string{ref}}, ref != ""
}

// ownNumbers plans those of some words that are whole numbers, and returns the others.
func ownNumbers(words []query.Word) (own []Clause, rest []query.Word) {
	for _, w := range words {
		c, whole := ownNumber(w.Text)
		if whole && !w.Exact && !w.Prefix && !w.Plain {
			own = append(own, c)
		} else {
			rest = append(rest, w)
		}
	}
	return own, rest
}

// beside joins what restricts a search to both levels of a part of it.
func (l levels) beside(restricting []Clause) levels {
	if len(restricting) == 0 {
		return l
	}
	join := func(c Clause) Clause { return conjoin(append(slices.Clone(restricting), c)) }
	return levels{join(l.all), join(l.meant)}
}

// citing plans what cites a document. The term by which the number is found in a text
// restricts no further; it is what is marked, and what cites it more often scores more.
func (p *planner) citing(text string) Clause {
	ref := viet.Reference(text)
	if ref == "" {
		p.warn(index.WarnNoNumber, text)
		return Nothing{}
	}
	list := []Clause{Values{string(index.FieldCites), []string{ref}}}
	for _, t := range viet.Tokenize(nil, ref) {
		if t.Kind == viet.DocNumber {
			p.terms++
			list = append(list, alias(t.Term, anyField, 1)(p.terms))
		}
	}
	return conjoin(list)
}
