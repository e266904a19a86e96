package find

import (
	"context"
	"net/url"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Relaxation is a way to search less strictly that finds something.
type Relaxation struct {
	Way        Way
	Set        url.Values // the parameters that differ, by their new value
	Unfiltered bool       // the filters go
	Total      int        // documents that it finds
}

// Way names what a relaxation does.
type Way string

// The ways to search less strictly, in the order in which they are tried.
const (
	WithoutFilter Way = "nofilter" // nothing but that the filters go
	WithoutMarks  Way = "fold"
	WithoutQuotes Way = "nophrase"
	AnyWord       Way = "any"
)

// Relax returns what would find something where a search finds nothing: each
// way with the filters, or else without them.
func (s *Service) Relax(ctx context.Context, a *Search) (all []Relaxation, err error) {
	for _, w := range a.looser() {
		n, err := s.Count(ctx, w.req)
		if err != nil {
			return nil, err
		}
		unfiltered := w.way == WithoutFilter
		if n == 0 && filtered(w.req.Filter) {
			unfiltered, w.req.Filter = true, index.Filter{}
			if n, err = s.Count(ctx, w.req); err != nil {
				return nil, err
			}
		}
		if n > 0 {
			all = append(all, Relaxation{w.way, w.set, unfiltered, n})
		}
	}
	return all, nil
}

// looser is a request that asks for less, with the parameters that say so.
type looser struct {
	way Way
	set url.Values
	req index.Request
}

func (a *Search) looser() (all []looser) {
	if filtered(a.Request.Filter) {
		l := looser{WithoutFilter, nil, a.Request}
		l.req.Filter = index.Filter{}
		all = append(all, l)
	}
	if a.Accents != "fold" && viet.Marked(a.Q) {
		l := looser{WithoutMarks, url.Values{"accents": {"fold"}}, a.Request}
		l.req.Accents = index.AccentsFold
		all = append(all, l)
	}
	if q := unquoted(a.Q); q != "" && q != a.Q {
		if node, _, err := query.Parse(q); err == nil {
			l := looser{WithoutQuotes, url.Values{"q": {q}}, a.Request}
			l.req.Query = a.cat.rewrite(node)
			all = append(all, l)
		}
	}
	if a.Request.Level != index.LevelAny && severalWords(a.Request.Query) {
		l := looser{AnyWord, url.Values{"match": {"any"}}, a.Request}
		l.req.Level = index.LevelAny
		all = append(all, l)
	}
	return all
}

// unquoted is a query without its quotation marks.
func unquoted(q string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, " ", "“", " ", "”", " ").Replace(q)), " ")
}

// severalWords reports whether a query asks for two words or phrases at least:
// one of those may be enough. Topics and kinds restrict in any case.
func severalWords(n query.Node) bool {
	and, ok := n.(query.And)
	if !ok {
		return false
	}
	words := 0
	for _, part := range and.Nodes {
		switch part := part.(type) {
		case query.Word:
			if part.Field != query.Topic && part.Field != query.Kind {
				words++
			}
		case query.Phrase:
			words++
		}
	}
	return words > 1
}

func filtered(f index.Filter) bool {
	return len(f.Any) > 0 || len(f.None) > 0 || f.From != "" || f.To != ""
}
