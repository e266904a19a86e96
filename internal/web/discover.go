package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"vankien/internal/find"
)

// openSearch describes the search to browsers (OpenSearch 1.1), which then offer it in
// their own box.
type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          `xml:"ShortName"`
	Description string          `xml:"Description"`
	Image       openSearchImage `xml:"Image"`
	URLs        []openSearchURL `xml:"Url"`
	Language    string          `xml:"Language"`
	Input       string          `xml:"InputEncoding"`
	Output      string          `xml:"OutputEncoding"`
}

type openSearchImage struct {
	Type string `xml:"type,attr"`
	Href string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr"`
	Template string `xml:"template,attr"`
}

// maxShortName bounds the name in a browser's box, in code points.
const maxShortName = 16

func (s *Server) openSearch(r *http.Request) (any, error) {
	lang, _, err := pageState(r)
	if err != nil {
		return nil, err
	}
	base, name := s.base(r), s.site.name(lang)
	if rs := []rune(name); len(rs) > maxShortName {
		name = string(rs[:maxShortName-1]) + "…"
	}
	own := cond(lang == s.site.lang, "", "&lang="+string(lang))
	body, err := asXML(openSearch{ShortName: name, Description: s.site.texts(lang).say(say("opensearch.about", s.site.name(lang))),
		Image: openSearchImage{s.site.kind, base + s.site.logo}, Language: string(lang), Input: "UTF-8", Output: "UTF-8",
		URLs: []openSearchURL{
			{"text/html", "results", base + "/search?q={searchTerms}" + own},
			{"application/x-suggestions+json", "suggestions", base + "/suggest.json?q={searchTerms}"},
			{"application/atom+xml", "results", base + "/search.atom?q={searchTerms}" + own},
		}})
	return raw{"application/opensearchdescription+xml; charset=utf-8", body}, err
}

// suggestions answers a browser's box: the query, what it may become, and how many
// documents that finds.
func (s *Server) suggestions(r *http.Request) (any, error) {
	view, err := s.find.Complete(r.Context(), r.URL.Query())
	if err != nil {
		return nil, err
	}
	queries, counts := []string{}, []string{}
	for _, c := range view.Completions {
		queries = append(queries, c.Q)
		counts = append(counts, cond(c.Count > 0, count(find.Vietnamese, "suggest.found", c.Count), ""))
	}
	body := append(marshal([]any{r.URL.Query().Get("q"), queries, counts}), '\n')
	return raw{"application/x-suggestions+json; charset=utf-8", body}, nil
}

// robots tells crawlers to read documents and to leave searches, of which there are
// endlessly many.
func (s *Server) robots(r *http.Request) (any, error) {
	if s.opt.NoCrawlers {
		return raw{textPlain, []byte("User-agent: *\nDisallow: /\n")}, nil
	}
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, path := range []string{"/search", "/suggest.json", "/api/v1/", "/saved", "/upload", "/files", "/review", "/analyze", "/d/*/edit", "/d/*?"} {
		fmt.Fprintf(&b, "Disallow: %s\n", path)
	}
	fmt.Fprintf(&b, "\nSitemap: %s/sitemap.xml\n", s.base(r))
	return raw{textPlain, []byte(b.String())}, nil
}

// llms tells programs that read for people where all is to be had (llmstxt.org).
func (s *Server) llms(r *http.Request) (any, error) {
	base, name := s.base(r), s.site.name(find.English)
	body := fmt.Sprintf(`# %s

> A collection of Vietnamese speeches, reports and official documents with full-text search. Texts are in Vietnamese; queries may be typed with or without marks.

Search with the JSON interface instead of reading pages; cite documents by the address of their page. Nothing needs a key but writing.

## Interface

- [Search](%[2]s/api/v1/search?q=): q, filters by topic, kind, speaker, organisation, place, from and to; exact totals, passages with their marks
- [A document](%[2]s/api/v1/documents/{id}): its whole text and what is known of it
- [What changed](%[2]s/api/v1/changes): documents added, changed and deleted since a cursor
- [Description](%[2]s/api/openapi.json): all of it as OpenAPI 3.1
- [The same to read](%[2]s/api)

## Following

- [Atom feed](%[2]s/search.atom): takes the parameters of a search
- [JSON Feed](%[2]s/search.json)
- [All documents](%[2]s/sitemap.xml): the sitemap
`, name, base)
	return raw{"text/markdown; charset=utf-8", []byte(body)}, nil
}
