package extract

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// htmlScan is what a page says about itself, and its measures.
type htmlScan struct {
	title     string   // of the window
	shared    string   // title that is shown where the page is shared
	headings  []string // of the first level, the first few
	source    string   // its own address
	published []string // when, as written
	generator string

	elements, depth int
	site            bool // it has elements that only pages of sites have
	links, letters  int  // bytes of text, in links and in all

	in    string // the element whose text is gathered: title, h1 or a script of data
	text  strings.Builder
	level int  // elements that are open
	link  bool // one is a link
}

// maxHTMLHeadings bounds what is kept of a page of headings.
const maxHTMLHeadings = 10

// maxMeta bounds a title and the like, in bytes.
const maxMeta = 4 << 10

// scanHTML reads what a page says about itself.
func scanHTML(s string) *htmlScan {
	m := &htmlScan{}
	for z := html.NewTokenizer(strings.NewReader(s)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return m
		case html.TextToken:
			m.characters(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			m.begin(t.Data, attributesOf(t.Attr), t.Type == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			m.end(string(name))
		}
	}
}

// closesItself are elements that another of their kind ends.
var closesItself = []string{"p", "li", "dt", "dd", "option", "tr", "td", "th"}

func (m *htmlScan) begin(tag string, attr attributeOf, closed bool) {
	m.elements++
	if !closed && !slices.Contains(void, tag) && !slices.Contains(closesItself, tag) {
		m.level++
		m.depth = max(m.depth, m.level)
	}
	switch tag {
	case "nav", "article", "main", "aside", "footer":
		m.site = true
	case "a":
		m.link = true
	case "meta":
		m.meta(attr)
	case "link":
		if strings.EqualFold(attr("rel"), "canonical") {
			m.address(attr("href"))
		}
	case "time":
		if attr("itemprop") == "datePublished" {
			m.published = append(m.published, attr("datetime"))
		}
	case "title", "h1":
		m.gather(tag)
	case "script":
		if attr("type") == "application/ld+json" {
			m.gather(tag)
		}
	}
}

func (m *htmlScan) gather(tag string) {
	m.in = tag
	m.text.Reset()
}

func (m *htmlScan) meta(attr attributeOf) {
	name, content := strings.ToLower(attr("property")+attr("name")+attr("itemprop")), strings.TrimSpace(attr("content"))
	switch name {
	case "og:title":
		m.shared = content
		m.site = true
	case "og:url":
		m.address(content)
	case "generator", "progid":
		m.generator += content + " "
	case "article:published_time", "datepublished", "pubdate", "dc.date.issued", "dcterms.issued", "citation_publication_date":
		if len(m.published) < maxHTMLHeadings {
			m.published = append(m.published, content)
		}
	}
}

// address keeps the first address of the page that is whole.
func (m *htmlScan) address(s string) {
	u, err := url.Parse(strings.TrimSpace(s))
	if m.source == "" && err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(s) < maxMeta {
		m.source = u.String()
	}
}

func (m *htmlScan) characters(b []byte) {
	if m.in != "" && m.text.Len() < 1<<20 {
		m.text.Write(b)
	}
	if m.in == "script" {
		return
	}
	n := len(strings.TrimSpace(string(b)))
	m.letters += n
	if m.link {
		m.links += n
	}
}

func (m *htmlScan) end(tag string) {
	if !slices.Contains(closesItself, tag) {
		m.level = max(m.level-1, 0)
	}
	if tag == "a" {
		m.link = false
	}
	if tag != m.in {
		return
	}
	text := m.text.String()
	m.in = ""
	switch tag {
	case "script":
		m.data(text)
		return
	case "h1":
		if text = oneLine(text); text != "" && len(m.headings) < maxHTMLHeadings {
			m.headings = append(m.headings, text)
		}
	default:
		if m.title == "" {
			m.title = oneLine(text)
		}
	}
}

// oneLine returns s with its white space folded, "" if that is no title.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > maxTitle {
		return ""
	}
	return s
}

// data reads when an article was published from a script of data (JSON-LD).
func (m *htmlScan) data(s string) {
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		m.datesIn(v, 0)
	}
}

func (m *htmlScan) datesIn(v any, depth int) {
	if depth > 8 || len(m.published) >= maxHTMLHeadings {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			m.datesIn(x, depth+1)
		}
	case map[string]any:
		if s, ok := v["datePublished"].(string); ok {
			m.published = append(m.published, s)
		}
		m.datesIn(v["@graph"], depth+1)
	}
}

// date returns the day on which the page says it was published, "" if it says two.
func (m *htmlScan) date() string {
	day := ""
	for _, s := range m.published {
		s = strings.TrimSpace(s)
		if len(s) > 10 && s[4] == '-' {
			s = s[:10]
		}
		d, err := Date(s)
		if err != nil || len(d) != len("2025-01-13") || day != "" && d != day {
			return ""
		}
		day = d
	}
	return day
}

// isOfSite reports whether a page is one of a site, with more than the article.
func (m *htmlScan) isOfSite() bool {
	return !m.isSaved() && (m.site || m.links*10 > m.letters)
}

// isSaved reports whether a word processor made the page.
func (m *htmlScan) isSaved() bool {
	for _, name := range []string{"LibreOffice", "OpenOffice", "Microsoft Word", "Word.Document", "Excel.Sheet", "StarOffice", "WPS Office"} {
		if strings.Contains(m.generator, name) {
			return true
		}
	}
	return false
}

// titleOf returns the title: the heading, of several the one that the page has as
// its title too, or the title that is shared, or of the window, from which the
// article's is freed of the name of the site. What a word processor saved has a
// title that nobody wrote.
func (m *htmlScan) titleOf(article string) string {
	if m.isSaved() {
		return ""
	}
	if len(m.headings) == 1 {
		return m.headings[0]
	}
	for _, h := range m.headings {
		if strings.Contains(m.title, h) || strings.Contains(m.shared, h) {
			return h
		}
	}
	for _, s := range []string{m.shared, article, m.title} {
		if s = oneLine(s); s != "" {
			return s
		}
	}
	return ""
}
