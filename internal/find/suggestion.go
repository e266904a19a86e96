package find

import (
	"context"
	"maps"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// SuggestionView is another search that may have been meant, or that finds more.
type SuggestionView struct {
	Kind  string            `json:"kind"`
	Q     string            `json:"q"`
	Total int               `json:"total"`                // documents that it finds
	Used  bool              `json:"used"`                 // the answer is that of this search, since the one asked finds nothing
	Set   map[string]string `json:"parameters,omitempty"` // that differ beside q; "" is left out
}

// The kinds of suggestions beyond those of the index: ways to search less
// strictly.
const (
	SuggestFilter  = "filter"  // without a filter
	SuggestAccents = "accents" // whatever marks
	SuggestQuotes  = "quotes"  // without quotation marks
	SuggestMatch   = "match"   // at a looser level
)

// Loosens reports whether a suggestion asks for less of what was asked for,
// rather than for something else.
func (s SuggestionView) Loosens() bool {
	switch s.Kind {
	case SuggestFilter, SuggestAccents, SuggestQuotes, SuggestMatch:
		return true
	}
	return false
}

// Instead says that the answer is of another search than was asked for, with the
// way back; nil if it is not.
func (v *SearchView) Instead(lang Language) *Remark {
	if v.asTyped == "" {
		return nil
	}
	return &Remark{Text: lang.say("suggest.used", v.Query.Q, v.Answered()), Link: lang.say("suggest.back", v.Query.Q), Set: map[string]string{"q": v.asTyped}}
}

// few is the number of hits below which an answer tells what finds more; who
// names a level is told where there are none.
const few = 3

// looser returns searches that ask for less than one which finds next to
// nothing: without a filter, and if nothing is found, in each other way, with the
// filters or else without them, which is worth a word only if that finds more than
// to leave out filters. What only has some of the words is nothing where nobody
// asked for that.
func (s *Service) looser(ctx context.Context, a *Search, res *index.Result) (all []SuggestionView, err error) {
	total := res.Total
	if r := &res.Reading; a.Match == "auto" && r.Level == index.LevelAny && r.Totals[index.LevelMeant] == 0 {
		b := *a
		a, total, b.Request.Level = &b, 0, index.LevelMeant
	}
	if !a.first || total >= few || total > 0 && a.Match != "auto" {
		return nil, nil
	}
	if all, err = s.withoutFilter(ctx, a, total); err != nil || total > 0 {
		return all, err
	}
	unfiltered := 0
	for _, v := range all {
		unfiltered = v.Total
	}
	for _, w := range a.ways() {
		n, err := s.Count(ctx, w.req)
		if err != nil {
			return nil, err
		}
		if n == 0 && filtered(w.req.Filter) {
			w.req.Filter = index.Filter{}
			if n, err = s.Count(ctx, w.req); err != nil {
				return nil, err
			}
			w.Set = maps.Clone(w.Set)
			maps.Copy(w.Set, leftOut(a.filterParams()...))
		}
		if w.Total = n; n > 0 && (filtered(w.req.Filter) || n > unfiltered) {
			all = append(all, w.SuggestionView)
		}
	}
	return all, nil
}

// withoutFilter returns the search without the one filter that excludes most, or
// without any where no single one is to blame.
func (s *Service) withoutFilter(ctx context.Context, a *Search, total int) (best []SuggestionView, err error) {
	groups := a.filterGroups()
	if len(groups) > 1 {
		groups = append(groups, a.filterParams())
	}
	for i, names := range groups {
		if all := len(groups) > 1 && i == len(groups)-1; all && best != nil {
			break
		}
		req := a.Request
		req.Filter = without(req.Filter, names)
		n, err := s.Count(ctx, req)
		if err != nil {
			return nil, err
		}
		if n > total {
			total = n
			best = []SuggestionView{{Kind: SuggestFilter, Q: a.Q, Total: n, Set: leftOut(names...)}}
		}
	}
	return best, nil
}

// filterGroups are the parameters that filter, together those that belong
// together.
func (a *Search) filterGroups() (groups [][]string) {
	f := a.Request.Filter
	for _, field := range valueFields {
		var names []string
		if len(f.Any[field]) > 0 {
			names = append(names, string(field))
		}
		if len(f.None[field]) > 0 {
			names = append(names, "-"+string(field))
		}
		if names != nil {
			groups = append(groups, names)
		}
	}
	var dates []string
	if f.From != "" {
		dates = append(dates, "from")
	}
	if f.To != "" {
		dates = append(dates, "to")
	}
	if dates != nil {
		groups = append(groups, dates)
	}
	return groups
}

func (a *Search) filterParams() []string { return slices.Concat(a.filterGroups()...) }

// leftOut are parameters without a value.
func leftOut(names ...string) map[string]string {
	set := make(map[string]string, len(names))
	for _, name := range names {
		set[name] = ""
	}
	return set
}

// without returns a filter without what some parameters restrict.
func without(f index.Filter, names []string) index.Filter {
	f.Any, f.None = maps.Clone(f.Any), maps.Clone(f.None)
	for _, name := range names {
		switch field, excludes := strings.CutPrefix(name, "-"); {
		case name == "from":
			f.From = ""
		case name == "to":
			f.To = ""
		case excludes:
			delete(f.None, index.Field(field))
		default:
			delete(f.Any, index.Field(field))
		}
	}
	return f
}

func filtered(f index.Filter) bool {
	return len(f.Any) > 0 || len(f.None) > 0 || f.From != "" || f.To != ""
}

// way is a search that asks for less, as a suggestion and as a request.
type way struct {
	SuggestionView
	req index.Request
}

// ways are the searches that ask for less with the same filters.
func (a *Search) ways() (all []way) {
	add := func(kind, q string, set map[string]string) *index.Request {
		all = append(all, way{SuggestionView{Kind: kind, Q: q, Set: set}, a.Request})
		return &all[len(all)-1].req
	}
	if a.Accents != "fold" && viet.Marked(a.Q) {
		add(SuggestAccents, a.Q, map[string]string{"accents": "fold"}).Accents = index.AccentsFold
	}
	if q := unquoted(a.Q); q != "" && q != a.Q {
		if node, _, err := query.Parse(q); err == nil {
			add(SuggestQuotes, q, map[string]string{}).Query = a.cat.rewrite(node)
		}
	}
	if (a.Match == "all" || a.Match == "meant") && severalWords(a.Request.Query) {
		add(SuggestMatch, a.Q, map[string]string{"match": "any"}).Level = index.LevelAny
	}
	return all
}

// unquoted is a query without its quotation marks.
func unquoted(q string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, " ", "“", " ", "”", " ").Replace(q)), " ")
}

// severalWords reports whether a query asks for two words or phrases at least:
// one of those may be enough. Topics, kinds and
// citations restrict in any case.
func severalWords(n query.Node) bool {
	and, ok := n.(query.And)
	if !ok {
		return false
	}
	words := 0
	for _, part := range and.Nodes {
		switch part := part.(type) {
		case query.Word:
			switch part.Field {
			case query.Topic, query.Kind, query.Cites:
			default:
				words++
			}
		case query.Phrase:
			words++
		}
	}
	return words > 1
}
