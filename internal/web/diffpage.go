package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"vankien/index"
	"vankien/internal/compare"
	"vankien/internal/find"
)

// Two documents are compared paragraph by paragraph, in one column, so that a phone
// shows it as well as a desk. What was kept is folded between what was not: a reader
// looks for the difference. Like a long text, a long comparison comes in portions.

// diffPage shows how one document became another.
type diffPage struct {
	frame
	Before, After diffSide
	Swap, Others  string
	Counts        []link // of kept, changed, new and dropped paragraphs
	Same          bool
	Rows          []diffRow
	Portion       *portions
}

// diffSide is one of the documents.
type diffSide struct {
	Document find.SummaryView
	Title    string
	Href     string
}

// diffRow is a paragraph that was not kept, or a run of some that were.
type diffRow struct {
	Kind   string // kept, changed, new or dropped
	Label  string // what became of it, or how many were kept
	Pieces []diffPiece
	Kept   []string // the run, to be unfolded
	Href   string   // leads to it in the document
}

// diffPiece is a part of a paragraph.
type diffPiece struct {
	Ins, Del bool
	Text     string
}

// Bounds of a comparison: bytes of text of a portion, of a run that can be unfolded,
// of a paragraph whose words are compared, and kept paragraphs that are shown before
// and after what changed.
const (
	diffPortion = 192 << 10
	unfoldable  = 24 << 10
	mostOfWords = 96 << 10
	keptAround  = 1
)

func (s *Server) diffPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	a, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	name, _ := url.PathUnescape(mux.Vars(r)["other"])
	b, err := s.named(r.Context(), name)
	if err != nil {
		return nil, err
	}
	path := find.DocumentPath(a.ID) + "/diff/" + url.PathEscape(b.ID)
	p := &diffPage{frame: newFrame("diff", lang, path, st)}
	p.Private = true
	p.Before, p.After = p.side(&a), p.side(&b)
	p.Swap = p.own.at(find.DocumentPath(b.ID) + "/diff/" + url.PathEscape(a.ID))
	p.Others = p.own.at("/compare")
	number, err := position(st, "portion", "err.portion")
	if err != nil {
		return nil, err
	}
	return p, p.compare(newComparison(lang, p.own, &a, &b), st, path, max(number, 1))
}

func (p *diffPage) side(d *index.Document) diffSide {
	return diffSide{find.Summary(d), titled(p.Lang, d.Title), p.own.at(find.DocumentPath(d.ID))}
}

// compare puts a portion of a comparison on the page.
func (p *diffPage) compare(c *comparison, st state, path string, number int) error {
	for kind := range compare.Dropped + 1 {
		p.Counts = append(p.Counts, link{Label: c.label(kind), Count: c.counts[kind], Detail: kindNames[kind]})
	}
	p.Same = c.counts[compare.Kept] == len(c.changes)
	groups := c.portions()
	if number > len(groups) {
		return noPosition(st, "portion", "err.portion")
	}
	for _, g := range groups[number-1] {
		p.Rows = append(p.Rows, c.row(g))
	}
	if len(groups) > 1 {
		to := func(n int) string { return st.set("portion", strconv.Itoa(n)).at(path) }
		status := tables[p.Lang].say(say("diff.portion", p.Lang.Number(len(groups)), p.Lang.Number(number)))
		p.Portion = &portions{status, leaf(number, len(groups), to)}
	}
	return nil
}

// kindNames are what a page and its sheet call the kinds.
var kindNames = map[compare.Kind]string{compare.Kept: "kept", compare.Changed: "changed", compare.New: "new", compare.Dropped: "dropped"}

// comparison is two documents, compared.
type comparison struct {
	lang    find.Language
	own     state
	a, b    *index.Document
	x, y    lines
	changes []compare.Change
	counts  [compare.Dropped + 1]int
}

// lines are those of a text that are not blank, and their numbers from 0.
type lines struct {
	text []string
	at   []int
}

func linesOf(body string) (l lines) {
	n := 0
	for line := range strings.Lines(body) {
		if line = strings.TrimSpace(line); line != "" {
			l.text, l.at = append(l.text, line), append(l.at, n)
		}
		n++
	}
	return l
}

