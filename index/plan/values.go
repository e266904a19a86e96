package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// A value is read whole: 3% finds what says three percent, in any way of writing
// it, and not what has a 3 somewhere. So the words of a value are no way to read
// it, unless they are one word that nothing else is written as (94,57).

// readValues reads dates, numbers, the numbers of documents and the like.
func (r *sequence) readValues() {
	tokens := viet.Tokenize(nil, r.text)
	for _, t := range tokens {
		switch t.Kind {
		case viet.Word, viet.DocNumber, viet.DocAlias:
		default:
			if !containing(t, tokens) {
				r.value(t)
			}
		}
	}
	r.readDocuments(tokens)
	for i, u := range r.items {
		if u.to-u.from == 1 {
			r.dateInDigits(i, r.tokens[u.from].Term)
		}
		r.numbered(i)
	}
}

// quotedWeight is what an amount counts that is written otherwise than in the
// quotes of the query.
const quotedWeight = 0.5

// readQuoted reads a text in quotes that is a value. An amount in digits and one
// in words are the same; dates and the like are meant as they stand.
func (r *sequence) readQuoted() {
	tokens := viet.Tokenize(nil, r.text)
	for _, t := range tokens {
		from, to := r.tokensIn(t)
		switch t.Kind {
		case viet.Percent:
			r.addValue(reading{kind: index.UnitNumber, whole: true}, from, to, alias(t.Term, r.fields, 1))
		case viet.Number:
			r.addValue(reading{kind: index.UnitNumber}, from, to, alias(t.Term, r.fields, quotedWeight))
		}
	}
	r.readDocuments(tokens)
}

// value notes what a typed term says of the words that it spans.
func (r *sequence) value(t viet.Token) {
	from, to := r.tokensIn(t)
	if from == to {
		return
	}
	x := reading{kind: index.UnitNumber, whole: to-from > 1}
	switch t.Kind {
	case viet.Percent:
		x.whole = true
	case viet.Number:
		if x.whole && to < len(r.tokens) && currencies[r.tokens[to].Fold] { // 33.000 tỷ đồng
			if _, _, ok := r.itemsOf(from, to+1); ok {
				to++
			}
		}
	case viet.Date:
		x.kind = index.UnitDate
		if strings.HasPrefix(t.Term, "d:--") { // ngày 2/9
			r.addValue(x, from, to, alias(dayAndMonth(t.Term), r.fields, 1))
		}
		if len(t.Term) == len("d:2025-01") && allDigits(t.Term[2:6]+t.Term[7:]) {
			r.month(x, from, to, t.Term)
			return
		}
	case viet.Ordinal, viet.Time:
		r.asTyped(x, from, to)
	default:
		x.whole = false
		if t.Kind == viet.Compound {
			x.kind = index.UnitWord
		}
	}
	r.addValue(x, from, to, alias(t.Term, r.fields, 1))
}

// partWeight is what a date counts for its month.
const partWeight = 0.9

// month notes a month of a year, which is found by its name and by its days.
func (r *sequence) month(x reading, from, to int, term string) {
	year, month := term[len("d:"):len("d:2025")], term[len("d:2025-"):]
	months := Form{Terms: []string{month}}
	numbers := Form{Terms: []string{month + "/" + year}}
	if short, ok := strings.CutPrefix(month, "0"); ok {
		months.Terms, numbers.Terms = append(months.Terms, short), append(numbers.Terms, short+"/"+year)
	}
	named := Form{Terms: []string{"tháng"}, Bare: "thang"}
	of := Form{Terms: []string{"năm"}, Bare: "nam"}
	if r.accents == index.AccentsExact || r.negated {
		named.Bare, of.Bare = "", ""
	}
	for _, forms := range [][]Form{{named, numbers}, {named, months, of, {Terms: []string{year}}}} {
		at := []int{0, 1, 2, 3}[:len(forms)]
		r.addValue(x, from, to, func(n int) Clause { return Phrase{Forms: forms, At: at, Fields: r.fields, Boost: 1, Term: n} })
	}
	r.addValue(x, from, to, alias(term, r.fields, partWeight))
}

