package extract

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"vankien/internal/outline"
)

// htmlText writes the elements of a page as paragraphs. It is told of elements one
// by one, from a tree or as the tags come, and makes something of any order of
// them: what is not closed ends with the next of its kind.
type htmlText struct {
	*prose
	open  []htmlElement // elements that are open, outermost first
	skip  int           // elements of the kind skipped that are open
	tag   string        // the kind
	space bool          // white space would say nothing here

	heading int  // level, 0 for none
	lists   int  // that are open
	item    bool // an item has begun and has no text yet
	more    bool // an item has text and is not closed
	quotes  int
	pre     int
	columns int // that the open cell of the outer table is wide, 0 when none is open
}

// htmlElement is an open element, with the font that holds in it.
type htmlElement struct{ tag, font string }

// attributeOf returns an attribute of the element that begins; one without a value
// has its name for it.
type attributeOf func(name string) string

func newHTMLText(p *prose) *htmlText { return &htmlText{prose: p, space: true} }

// unread are elements of which nothing is read.
var unread = []string{"script", "style", "template", "noscript", "title", "svg", "math", "iframe", "object", "select", "textarea", "button", "nav", "xml"}

// void are elements that hold nothing.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// paragraphs are elements that begin and end a paragraph and need nothing else.
var paragraphs = []string{"address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
	"footer", "form", "header", "hr", "html", "legend", "main", "option", "p", "section", "summary", "tbody", "tfoot", "thead"}

func (h *htmlText) begin(tag string, attr attributeOf) {
	if h.skip > 0 && tag == h.tag && slices.Contains(closesItself, tag) {
		h.skip = 0
	}
	if h.skip > 0 {
		if tag == h.tag {
			h.skip++
		}
		return
	}
	if slices.Contains(void, tag) {
		h.mark(tag)
		return
	}
	if slices.Contains(unread, tag) || isHidden(attr) {
		h.skip, h.tag = 1, tag
		return
	}
	if tag == "p" && len(h.open) > 0 && h.open[len(h.open)-1].tag == tag {
		h.open = h.open[:len(h.open)-1]
	}
	h.open = append(h.open, htmlElement{tag, h.fontOf(tag, attr)})
	h.beginBlock(tag, attr)
}

// mark writes what an element stands for that holds nothing.
func (h *htmlText) mark(tag string) {
	switch tag {
	case "br":
		h.add("\n", h.font())
		h.space = true
	case "hr":
		h.paragraph()
	}
}

// isHidden reports whether an element is not shown, or is the running head or
// foot of a printed page.
func isHidden(attr attributeOf) bool {
	style := strings.ToLower(strings.ReplaceAll(attr("style"), " ", ""))
	switch {
	case attr("hidden") != "", strings.Contains(style, "display:none"), strings.Contains(style, "mso-element:header"), strings.Contains(style, "mso-element:footer"):
		return true
	}
	title := attr("title")
	return (title == "header" || title == "footer") && attr("class") == "" && attr("id") == ""
}

// font returns the font that text is in.
func (h *htmlText) font() string {
	if n := len(h.open); n > 0 {
		return h.open[n-1].font
	}
	return ""
}

// fontOf returns the font that an element states, else the one around it.
func (h *htmlText) fontOf(tag string, attr attributeOf) string {
	name := ""
	if tag == "font" {
		name = attr("face")
	}
	if style := attr("style"); strings.Contains(style, "font-family") {
		_, name, _ = strings.Cut(style, "font-family")
		name, _, _ = strings.Cut(strings.TrimLeft(name, ": "), ";")
	}
	if name == "" {
		return h.font()
	}
	name, _, _ = strings.Cut(name, ",")
	return strings.Trim(name, `"' `)
}

func (h *htmlText) beginBlock(tag string, attr attributeOf) {
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		h.paragraph()
		h.heading = int(tag[1] - '0')
	case "ul", "ol", "menu", "dir":
		h.paragraph()
		h.lists = min(h.lists+1, outline.MaxDepth)
		h.item, h.more = false, false
	case "li":
		h.paragraph()
		h.item, h.more = true, false
	case "blockquote":
		h.paragraph()
		h.quotes++
	case "pre":
		h.paragraph()
		h.pre++
	case "table":
		h.paragraph()
		h.beginTable()
	case "tr":
		h.closeCell()
		h.beginRow()
	case "td", "th":
		h.closeCell()
		if h.table == 1 {
			h.columns = min(max(wholeNumber(attr("colspan"), 1), 1), maxBlank)
		}
	default:
		if slices.Contains(paragraphs, tag) {
			h.paragraph()
		}
	}
}

