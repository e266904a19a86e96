package remote

import (
	"context"
	"strings"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/match"
	"vankien/index/snippet"
	"vankien/internal/outline"
)

// Show implements answer.State.
func (v *view) Show(ctx context.Context, req *index.Request, found []hit, m answer.Marks) ([]index.Hit, error) {
	hits := make([]index.Hit, len(found))
	var page *answer.Page
	for i := range found {
		f, h := &found[i], &hits[i]
		h.ID, h.Score = f.id, f.score
		if req.IDsOnly {
			continue
		}
		if page == nil {
			page = answer.NewPage(ctx, req, match.New(m.Clause, m.Together...))
		}
		d, err := f.document()
		if err != nil {
			return nil, err
		}
		h.Document = *d
		if err := show(page, h); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// show makes a hit of a whole document.
func show(page *answer.Page, h *index.Hit) (err error) {
	d := &h.Document
	var p answer.Passages
	if d.Abstract != "" {
		p.Abstract, err = page.Passages(index.FieldAbstract, d.Abstract, nil)
	}
	if err == nil && d.Body != "" {
		p.Body, err = page.Passages(index.FieldBody, d.Body, nil)
	}
	if err != nil {
		return err
	}
	p.Pages = pagesOf(p.Body, d.Body, d.Blocks)
	for i := range p.Body {
		p.Body[i].Text = strings.Clone(p.Body[i].Text) // the rest of the body is let go
	}
	d.Body, d.Blocks, d.Anchors = "", nil, nil
	return page.Finish(h, p)
}

// pagesOf returns the pages of the passages of a body; nil if it has none.
func pagesOf(list []snippet.Fragment, body string, blocks []outline.Block) (pages []int) {
	for i := range list {
		at := list[i].Start
		if len(list[i].Marks) > 0 {
			at += list[i].Marks[0].Start
		}
		page := 0
		for line, b := strings.Count(body[:at], "\n"), 0; b < len(blocks) && blocks[b].Line <= line; b++ {
			if blocks[b].Kind == outline.Page {
				page = blocks[b].Level
			}
		}
		pages = append(pages, page)
	}
	return pages
}