// currencies are words that an amount of money is the same without.
var currencies = map[string]bool{"dong": true, "vnd": true}

// tokensIn returns the words that a typed term spans.
func (r *sequence) tokensIn(t viet.Token) (from, to int) {
	for from < len(r.tokens) && r.tokens[from].Start < t.Start {
		from++
	}
	for to = from; to < len(r.tokens) && r.tokens[to].End <= t.End; to++ {
	}
	return from, to
}

// addValue notes a way to read some tokens as a value, made like r.add.
func (r *sequence) addValue(x reading, from, to int, read func(term int) Clause) {
	if n := len(r.readings); r.add(from, to, x.kind, "", read) {
		r.readings[n].whole = x.whole
	}
}

// alias reads tokens as a typed term.
func alias(term string, fields []string, boost float64) func(int) Clause {
	return func(n int) Clause { return Word{aliasForm(term), fields, boost, n} }
}

// asTyped notes that some tokens can be meant as they stand, side by side, too.
func (r *sequence) asTyped(x reading, from, to int) {
	a, b, ok := r.itemsOf(from, to)
	if ok {
		r.addValue(x, from, to, func(int) Clause { return r.typed(span{a, b}) })
	}
}

// containing reports whether an alias only says what a more specific one is
// part of, as the month and year of a date do, or the quarter without its year:
// looking for it would find every document of that year.
func containing(t viet.Token, aliases []viet.Token) bool {
	return slices.ContainsFunc(aliases, func(o viet.Token) bool {
		if o.Kind != viet.Date || o.Start > t.Start || o.End < t.End {
			return false
		}
		return t.Kind == viet.Date && o.Start == t.Start && o.End == t.End && len(o.Term) > len(t.Term) ||
			t.Kind == viet.Ordinal || t.Kind == viet.Roman
	})
}

// dateInDigits reads a year that stands alone as what has dates in it, too, and
// 2/9 as a day.
func (r *sequence) dateInDigits(item int, term string) {
	x := reading{kind: index.UnitDate}
	u := r.items[item]
	if len(term) == len("2025") && (strings.HasPrefix(term, "19") || strings.HasPrefix(term, "20")) && allDigits(term) {
		r.addValue(x, u.from, u.to, alias("d:"+term, r.fields, 1))
		return
	}
	for _, t := range viet.Tokenize(nil, "ngày "+term) {
		if strings.Contains(term, "/") && t.Kind == viet.Date && strings.HasPrefix(t.Term, "d:--") {
			r.addValue(x, u.from, u.to, alias(t.Term, r.fields, 1))
		}
	}
}

// numberedWeight is what a name with its number weighs in the other way to write
// it.
const numberedWeight = 0.95

// numbered reads letters with digits behind as joined by a hyphen, too, and the
// other way around: covid19 is covid-19.
func (r *sequence) numbered(item int) {
	u := r.items[item]
	terms := make([]string, 0, 2)
	for _, t := range r.tokens[u.from:u.to] {
		terms = append(terms, t.Term)
	}
	at := strings.IndexAny(terms[0], "0123456789")
	switch {
	case len(terms) == 1 && at >= leastNumbered && allDigits(terms[0][at:]):
		r.name(u.from, u.to, index.UnitWord, terms[0][:at]+" "+terms[0][at:], numberedWeight)
	case len(terms) == 2 && !r.quoted && strings.Contains(u.Text, "-") && at < 0 && len(terms[0]) >= leastNumbered && allDigits(terms[1]):
		r.name(u.from, u.to, index.UnitWord, terms[0]+terms[1], numberedWeight)
	}
}

// leastNumbered is how long a name with a number is at least, in bytes: C4 and U23
// are seldom written with a hyphen.
const leastNumbered = 3

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// dayAndMonth returns a day without a year as it is written alone: 2/9.
func dayAndMonth(term string) string {
	month, day, _ := strings.Cut(strings.TrimPrefix(term, "d:--"), "-")
	return strings.TrimPrefix(day, "0") + "/" + strings.TrimPrefix(month, "0")
}
