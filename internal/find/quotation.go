package find

import (
	"math"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/internal/compare"
	"vankien/internal/viet"
)

// quotation is a text whose passage is looked for.
type quotation struct {
	text  string
	words []viet.Token
	ids   []int32          // of the words' folds
	fold  map[string]int32 // the id of a fold
	bare  bool             // it is written without marks, so any marks are meant
}

func newQuotation(text string) *quotation {
	q := &quotation{text: text, words: viet.Words(nil, text), fold: map[string]int32{}, bare: true}
	for _, w := range q.words {
		id, known := q.fold[w.Fold]
		if !known {
			id = int32(len(q.fold))
			q.fold[w.Fold] = id
		}
		q.ids = append(q.ids, id)
		q.bare = q.bare && w.Term == w.Fold
	}
	return q
}

// in finds the passage of a document that is most like the quotation.
func (q *quotation) in(d *index.Document) (best PassageView, ok bool) {
	for _, f := range []index.Field{index.FieldBody, index.FieldAbstract, index.FieldTitle} {
		if p, like := q.passage(d, f); like && (!ok || p.Similarity > best.Similarity || p.Exact && !best.Exact) {
			best, ok = p, true
		}
	}
	return best, ok
}

// placed is a text with where the quotation stands in it.
type placed struct {
	*quotation
	source string
	have   []viet.Token
	pairs  []compare.Pair
}

func (q *quotation) passage(d *index.Document, f index.Field) (v PassageView, ok bool) {
	p := placed{quotation: q, source: *d.Scalar(string(f))}
	if p.source == "" {
		return v, false
	}
	p.have = viet.Words(nil, p.source)
	ids := make([]int32, len(p.have))
	for i, w := range p.have {
		id, known := q.fold[w.Fold]
		if ids[i] = id; !known {
			ids[i] = -1
		}
	}
	if p.pairs = compare.Locate(q.ids, ids, p.like); p.pairs == nil {
		return v, false
	}
	same, first, last := p.measure()
	v.Similarity = math.Floor(1000*float64(same)/float64(len(p.pairs))) / 1000
	if v.Exact = same == len(p.pairs); !v.Exact && (v.Similarity < nearest || same < leastCommon) {
		return v, false
	}
	p.show(&v, first, last)
	v.ID, v.Document, v.Field, v.URL = d.ID, Summary(d), f, DocumentPath(d.ID)
	if f == index.FieldBody {
		v.Paragraph = paragraphOf(d, p.have[first].Start)
		v.URL = ParagraphPath(d.ID, v.Paragraph)
	}
	return v, true
}

// paragraphOf returns the anchor of the line of the body that has a byte.
func paragraphOf(d *index.Document, at int) int {
	return d.Anchor(strings.Count(d.Body[:at], "\n"))
}

func (p *placed) like(i, j int) compare.Likeness {
	a, b := &p.words[i], &p.have[j]
	switch {
	case a.Term == b.Term || p.bare && a.Fold == b.Fold:
		return compare.Equal
	case a.Fold == b.Fold:
		return compare.Alike
	}
	return compare.Unlike
}

// measure counts the pairs of the same word, and returns the first and the last word
// of the passage.
func (p *placed) measure() (same, first, last int) {
	first, last = -1, -1
	for _, x := range p.pairs {
		if x.Text >= 0 {
			if last = x.Text; first < 0 {
				first = x.Text
			}
			if x.Passage >= 0 && p.like(x.Passage, x.Text) == compare.Equal {
				same++
			}
		}
	}
	return same, first, last
}

// show cuts the passage and what stands around it, and tells the differences.
func (p *placed) show(v *PassageView, first, last int) {
	from := p.have[first].Start
	to := from + len(upToNext(p.source, p.have, first, last))
	v.Text = p.source[from:to]
	v.Before, v.After = lastRunes(lineEnd(p.source[:from]), aroundShown), firstRunes(lineBegin(p.source[to:]), aroundShown)
	for at := 0; at < len(p.pairs); {
		d, end := p.difference(p.pairs[at]), at+1
		for end < len(p.pairs) && p.difference(p.pairs[end]) == d {
			end++
		}
		v.Parts = append(v.Parts, p.part(d, p.pairs[at:end]))
		at = end
	}
}

func (p *placed) difference(x compare.Pair) Difference {
	switch {
	case x.Passage < 0:
		return PartOnlyText
	case x.Text < 0:
		return PartOnlyHere
	}
	switch p.like(x.Passage, x.Text) {
	case compare.Equal:
		return PartSame
	case compare.Alike:
		return PartMarks
	}
	return PartReplaced
}

// part shows a run of pairs with what stands between its words, and behind the last
// one up to the next word.
func (p *placed) part(d Difference, run []compare.Pair) DifferingView {
	v := DifferingView{Difference: d}
	if a, b := run[0].Passage, run[len(run)-1].Passage; a >= 0 {
		v.Quotation = upToNext(p.text, p.words, a, b)
	}
	if a, b := run[0].Text, run[len(run)-1].Text; a >= 0 {
		v.Passage = upToNext(p.source, p.have, a, b)
	}
	return v
}

func upToNext(text string, words []viet.Token, first, last int) string {
	end := words[last].End
	if last+1 < len(words) {
		gap, _, _ := strings.Cut(text[end:words[last+1].Start], "\n")
		end += len(strings.TrimRight(gap, " \t"))
	}
	return text[words[first].Start:end]
}

// lineEnd and lineBegin are the part of a text on the line that it ends or begins on.
func lineEnd(s string) string   { return s[strings.LastIndexByte(s, '\n')+1:] }
func lineBegin(s string) string { s, _, _ = strings.Cut(s, "\n"); return s }

// lastRunes and firstRunes cut a text to n code points at a blank, and say so.
func lastRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	rs := []rune(s)
	_, s, _ = strings.Cut(string(rs[len(rs)-n:]), " ")
	return "… " + s
}

func firstRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	s = string([]rune(s)[:n])
	return s[:max(0, strings.LastIndexByte(s, ' '))] + " …"
}
