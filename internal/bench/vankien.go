package main

import (
	"context"
	"strings"

	"vankien/index"
	"vankien/index/local"
	"vankien/index/query"
)

// vankienEngine is vankien as its own command uses it. Words match with the
// marks they are typed with, as they do in the other engines.
type vankienEngine struct{ x *local.Index }

// Build implements engine.
func (e *vankienEngine) Build(dir string, docs documents) error {
	x, err := local.Open(dir)
	if err != nil {
		return err
	}
	err = inBatches(docs, 2, func(batch []document) error {
		list := make([]index.Document, len(batch))
		for i, d := range batch {
			list[i] = index.Document{ID: d.ID, Title: d.Title, Body: d.Body, Date: d.Date}
			if d.Topic != "" {
				list[i].Topics = []string{d.Topic}
			}
		}
		return x.Put(context.Background(), list...)
	})
	if err != nil {
		_ = x.Close()
		return err
	}
	return x.Close()
}

// Open implements engine.
func (e *vankienEngine) Open(dir string) (err error) {
	e.x, err = local.Open(dir)
	return err
}

// Close implements engine.
func (e *vankienEngine) Close() error { return e.x.Close() }

// Search implements engine.
func (e *vankienEngine) Search(t *task) (answer, error) {
	req := index.Request{Query: node(t), Accents: index.AccentsExact, Limit: page, IDsOnly: !t.Full}
	req.Filter.From, req.Filter.To = t.From, t.To
	if t.Topic != "" {
		req.Filter.Any = map[index.Field][]string{index.FieldTopic: {t.Topic}}
	}
	if t.Newest {
		req.Sort = index.Newest
	}
	if t.Facets {
		req.Facets, req.FacetValues = []index.Field{index.FieldTopic, index.FieldYear}, values
	}
	if t.Full {
		req.Snippets = 1
	}
	r, err := e.x.Search(context.Background(), req)
	if err != nil {
		return answer{}, err
	}
	a := answer{Total: r.Total}
	for i := range r.Hits {
		a.Hits = append(a.Hits, shown(&r.Hits[i], t))
	}
	if t.Facets {
		a.Topics, a.Years = counted(r.Facets[index.FieldTopic]), counted(r.Facets[index.FieldYear])
	}
	return a, nil
}

// node returns the tree of a task's words.
func node(t *task) query.Node {
	if t.Mode == phrase {
		return query.Phrase{Text: t.text()}
	}
	var list []query.Node
	for _, w := range t.Words {
		list = append(list, query.Word{Text: w, Prefix: t.Mode == begin})
	}
	switch {
	case len(list) == 1:
		return list[0]
	case t.Mode == some:
		return query.Or{Nodes: list}
	}
	return query.And{Nodes: list}
}

func shown(h *index.Hit, t *task) hit {
	if !t.Full {
		return hit{ID: h.ID}
	}
	v := hit{ID: h.ID, Title: h.Document.Title, Date: h.Document.Date, Topic: strings.Join(h.Document.Topics, "")}
	if len(h.Fragments) > 0 {
		v.Snippet = marked(&h.Fragments[0])
	}
	return v
}

// marked writes a fragment as the other engines do.
func marked(f *index.Fragment) string {
	var b strings.Builder
	end := 0
	for _, m := range f.Marks {
		b.WriteString(f.Text[end:m.Start])
		b.WriteString("<mark>")
		b.WriteString(f.Text[m.Start:m.End])
		b.WriteString("</mark>")
		end = m.End
	}
	b.WriteString(f.Text[end:])
	return b.String()
}

func counted(f index.Facet) map[string]int {
	m := map[string]int{}
	for _, v := range f.Values {
		m[v.Value] = v.Count
	}
	return m
}