func newComparison(lang find.Language, own state, a, b *index.Document) *comparison {
	c := &comparison{lang: lang, own: own, a: a, b: b, x: linesOf(a.Body), y: linesOf(b.Body)}
	c.changes = compare.Paragraphs(c.x.text, c.y.text)
	for _, ch := range c.changes {
		c.counts[ch.Kind]++
	}
	return c
}

func (c *comparison) label(k compare.Kind) string {
	return tables[c.lang].say(say("diff." + kindNames[k]))
}

// group is changes that one row shows, from one to before another.
type group struct{ from, to int }

// portions parts the rows.
func (c *comparison) portions() [][]group {
	all, room := [][]group{nil}, diffPortion
	add := func(g group) {
		cost := c.cost(g)
		if last := len(all) - 1; cost > room && len(all[last]) > 0 {
			all, room = append(all, nil), diffPortion
		}
		all[len(all)-1] = append(all[len(all)-1], g)
		room -= cost
	}
	for i := 0; i < len(c.changes); {
		to := i + 1
		for c.changes[i].Kind == compare.Kept && to < len(c.changes) && c.changes[to].Kind == compare.Kept {
			to++
		}
		if c.changes[i].Kind != compare.Kept {
			add(group{i, to})
			i = to
			continue
		}
		first, last := i, to // of what is folded
		if i > 0 {
			first = min(to, i+keptAround)
		}
		if to < len(c.changes) {
			last = max(first, to-keptAround)
		}
		for ; i < first; i++ {
			add(group{i, i + 1})
		}
		if last > first {
			add(group{first, last})
		}
		for i = last; i < to; i++ {
			add(group{i, i + 1})
		}
	}
	return all
}

// cost is about how many bytes of text a row has.
func (c *comparison) cost(g group) (n int) {
	for _, ch := range c.changes[g.from:g.to] {
		n += 200
		if ch.A >= 0 && ch.Kind != compare.Kept {
			n += len(c.x.text[ch.A])
		}
		if ch.B >= 0 {
			n += len(c.y.text[ch.B])
		}
	}
	if g.to-g.from > 1 && n > unfoldable {
		return 200
	}
	return n
}

// row shows a group.
func (c *comparison) row(g group) diffRow {
	ch := c.changes[g.from]
	row := diffRow{Kind: kindNames[ch.Kind], Label: c.label(ch.Kind), Href: c.place(ch)}
	switch {
	case g.to-g.from > 1:
		row.Label = tables[c.lang].say(say("diff.run", c.lang.Number(g.to-g.from)))
		if c.cost(g) > 200 {
			for _, k := range c.changes[g.from:g.to] {
				row.Kept = append(row.Kept, c.y.text[k.B])
			}
		}
	case ch.Kind == compare.Kept:
		row.Pieces = []diffPiece{{Text: c.y.text[ch.B]}}
	case ch.Kind == compare.New:
		row.Pieces = []diffPiece{{Ins: true, Text: c.y.text[ch.B]}}
	case ch.Kind == compare.Dropped:
		row.Pieces = []diffPiece{{Del: true, Text: c.x.text[ch.A]}}
	default:
		row.Pieces = changedWords(c.x.text[ch.A], c.y.text[ch.B])
	}
	return row
}

// changedWords compares two paragraphs word by word, unless they are too long.
func changedWords(a, b string) (list []diffPiece) {
	if len(a)+len(b) > mostOfWords {
		return []diffPiece{{Del: true, Text: a}, {Ins: true, Text: b}}
	}
	for _, p := range compare.Words(a, b) {
		list = append(list, diffPiece{p.Kind == compare.New, p.Kind == compare.Dropped, p.Text})
	}
	return list
}

// place leads to a paragraph where it stands.
func (c *comparison) place(ch compare.Change) string {
	d, line := c.b, 0
	if ch.B >= 0 {
		line = c.y.at[ch.B]
	} else {
		d, line = c.a, c.x.at[ch.A]
	}
	return find.DocumentPath(d.ID) + paragraphLink(c.own, d.Anchor(line))
}
