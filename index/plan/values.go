package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// readAliases reads dates, numbers, document numbers and the like.
func (r *sequence) readAliases() {
	r.readAliasesOf(r.text, func(viet.Token) bool { return true })
	// A hyphen that stands free is no part of the query: 57 - NQ/TƯ is read again
	// with it.
	spaced := []byte(r.text)
	again := false
	for i := 1; i < len(r.units); i++ {
		end := r.tokens[r.units[i-1].to-1].End
		if strings.Contains(r.units[i].Text, "/") && allDigits(r.units[i-1].Text) {
			spaced[end+1], again = '-', true
		}
	}
	if again {
		r.readAliasesOf(string(spaced), func(t viet.Token) bool { return t.Kind == viet.DocNumber || t.Kind == viet.DocAlias })
	}
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// readAliasesOf reads the aliases of a text that has the tokens of the run at
// their places. A full document number also finds the document named by type
// and number alone, but not one of the same number by another issuer.
func (r *sequence) readAliasesOf(text string, wanted func(viet.Token) bool) {
	tokens := viet.Tokenize(nil, text)
	for i, t := range tokens {
		if t.Kind == viet.Word || !wanted(t) || containing(t, tokens) {
			continue
		}
		from := slices.IndexFunc(r.tokens, func(w viet.Token) bool { return w.Start >= t.Start })
		to := from
		for to >= 0 && to < len(r.tokens) && r.tokens[to].End <= t.End {
			to++
		}
		if from < 0 {
			continue
		}
		if t.Kind == viet.DocAlias && !viet.IsOpen(tokens, i) {
			t.Term = OpenMark + t.Term
		}
		r.add(from, to, kindOf[t.Kind], t.Term, func(term int) Clause { return Word{aliasForm(t.Term), anyField, 1, term} })
	}
}

// containing reports whether an alias only says what a more specific one is
// part of, as the month and year of a date do: looking for it would find every
// document of that year.
func containing(t viet.Token, aliases []viet.Token) bool {
	if t.Kind != viet.Date && t.Kind != viet.DocAlias {
		return false
	}
	return slices.ContainsFunc(aliases, func(o viet.Token) bool {
		return o.Kind == t.Kind && o.Start == t.Start && o.End == t.End && len(o.Term) > len(t.Term)
	})
}

// kindOf is the kind of unit that an alias is.
var kindOf = map[viet.Kind]index.UnitKind{viet.DocNumber: index.UnitDocument, viet.DocAlias: index.UnitDocument, viet.Date: index.UnitDate,
	viet.Number: index.UnitNumber, viet.Percent: index.UnitNumber, viet.Roman: index.UnitNumber, viet.Compound: index.UnitWord}
