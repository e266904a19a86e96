package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vankien/internal/find"
)

// kwicPage is a concordance: a line for each place that a query matches.
type kwicPage struct {
	frame
	Heading     string
	Problem     *trouble
	FormKeep    []pair
	Left, Right string
	View        *find.KWICView // nil without a query, and with a problem
	Instead     string         // said where the answer is of another query
	Count       string
	Sorts       []link
	List        string      // leads to the documents
	Neighbours  string      // leads to the same with neighbours; "" where they are there
	Export      *exportMenu // the lines as files; nil without any
	Lines       []kwicLine
	Beside      []neighbourList
	Pager       *pager
}

// kwicLine is a line with what is said of its document, and the address of its place.
type kwicLine struct {
	*find.LineView
	Href, Title string
}

// neighbourList is the words of one place.
type neighbourList struct {
	Title string
	Words []find.NeighbourView
}

func (s *Server) kwicJSON(r *http.Request) (any, error) {
	k, err := s.find.ReadKWIC(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find.KWIC(r.Context(), k)
}

func (s *Server) kwicPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	p := newKWICPage(lang, st)
	if strings.TrimSpace(url.Values(st).Get("q")) == "" {
		return p, nil
	}
	k, err := s.find.ReadKWIC(url.Values(st.without("lang")), lang)
	if err != nil {
		return formAgain(lang, err, url.Values(st).Get("q"), p, &p.Problem)
	}
	if p.View, err = s.find.KWIC(r.Context(), k); err != nil {
		return nil, err
	}
	p.show(k, st)
	return p, nil
}

func newKWICPage(lang find.Language, st state) *kwicPage {
	p := &kwicPage{frame: newFrame("kwic", lang, "/kwic", st), Heading: tables[lang].say(say("kwic.title"))}
	q := strings.TrimSpace(url.Values(st).Get("q"))
	if p.Private = q != ""; p.Private {
		p.Heading = tables[lang].say(say("kwic.for", q))
	}
	p.FormKeep = pairs(st.first(), "q", "left", "right")
	p.Left, p.Right = url.Values(st).Get("left"), url.Values(st).Get("right")
	return p
}

// show fills the page with the lines.
func (p *kwicPage) show(k *find.KWIC, st state) {
	t, v := tables[p.Lang], p.View
	p.Left, p.Right = strconv.Itoa(k.Left), strconv.Itoa(k.Right)
	p.Count = count(p.Lang, "kwic.lines", v.Total) + " " + count(p.Lang, "kwic.documents", v.Documents)
	if v.Query.Q != k.Q {
		p.Instead = t.say(say("kwic.instead", v.Query.Q))
	}
	for _, name := range []string{"position", "left", "right", "date", "speaker"} {
		p.Sorts = append(p.Sorts, link{Label: t.say(say("kwic.sort." + name)), Href: st.first().set("sort", name).at("/kwic"), On: k.Order == name})
	}
	found := st.first().without("sort", "left", "right", "neighbours")
	p.List = found.at("/search")
	if v.Total > 0 {
		p.Export = newLineMenu(p.Lang, found.set("q", v.Query.Q))
	}
	if v.Neighbours == nil && v.Total > 0 {
		p.Neighbours = st.set("neighbours", "count").at("/kwic") + "#beside"
	}
	p.Beside = p.besides(v.Neighbours)
	place := found.without("per_page").set("q", v.Query.Q)
	for _, l := range v.Lines {
		line := kwicLine{LineView: l, Href: place.at(find.DocumentPath(l.ID)), Title: titled(p.Lang, l.Document.Title)}
		if l.Anchor > 0 {
			line.Href = find.DocumentPath(l.ID) + paragraphLink(place, l.Anchor)
		}
		p.Lines = append(p.Lines, line)
	}
	if v.Pages > 1 {
		p.Pager = pagesOf(v.Page, v.Pages, st, "/kwic")
	}
}

// besides are the lists of neighbours that have any.
func (p *kwicPage) besides(v *find.NeighboursView) (lists []neighbourList) {
	if v == nil {
		return nil
	}
	for _, l := range []struct {
		key   string
		words []find.NeighbourView
	}{{"kwic.before", v.Before}, {"kwic.after", v.After}, {"kwic.around.left", v.Left}, {"kwic.around.right", v.Right}} {
		if len(l.words) > 0 {
			lists = append(lists, neighbourList{tables[p.Lang].say(say(l.key)), l.words})
		}
	}
	return lists
}