func (h *htmlText) end(tag string) {
	if h.skip > 0 {
		if tag == h.tag {
			h.skip--
		}
		return
	}
	h.close(tag)
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		h.paragraph()
		h.heading = 0
	case "ul", "ol", "menu", "dir":
		h.paragraph()
		h.lists = max(h.lists-1, 0)
		h.item, h.more = false, h.lists > 0
	case "li":
		h.paragraph()
		h.item, h.more = false, false
	case "blockquote":
		h.paragraph()
		h.quotes = max(h.quotes-1, 0)
	case "pre":
		h.paragraph()
		h.pre = max(h.pre-1, 0)
	case "table":
		h.closeCell()
		h.endTable()
	case "tr":
		h.closeCell()
		h.endRow()
	case "td", "th":
		h.closeCell()
	default:
		if slices.Contains(paragraphs, tag) || tag == "br" {
			h.paragraph()
		}
	}
}

// closeCell closes the paragraph, and the cell that is open in the outer table.
func (h *htmlText) closeCell() {
	h.paragraph()
	if h.table == 1 && h.columns > 0 {
		h.endCell(h.columns)
		h.columns = 0
	}
}

// maxUnclosed is how far an element may lie below others that were never closed.
const maxUnclosed = 64

// close ends an element and those within it.
func (h *htmlText) close(tag string) {
	for i := len(h.open) - 1; i >= max(0, len(h.open)-maxUnclosed); i-- {
		if h.open[i].tag == tag {
			h.open = h.open[:i]
			return
		}
	}
}

// characters adds text, with white space folded outside of pre.
func (h *htmlText) characters(s string) {
	if h.skip > 0 {
		return
	}
	if h.pre > 0 {
		h.add(s, h.font())
		return
	}
	var b strings.Builder
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == '\u00a0' {
			if !h.space {
				b.WriteByte(' ')
			}
			h.space = true
			continue
		}
		h.space = false
		b.WriteRune(r)
	}
	h.add(b.String(), h.font())
}

// paragraph closes the open paragraph.
func (h *htmlText) paragraph() {
	before := h.lines
	switch {
	case h.heading > 0:
		h.prose.end(headingOf(h.heading))
	case h.item:
		h.prose.end(itemOf(h.lists))
	case h.more && h.lists > 0:
		h.prose.end(block{kind: outline.More})
	case h.quotes > 0:
		h.prose.end(block{kind: outline.Quote})
	default:
		h.prose.end(block{})
	}
	if h.lines > before && h.item {
		h.item, h.more = false, true
	}
	h.space = true
}

// tokens reads a page tag by tag: all of its text, at any depth of elements.
func (h *htmlText) tokens(s string) {
	z := html.NewTokenizer(strings.NewReader(s))
	for h.failed == nil {
		switch z.Next() {
		case html.ErrorToken:
			h.paragraph()
			return
		case html.TextToken:
			h.characters(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if h.begin(t.Data, attributesOf(t.Attr)); t.Type == html.SelfClosingTagToken && !slices.Contains(void, t.Data) && t.DataAtom == 0 {
				h.end(t.Data)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			h.end(string(name))
		}
	}
}

// tree reads a part of a page that was parsed.
func (h *htmlText) tree(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		h.characters(n.Data)
		return
	case html.ElementNode:
		h.begin(n.Data, attributesOf(n.Attr))
	}
	for c := n.FirstChild; c != nil && h.failed == nil; c = c.NextSibling {
		h.tree(c)
	}
	if n.Type == html.ElementNode && !slices.Contains(void, n.Data) {
		h.end(n.Data)
	}
}

func attributesOf(list []html.Attribute) attributeOf {
	return func(name string) string {
		for _, a := range list {
			if a.Key == name {
				return cmp.Or(a.Val, name)
			}
		}
		return ""
	}
}
