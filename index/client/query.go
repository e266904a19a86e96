package client

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Query says which documents are meant, and how they are listed. What is empty is not
// sent. Not every call takes all of it: what one does not know it refuses.
type Query struct {
	Q        string              // in the query language; "" means all documents
	Any      map[string][]string // filter → values of which a document must have one: "topic", "kind", "speaker", "year" …
	None     map[string][]string // filter → values of which it must have none
	From, To string              // dates, both inclusive: 2024, 2024-06 or 2024-06-30

	Accents    string // auto, exact or fold
	Match      string // auto, meant, all or any
	Sort       string // relevance, -date, date, title …
	Duplicates string // show or fold

	Facets        []string // fields whose values are counted
	Fields        []string // fields of the documents that hits have, instead of the usual ones: "title", "body" …
	Page, PerPage int      // from 1; 20 a page unless it says more
	Cursor        string   // of the answer before, instead of a page

	More url.Values // any other parameter, by its name
}

// values are the parameters of the query.
func (q *Query) values() url.Values {
	v := url.Values{}
	for name, list := range q.More {
		v[name] = slices.Clone(list)
	}
	for prefix, filter := range map[string]map[string][]string{"": q.Any, "-": q.None} {
		for name, list := range filter {
			v[prefix+name] = append(v[prefix+name], list...)
		}
	}
	for name, value := range map[string]string{"q": q.Q, "from": q.From, "to": q.To, "accents": q.Accents, "match": q.Match, "sort": q.Sort,
		"duplicates": q.Duplicates, "facets": strings.Join(q.Facets, ","), "fields": strings.Join(q.Fields, ","), "page": number(q.Page), "per_page": number(q.PerPage), "cursor": q.Cursor} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// with adds parameters, but none that is empty.
func with(v url.Values, pairs ...string) url.Values {
	v = maps.Clone(v)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
