package local

import (
	"strconv"

	"vankien/index"
	"vankien/index/query"
)

// appendRequest appends what tells a request from every other that is answered
// otherwise.
func appendRequest(b []byte, r *index.Request) []byte {
	num := func(list ...int) {
		for _, n := range list {
			b = append(strconv.AppendInt(b, int64(n), 36), ',')
		}
	}
	num(int(r.Accents), int(r.Level), int(r.Sort), r.Offset, r.Limit, r.FacetValues, r.Snippets, r.SnippetChars, len(r.Facets))
	b = strconv.AppendBool(strconv.AppendBool(b, r.Suggest), r.IDsOnly)
	for _, f := range r.Facets {
		b = appendText(b, 'f', string(f))
	}
	b = appendText(b, '^', r.After)
	b = appendText(appendText(b, '<', r.Filter.From), '>', r.Filter.To)
	b = appendText(appendText(b, '[', r.Filter.IndexedFrom), ']', r.Filter.IndexedTo)
	for _, f := range index.FilterFields() {
		for _, v := range r.Filter.Any[f] {
			b = appendText(appendText(b, '+', string(f)), '=', v)
		}
		for _, v := range r.Filter.None[f] {
			b = appendText(appendText(b, '-', string(f)), '=', v)
		}
	}
	return appendNode(b, r.Query)
}

// appendText appends a text so that it cannot be taken for more than itself.
func appendText(b []byte, kind byte, s string) []byte {
	b = strconv.AppendInt(append(b, kind), int64(len(s)), 36)
	return append(append(b, ':'), s...)
}

// appendNode appends what tells a query from every other.
func appendNode(b []byte, n query.Node) []byte {
	list := func(kind byte, nodes []query.Node) {
		b = append(b, kind, '(')
		for _, x := range nodes {
			b = appendNode(b, x)
		}
		b = append(b, ')')
	}
	switch n := n.(type) {
	case query.Word:
		b = appendText(appendText(b, 'w', string(n.Field)), ':', n.Text)
		for _, flag := range [...]bool{n.Exact, n.Prefix, n.Plain, n.Cut} {
			b = strconv.AppendBool(b, flag)
		}
	case query.Phrase:
		b = appendText(appendText(b, 'p', string(n.Field)), ':', n.Text)
		b = strconv.AppendInt(strconv.AppendBool(b, n.Exact), int64(n.Slop), 10)
	case query.Dates:
		b = appendText(appendText(b, 'd', n.From), ':', n.To)
	case query.And:
		list('a', n.Nodes)
	case query.Or:
		list('o', n.Nodes)
	case query.Not:
		list('n', []query.Node{n.Node})
	case query.All:
		b = append(b, '*')
	}
	return b
}
