package find

import (
	"net/url"
	"strings"
)

// Address writes a path with parameters in the order of names, so that one
// search has one address. Other parameters and empty values are left out.
func Address(path string, v url.Values, names []string) string {
	var b strings.Builder
	b.WriteString(path)
	sep := byte('?')
	for _, name := range names {
		for _, value := range v[name] {
			if value == "" {
				continue
			}
			b.WriteByte(sep)
			b.WriteString(name + "=" + url.QueryEscape(value))
			sep = '&'
		}
	}
	return b.String()
}

// DocumentPath is the page of a document.
func DocumentPath(id string) string { return "/d/" + url.PathEscape(id) }

// pageQuery is what the address of a document's page ends with, for the page to
// mark what the query q matches.
func (a *Search) pageQuery(q string) string {
	v := url.Values{"q": {q}}
	if a.Accents != "auto" {
		v.Set("accents", a.Accents)
	}
	if a.Match != "auto" {
		v.Set("match", a.Match)
	}
	return Address("", v, searchParams)
}
