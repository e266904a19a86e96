package plan

import (
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// The weights of what a document number is found by, each so far from the next
// that how often it stands in a document seldom matters more. First comes what
// is the document (by its own number, then by its title), then what names it by
// its full number, then by type and number alone (nghị quyết 57 for 57-NQ/TW),
// and last, for a query that names no issuer, documents of that type and number
// by others (57/2014/QH13).
const (
	ownNumberWeight   = 64
	ownTitleWeight    = 24
	fullNumberWeight  = 8
	shortNumberWeight = 1
	otherNumberWeight = 0.125
)

// readDocuments reads the numbers of documents, in any way of writing them. What
// ReadDocument does not know, such as the number of a law behind its name, is
// read as a text is.
func (r *sequence) readDocuments(tokens []viet.Token) {
	words := make([]string, len(r.items))
	for i, u := range r.items {
		words[i] = u.Text
	}
	for i := 0; i < len(words); {
		d := viet.ReadDocument(words[i:])
		if r.quoted {
			d = viet.ReadDocument(strings.Fields(words[i]))
			if d.Words < len(strings.Fields(words[i])) {
				d = viet.Document{}
			}
			d.Words = min(1, d.Words)
		}
		if d.Words > 0 && r.open(i, i+d.Words) {
			r.document(r.items[i].from, r.items[i+d.Words-1].to, d)
		}
		i += max(1, d.Words)
	}
	for _, t := range tokens {
		if from, to := r.tokensIn(t); t.Kind == viet.DocNumber && !r.inDocument(from, to) {
			r.document(from, to, viet.Document{Number: t.Term, Short: shortOf(t, tokens)})
		}
	}
}

// shortOf returns the type and number of a full number, with its year.
func shortOf(number viet.Token, tokens []viet.Token) string {
	for _, t := range tokens {
		if t.Kind == viet.DocAlias && t.Start <= number.Start && t.End == number.End {
			return t.Term
		}
	}
	return ""
}

// inDocument reports whether some tokens are of the number of a document.
func (r *sequence) inDocument(from, to int) bool {
	for _, x := range r.readings {
		if x.kind == index.UnitDocument && r.items[x.from].from <= from && to <= r.items[x.to-1].to {
			return true
		}
	}
	return false
}

// document notes the ways to find a document by its number. In quotes only the
// number in full is one, beside what stands there.
func (r *sequence) document(from, to int, d viet.Document) {
	x := reading{kind: index.UnitDocument, whole: !r.quoted}
	add := func(term string, boost float64, fields ...string) {
		if len(fields) == 0 {
			fields = r.fields
		}
		r.addValue(x, from, to, alias(term, fields, boost))
	}
	full := d.Number
	if full == "" && d.Short != "" && !r.quoted {
		full = r.mostNamed(d.Short)
	}
	if full != "" {
		add(full, fullNumberWeight)
		if len(r.fields) > 1 {
			add(full, ownNumberWeight, string(index.FieldNumber))
			add(full, ownTitleWeight, string(index.FieldTitle))
		}
	}
	if r.quoted || d.Short == "" {
		return
	}
	add(OpenMark+d.Short, shortNumberWeight)
	if len(r.fields) > 1 {
		add(OpenMark+d.Short, ownTitleWeight, string(index.FieldTitle))
	}
	if d.Number == "" {
		add(d.Short, otherNumberWeight)
	}
	if !viet.IsNamed(r.text[r.tokens[from].Start:r.tokens[to-1].End]) {
		r.asTyped(x, from, to)
	}
}

// issuersOf are the codes with which documents of a type are numbered, for
// those types that have few.
var issuersOf = map[string][]string{
	"nq": {"nq/tw", "nq/cp", "nq/hdnd", "qh12", "qh13", "qh14", "qh15", "qh16", "nq/tu", "nq/ubtvqh15"},
	"nd": {"nd/cp"},
	"qd": {"qd/ttg", "qd/tw", "qd/ubnd"},
	"ct": {"ct/ttg", "ct/tw"},
	"kl": {"kl/tw"},
	"l":  {"qh11", "qh12", "qh13", "qh14", "qh15", "qh16"},
}

// mostNamed returns the full number that the collection has most often for a
// document named by type and number alone; "" for none.
func (r *sequence) mostNamed(short string) string {
	kind, number, _ := strings.Cut(short, ":")
	var asked []Clause
	var terms []string
	for _, codes := range issuersOf[kind] {
		terms = append(terms, "doc:"+number+"/"+codes)
		asked = append(asked, Word{aliasForm(terms[len(terms)-1]), anyField, 1, 0})
	}
	if len(asked) == 0 || r.err != nil {
		return ""
	}
	counts, err := r.of.Count(r.ctx, asked...)
	if err != nil {
		r.err = err
		return ""
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	if counts[best] == 0 {
		return ""
	}
	return terms[best]
}
