package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/internal/find"
)

// A link to a paragraph carries its anchor twice: as p, for the page to show the
// portion that holds it, to mark it and to say when it is gone, and behind the #, for
// the browser to go there.

// citedNote says what became of the paragraph that a link cites.
type citedNote struct {
	Text  string
	Gone  bool
	Links []link // to it, or to those that stood around it
}

// paragraphLink is the address of a paragraph within its page; own is what every link
// carries.
func paragraphLink(own state, anchor int) string {
	return own.set("p", strconv.Itoa(anchor)).at("") + "#" + anchorID(anchor)
}

const paragraphLinkCost = len(`<a class="pl" href="?p=1000000&amp;lang=en#p1000000" aria-labelledby="pl"></a>`)

// cited is a paragraph that a link asks for.
type cited struct {
	anchor        int // 0: none
	line          int // from 0; -1 when it is not there
	before, after int // anchors around one that is not there; 0: none
}

// readCited finds the paragraph that the parameters ask for. An anchor that no line
// ever had is an error.
func readCited(st state, d *index.Document) (cited, error) {
	n, err := position(st, "p", "err.paragraph")
	if err != nil || n == 0 {
		return cited{line: -1}, err
	}
	if n > d.LastAnchor() {
		return cited{}, noPosition(st, "p", "err.paragraph")
	}
	c := cited{anchor: n, line: -1}
	i := 0
	for line := range strings.Lines(d.Body) {
		if strings.TrimSpace(line) == "" {
			i++
			continue
		}
		switch a := d.Anchor(i); {
		case a == n:
			c.line = i
		case a < n:
			c.before = max(c.before, a)
		default:
			c.after = min(cmp.Or(c.after, a), a)
		}
		i++
	}
	return c, nil
}

// note says what became of it; nil when no link asks for one.
func (c cited) note(lang find.Language, own state, d *index.Document) *citedNote {
	t, number := tables[lang], lang.Number(c.anchor)
	to := func(key string, anchor int) link {
		return link{Label: t.say(say(key, lang.Number(anchor))), Href: paragraphLink(own, anchor), Detail: beginningOf(d, anchor)}
	}
	switch {
	case c.anchor == 0:
		return nil
	case c.line >= 0:
		return &citedNote{Text: t.say(say("cited.there", number)), Links: []link{{Label: t.say(say("cited.to")), Href: "#" + anchorID(c.anchor)}}}
	}
	n := &citedNote{Text: t.say(say("cited.gone", number)), Gone: true}
	if c.before > 0 {
		n.Links = append(n.Links, to("cited.before", c.before))
	}
	if c.after > 0 {
		n.Links = append(n.Links, to("cited.after", c.after))
	}
	return n
}

// beginningOf is how the paragraph with an anchor begins.
func beginningOf(d *index.Document, anchor int) string {
	line := anchor - 1
	if d.Anchors != nil {
		line = slices.Index(d.Anchors[:len(d.Anchors)-1], anchor)
	}
	i := 0
	for text := range strings.Lines(d.Body) {
		if i == line {
			return shortened(strings.TrimSpace(text))
		}
		i++
	}
	return ""
}
