package find

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/index/snippet"
	"vankien/internal/duplicate"
)

// Search is what a set of search parameters asks for.
type Search struct {
	Q       string
	Accents string   // auto, exact or fold
	Match   string   // auto, meant, all or any
	Sort    string   // relevance, -date, date, title, -indexed or indexed
	Lang    Language // of the labels in the answer
	Fold    bool     // one hit of each group of duplicates
	Fields  Fields   // of the documents of its hits; nil: what lists show
	Request index.Request

	cat       *catalogue
	relations *duplicate.Relations
	paging    Paging
	first     bool   // the beginning of the hits is asked for
	instead   string // query that is answered, as the answer before had another one; "": Q
	warnings  []index.Warning
}

var sorts = map[string]index.Sort{"relevance": index.Relevance, "-date": index.Newest, "date": index.Oldest, "title": index.ByTitle,
	"-indexed": index.LastIndexed, "indexed": index.FirstIndexed}

var accents = map[string]index.Accents{"auto": index.AccentsAuto, "exact": index.AccentsExact, "fold": index.AccentsFold}

// goOn takes over what the cursor says.
func (a *Search) goOn() error {
	if a.paging.Rest == nil {
		return nil
	}
	after, q, ok := readCursor(a.paging.Cursor)
	if a.Request.After, a.instead = after, q; !ok || after == "" {
		return badCursor(nil)
	}
	return nil
}

// Read reads search parameters and does not look at others; the error is a
// *Refused. Labels of the answer are in lang.
func (s *Service) Read(raw url.Values, lang Language) (*Search, error) {
	v := &Params{Values: raw}
	a := &Search{Q: v.Get("q"), Accents: v.Choice("accents", "auto", "exact", "fold"), Match: v.Choice("match", "auto", "meant", "all", "any"),
		Lang: lang, Fold: v.Choice("duplicates", "show", "fold") == "fold", Fields: v.Fields(), cat: s.catalogue(), relations: s.Relations()}
	if strings.TrimSpace(a.Q) == "" {
		a.Sort = v.Choice("sort", "-date", "date", "title", "relevance", "-indexed", "indexed")
	} else {
		a.Sort = v.Choice("sort", "relevance", "-date", "date", "title", "-indexed", "indexed")
	}
	a.Request = index.Request{
		Accents:      accents[a.Accents],
		Level:        levels[a.Match],
		Sort:         sorts[a.Sort],
		Filter:       v.filter(a.cat.filterValue),
		Facets:       v.facets(),
		Snippets:     v.Number("snippets", 2, 0, index.MaxSnippets),
		SnippetChars: v.Number("snippet_chars", snippet.DefaultChars, minSnippetChars, maxSnippetChars),
	}
	a.Request.Filter.From, a.Request.Filter.To = v.dates()
	a.Request.Filter.IndexedFrom = v.since()
	a.Request.Offset, a.Request.Limit, a.paging = v.window()
	a.first = a.Request.Offset == 0 && a.paging.Rest == nil && a.Request.Limit != index.NoHits
	a.Request.Suggest = a.first && a.Request.Level == index.LevelAuto
	if err := v.Err(); err != nil {
		return nil, err
	}
	if err := a.goOn(); err != nil {
		return nil, err
	}
	node, warnings, err := query.Parse(cmp.Or(a.instead, a.Q))
	if syntax, ok := err.(*query.SyntaxError); ok {
		return nil, unreadable(a.Q, syntax)
	} else if err != nil {
		return nil, fmt.Errorf("read the query: %w", err)
	}
	a.Request.Query, a.warnings = a.cat.rewrite(node), warnings
	return a, nil
}
