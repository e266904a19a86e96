package web

import (
	"strings"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/viet"
)

// A number of a document in a text leads to that document. What is found is what the
// index has: the portion is read as one text, so that a number whose line ends within it
// is one, too, and becomes a link in each of both lines. Marks of a search stay as they
// are, inside the link or cut at its ends; of the pieces the first keeps the step.

// maxNumberLinks bounds the links that a page makes of numbers, each some 60 bytes.
const maxNumberLinks = 2000

// linkNumbers makes links of the numbers that some paragraphs name, except own, and
// returns the paragraphs. own is what every link carries.
func linkNumbers(text []paragraph, except string, own state) []paragraph {
	whole, starts := joinedText(text)
	links := viet.NumbersIn(whole)
	links = links[:min(len(links), maxNumberLinks)]
	for i := range text {
		end := starts[i] + lengthOf(text[i].runs)
		for len(links) > 0 && links[0].End <= starts[i] {
			links = links[1:]
		}
		if len(links) > 0 && links[0].Start < end {
			text[i].runs = linked(text[i].runs, starts[i], links, except, own)
		}
	}
	return text
}

// linkCited makes links of the numbers that the shown text of a document names.
func (p *documentPage) linkCited(l *layout, d *index.Document) {
	own := viet.FirstReference(d.Number)
	for _, field := range []index.Field{index.FieldAbstract, index.FieldBody} {
		l.shown.text[field] = linkNumbers(l.shown.text[field], own, p.own)
	}
}

// joinedText is the text of some paragraphs and where each of them begins in it. Between
// those that do not follow each other a line is blank.
func joinedText(text []paragraph) (whole string, starts []int) {
	var b strings.Builder
	for i, p := range text {
		if i > 0 {
			b.WriteString("\n")
			if p.line != text[i-1].line+1 {
				b.WriteString("\n")
			}
		}
		starts = append(starts, b.Len())
		for _, r := range p.runs {
			b.WriteString(r.Text)
		}
	}
	return b.String(), starts
}

func lengthOf(runs []run) (n int) {
	for _, r := range runs {
		n += len(r.Text)
	}
	return n
}

// linked returns the runs of a paragraph that begins at the byte at, with those that
// are of a number inside a link.
func linked(runs []run, at int, links []viet.Cited, except string, own state) (out []run) {
	r := runReader{runs}
	for _, l := range links {
		before := r.take(l.Start - at)
		inside := r.take(l.End - max(at, l.Start))
		out, at = append(out, before...), max(at, l.Start)+lengthOf(inside)
		switch {
		case len(inside) == 0:
			return out
		case l.Reference == except:
			out = append(out, inside...)
		default:
			out = append(out, run{Href: own.at(find.NumberPath(l.Reference)), Inside: inside})
		}
	}
	return append(out, r.runs...)
}

// runReader takes runs from the beginning of some, which it changes.
type runReader struct{ runs []run }

// take takes n bytes of text.
func (r *runReader) take(n int) (out []run) {
	for n > 0 && len(r.runs) > 0 {
		next := &r.runs[0]
		if n < len(next.Text) {
			first := *next
			first.Text, next.Text, next.ID, next.step = next.Text[:n], next.Text[n:], "", false
			return append(out, first)
		}
		out, n, r.runs = append(out, *next), n-len(next.Text), r.runs[1:]
	}
	return out
}
