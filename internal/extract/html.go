package extract

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"vankien/internal/outline"
)

// A page of a site is an article within menus, advertisements and lists of other
// articles, and a page that a word processor saved is a document and nothing
// else. Finding the article takes much away: good in the first case, a loss of
// tables and short lines in the second. So the article is looked for only where
// the page says that it is one of a site, by its elements or its many links, and
// taken only if it has enough text; else every paragraph is.

// htmlPage may take long: the article is found by comparing all parts of a page.
var htmlPage = format{whole: readHTML, apart: true, mediaType: "text/html"}

// Limits of the pages that an article is looked for in.
const (
	maxHTMLDepth    = 1000
	maxHTMLElements = 30_000
	minArticle      = 200 // characters
)

func isHTML(p *probe) bool {
	s := strings.ToLower(p.text)
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		comment := strings.HasPrefix(s, "<!--")
		if !comment && !strings.HasPrefix(s, "<?xml") {
			break
		}
		end := "?>"
		if comment {
			end = "-->"
		}
		var found bool
		if _, s, found = strings.Cut(s, end); !found {
			return false
		}
	}
	if strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html") {
		return true
	}
	return !p.isPlain() && htmlStart.MatchString(s)
}

// htmlStart is how a part of a page begins.
var htmlStart = regexp.MustCompile(`^<(head|body|meta|title|style|div|p|table|span|h[1-6]|font|center|ul|ol|section|article|main)[ >]`)

func readHTML(_ string, b []byte, opt Options) (Record, error) {
	s, repairs, err := decodeHTML(b, "")
	if err != nil {
		return Record{}, err
	}
	rec, err := recordOfHTML(s, opt)
	rec.Mended = append(repairs, rec.Mended...)
	return rec, err
}

var declaredCharset = regexp.MustCompile(`(?i)<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)`)

// decodeHTML returns a page as text. What its words show comes before the charset
// that it declares, which is often that of the program and not of the text.
func decodeHTML(b []byte, charset string) (string, []Repair, error) {
	if m := declaredCharset.FindSubmatch(b[:min(len(b), sniffSize)]); m != nil && charset == "" {
		charset = string(m[1])
	}
	return decodeText(b, charset)
}

// recordOfHTML returns the record of a page.
func recordOfHTML(s string, opt Options) (Record, error) {
	about := scanHTML(s)
	body, title, err := about.article(s, opt)
	if body == nil && err == nil {
		h := newHTMLText(newProse(opt))
		h.tokens(s)
		body = h.prose
	}
	if err != nil {
		return Record{}, err
	}
	rec, err := body.record()
	if err != nil && !errors.Is(err, ErrEmpty) {
		return Record{}, err
	}
	rec.Title = about.titleOf(title)
	rec.dropTitle()
	if rec.Title == "" && rec.Body == "" {
		return Record{}, ErrEmpty
	}
	rec.Date, rec.Source = about.date(), about.source
	return rec, nil
}

// article returns the article of a page and its title, nil if it is to be read as
// a whole. The library is old and pages are odd: where it fails, the page is read
// as a whole too.
func (m *htmlScan) article(s string, opt Options) (body *prose, title string, err error) {
	if !m.isOfSite() || m.depth >= maxHTMLDepth || m.elements > maxHTMLElements {
		return nil, "", nil
	}
	defer func() {
		if recover() != nil {
			body = nil
		}
	}()
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return nil, "", nil
	}
	p := readability.NewParser()
	p.DisableJSONLD = true
	a, err := p.ParseAndMutate(doc, nil)
	if err != nil || a.Node == nil {
		return nil, "", nil
	}
	h := newHTMLText(newProse(opt))
	h.tree(a.Node)
	h.paragraph()
	if utf8.RuneCountInString(h.text.String()) < minArticle && h.failed == nil {
		return nil, "", nil
	}
	return h.prose, a.Title(), nil
}

// dropTitle takes a first line that is the title out of the body.
func (r *Record) dropTitle() {
	first, rest, _ := strings.Cut(r.Body, "\n")
	if r.Title == "" || !slices.Equal(strings.Fields(first), strings.Fields(r.Title)) {
		return
	}
	r.Body = rest
	blocks := r.Blocks[:0:0]
	for _, b := range r.Blocks {
		if b.Line > 0 {
			blocks = append(blocks, outline.Block{Line: b.Line - 1, Kind: b.Kind, Level: b.Level})
		}
	}
	r.Blocks = blocks
}
