package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/period"
)

const trendPath = "/trends"

// trendPage shows how up to five queries run through time.
type trendPage struct {
	frame
	Problem   *trouble
	Fields    []trendField
	From, To  string
	Carried   []pair // filters that the form keeps
	Intervals []link // Detail is the value of each
	Measures  []link
	Chips     []chip
	Chart     *chart // nil without an answer
	Missing   []string
	Hint      string // what is measured
	Counted   string // what totals are of
	Words     string // address of the words that mark one time against another
	Uses      []useLine
	CSV, JSON string
}

// trendField is one of the boxes for queries.
type trendField struct {
	Number int
	Value  string
}

// useLine is a query with its documents, and the first and last of them.
type useLine struct {
	Label, Href string
	Total       string
	First, Last *usedIn
}

// usedIn is a document and the day that it is of.
type usedIn struct{ Date, Title, Href string }

func (s *Server) trendPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	st["q"] = slices.DeleteFunc(slices.Clone(st["q"]), func(q string) bool { return strings.TrimSpace(q) == "" })
	csv := url.Values(st).Get("format")
	v := &find.Params{Values: url.Values{"format": {csv}}}
	if v.Choice("format", "html", "csv"); v.Err() != nil {
		return nil, v.Err()
	}
	st = st.without("format")
	h, err := s.find.ReadHistogram(url.Values(st), lang)
	p := newTrendPage(lang, st, h, s.find.Periods())
	if err == nil {
		var view *find.HistogramView
		if view, err = s.find.Histogram(r.Context(), h); err == nil && csv == "csv" {
			return trendTable(h, view, lang)
		}
		if err == nil {
			err = s.showTrends(r, p, h, view, st)
		}
	}
	if err == nil {
		return p, nil
	}
	return formAgain(lang, err, "", p, &p.Problem)
}

// newTrendPage returns the page with its form; h is nil for what cannot be read.
func newTrendPage(lang find.Language, st state, h *find.Histogram, sets []period.Set) *trendPage {
	p := &trendPage{frame: newFrame("trends", lang, trendPath, st)}
	p.Private, p.Q = len(st["q"]) > 0, ""
	for i := range find.MaxSeries {
		f := trendField{Number: i + 1}
		if i < len(st["q"]) {
			f.Value = resent(st["q"][i])
		}
		p.Fields = append(p.Fields, f)
	}
	p.From, p.To = resent(url.Values(st).Get("from")), resent(url.Values(st).Get("to"))
	p.Carried = pairs(st, "q", "interval", "measure", "from", "to")
	t, chosen := tables[lang], url.Values(st).Get("interval")
	for _, name := range find.Intervals() {
		p.Intervals = append(p.Intervals, link{Label: t.say(say("interval." + name)), Detail: name, On: chosen == name})
	}
	for i := range sets {
		on := chosen == sets[i].ID || chosen == "period" && i == 0
		p.Intervals = append(p.Intervals, link{Label: sets[i].Label(string(lang)), Detail: sets[i].ID, On: on})
	}
	for _, name := range find.Measures() {
		p.Measures = append(p.Measures, link{Label: t.say(say("measure." + name)), Detail: name, On: url.Values(st).Get("measure") == name})
	}
	if h != nil {
		for _, c := range chips(h.Searches[0], st) {
			c.Href = trendPath + strings.TrimPrefix(c.Href, "/search")
			p.Chips = append(p.Chips, c)
		}
	}
	return p
}

// showTrends fills the page with the answer.
func (s *Server) showTrends(r *http.Request, p *trendPage, h *find.Histogram, v *find.HistogramView, st state) error {
	t := tables[p.Lang]
	p.Chart = newTrendChart(h, v, st)
	p.Counted = t.say(say("measure." + find.Matches))
	if v.Measure == find.Documents {
		p.Counted = p.Chart.Unit
	}
	p.Words = st.without("interval", "measure").set("q", h.Searches[0].Q).at(keynessPath)
	p.Hint = t.say(say("measure." + v.Measure + ".hint"))
	for i := range v.Series {
		if line := missingLine(p.Lang, h, &v.Series[i]); line != "" {
			p.Missing = append(p.Missing, line)
		}
	}
	p.CSV = st.set("format", "csv").at(trendPath)
	p.JSON = find.Address("/api/v1/histogram", url.Values(st), slices.Compact(find.HistogramParams()))
	uses, err := s.find.Uses(r.Context(), h.Searches)
	if err != nil {
		return err
	}
	for i, a := range h.Searches {
		of := st.without("interval", "measure").set("q", a.Q)
		l := useLine{Label: seriesLabel(a), Href: of.at("/search"), Total: p.Lang.Number(v.Series[i].Total)}
		l.First, l.Last = newUsedIn(p.Lang, uses[i].First, of), newUsedIn(p.Lang, uses[i].Last, of)
		p.Uses = append(p.Uses, l)
	}
	return nil
}

func newUsedIn(lang find.Language, d *index.Document, st state) *usedIn {
	if d == nil {
		return nil
	}
	return &usedIn{d.Date, titled(lang, d.Title), st.at(find.DocumentPath(d.ID))}
}

// seriesLabel is the name of a series: its query.
func seriesLabel(a *find.Search) string {
	if strings.TrimSpace(a.Q) == "" {
		return tables[a.Lang].say(say("search.all"))
	}
	return clip(a.Q)
}

// missingLine says what of a series is in no bucket; "" for nothing.
func missingLine(lang find.Language, h *find.Histogram, x *find.SeriesView) string {
	if x.Missing == 0 {
		return ""
	}
	t := tables[lang]
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"trend.undated", x.Undated}, {"trend.coarse", x.Coarse}, {"trend.outside", x.Outside}} {
		if part.n > 0 {
			parts = append(parts, t.say(say(part.key, lang.Number(part.n))))
		}
	}
	label := x.Q
	if label == "" {
		label = t.say(say("search.all"))
	}
	return t.say(say("trend.missing", clip(label), lang.Number(x.Missing), lang.Number(x.Total), strings.Join(parts, ", ")))
}
