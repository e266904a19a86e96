package answer

import (
	"cmp"
	"context"
	"slices"

	"vankien/index"
	"vankien/index/match"
	"vankien/index/snippet"
)

// Page makes the hits of one answer of their texts: marks in titles, and the passages
// that are shown. It is of one goroutine.
type Page struct {
	ctx     context.Context
	matcher *match.Matcher
	opt     snippet.Options
	scratch []snippet.Match // of a title
}

// Passages are the best passages of the texts of a hit, as Page.Passages gives them.
type Passages struct {
	Abstract, Body []snippet.Fragment
	Pages          []int // of the original, of each passage of the body; nil without any
}

// NewPage returns what makes the hits of a request; m finds what is marked.
func NewPage(ctx context.Context, req *index.Request, m *match.Matcher) *Page {
	return &Page{ctx: ctx, matcher: m, opt: snippet.Options{Count: req.Snippets, Chars: req.SnippetChars}}
}

// Shows reports whether passages are asked for.
func (p *Page) Shows() bool { return p.opt.Count > 0 }

// Passages returns the best passages of a text, unless none is asked for. where says
// in which stretches of bytes words stand at all; nil: that is not known.
func (p *Page) Passages(f index.Field, text string, where [][2]int) ([]snippet.Fragment, error) {
	if !p.Shows() {
		return nil, nil
	}
	return p.matcher.Passages(p.ctx, string(f), text, where, p.opt)
}

// Finish marks the title of a hit and chooses its fragments.
func (p *Page) Finish(h *index.Hit, of Passages) error {
	title, err := p.matcher.Append(p.ctx, p.scratch, string(index.FieldTitle), h.Document.Title)
	if err != nil {
		return err
	}
	p.scratch = title
	h.TitleMarks = snippet.Merge(title)
	if p.Shows() {
		h.Fragments = p.fragments(h.Document.Title, title, of)
	}
	return nil
}

// fragments returns the best passages of abstract and body. Without a match
// there it shows the title if that matches, else how the text begins.
func (p *Page) fragments(text string, title []snippet.Match, of Passages) []index.Fragment {
	out := make([]index.Fragment, 0, max(1, len(of.Abstract)+len(of.Body)))
	out = appendMarked(out, index.FieldAbstract, of.Abstract, nil)
	if out = appendMarked(out, index.FieldBody, of.Body, of.Pages); len(out) > 0 {
		slices.SortStableFunc(out, func(a, b index.Fragment) int { return cmp.Compare(b.Terms, a.Terms) })
		return out[:min(len(out), p.opt.Count)]
	}
	if len(title) > 0 {
		out = appendMarked(out, index.FieldTitle, snippet.Best(text, title, p.opt), nil)
	}
	switch { // a text without a match has given its beginning
	case len(out) > 0:
		return out
	case len(of.Abstract) > 0:
		return append(out, fragmentOf(index.FieldAbstract, of.Abstract, nil, 0))
	case len(of.Body) > 0:
		return append(out, fragmentOf(index.FieldBody, of.Body, of.Pages, 0))
	}
	return nil
}

// appendMarked appends the fragments that have marks.
func appendMarked(out []index.Fragment, f index.Field, list []snippet.Fragment, pages []int) []index.Fragment {
	for i := range list {
		if len(list[i].Marks) > 0 {
			out = append(out, fragmentOf(f, list, pages, i))
		}
	}
	return out
}

func fragmentOf(f index.Field, list []snippet.Fragment, pages []int, i int) index.Fragment {
	fr := index.Fragment{Field: f, Fragment: list[i]}
	if pages != nil {
		fr.Page = pages[i]
	}
	return fr
}
