package web

import (
	"slices"

	"vankien/index"
	"vankien/internal/find"
)

// The chart above a list has a bar for each year or month. Two bars make a range: the
// first one begins it, the second one ends it, in whatever order they lie; a third one
// begins another. A period is a range by itself. Each bar is a link, and so is its line
// in the table of the chart: this needs neither script nor mouse.

// newTimeChart returns nil where there is nothing to compare.
func newTimeChart(a *find.Search, l *find.Line, st state) *chart {
	if len(l.Spans)+min(l.Undated, 1) < 2 && l.Interval == "year" {
		return nil
	}
	st = st.first()
	text := tables[a.Lang]
	c := &chart{Lang: a.Lang, ID: "time", Axis: intervalName(a.Lang, l, l.Interval), Unit: text.say(say("time.unit")), Caption: chartCaption(a, l)}
	for _, s := range l.Spans {
		label := s.Label(a.Lang, l.Set)
		if l.Interval == "year" && s.To != s.From {
			label = text.say(say("date.span", s.From, s.To))
		}
		to := st.without("year").set("from", s.From).set("to", s.To)
		if l.Interval != "period" {
			to = choose(a, s, st)
		}
		c.Bars = append(c.Bars, chartBar{Label: label, Count: s.Count, Href: to.at("/search"), Chosen: within(a, s)})
	}
	if l.Undated > 0 {
		c.Bars = append(c.Bars, undatedBar(a, l.Undated, st))
	}
	return c
}

// chartCaption says that the bars and what has none are all, and what a bar does.
func chartCaption(a *find.Search, l *find.Line) string {
	n, t, f := a.Lang.Number, tables[a.Lang], a.Request.Filter
	inBars := n(l.Total - l.Undated - l.Coarse - l.Outside)
	switch {
	case l.Interval == "month":
		return t.say(say("time.sum.month", inBars, n(l.Coarse), n(l.Total))) + " " + chartHint(a)
	case l.Interval == "period":
		return t.say(say("time.sum.period", inBars, n(l.Coarse+l.Outside), n(l.Undated), n(l.Total)))
	case a.Dated() || len(f.Any[index.FieldYear])+len(f.None[index.FieldYear]) > 0:
		return t.say(say("time.sum.dated", inBars, n(l.Undated), n(l.Total))) + " " + chartHint(a)
	}
	return t.say(say("time.sum", inBars, n(l.Undated), n(l.Total))) + " " + chartHint(a)
}

// showIntervals leads to the other charts of the list.
func (p *searchPage) showIntervals(l *find.Line, st state) {
	for _, name := range []string{"year", "month", "period"} {
		if name == "month" && !l.Months {
			continue
		}
		p.Intervals = append(p.Intervals, link{Label: intervalName(p.Lang, l, name), Href: st.set("chart", name).at("/search"), On: l.Interval == name})
	}
}

func intervalName(lang find.Language, l *find.Line, name string) string {
	if name == "period" {
		return l.Set.Label(string(lang))
	}
	return tables[lang].say(say("time." + name))
}

// undatedBar leads to the documents without a date, or back from them.
func undatedBar(a *find.Search, n int, st state) chartBar {
	on := slices.Contains(a.Request.Filter.Any[index.FieldYear], index.NoValue)
	to := st.without("from", "to").set("year", find.None)
	if on {
		to = st.drop("year", func(s string) bool { return s == find.None })
	}
	return chartBar{Label: tables[a.Lang].say(say("time.undated")), Count: n, Href: to.at("/search"), Chosen: on, Apart: true}
}

// within reports whether the search asks for a span, or a part of it.
func within(a *find.Search, s find.Span) bool {
	f := a.Request.Filter
	for _, year := range f.Any[index.FieldYear] {
		if s.From <= year && year <= s.To {
			return true
		}
	}
	return a.Dated() && (f.From == "" || s.To == "" || begin(f.From) <= end(s.To)) && (f.To == "" || end(f.To) >= begin(s.From))
}

// choose is the search with a span begun or ended, which takes the place of years
// chosen by their names.
func choose(a *find.Search, s find.Span, st state) state {
	st = st.without("year")
	from, to := a.Request.Filter.From, a.Request.Filter.To
	switch {
	case from != "" && to == "" && end(s.To) >= begin(from):
		return st.set("to", s.To)
	case from != "" && to == "":
		return st.set("from", s.From).set("to", from)
	case to != "" && from == "" && begin(s.From) <= end(to):
		return st.set("from", s.From)
	case to != "" && from == "":
		return st.set("from", to).set("to", s.To)
	}
	return st.set("from", s.From).without("to")
}

// begin and end complete a date to the first and the last day that it may mean, to be
// compared with others.
func begin(iso string) string { return iso + "-01-01"[len(iso)-4:] }
func end(iso string) string   { return iso + "-12-31"[len(iso)-4:] }

// chartHint says what the next choice does.
func chartHint(a *find.Search) string {
	f, t := a.Request.Filter, tables[a.Lang]
	switch {
	case f.From != "" && f.To == "":
		return t.say(say("time.end", a.Lang.Date(f.From)))
	case f.To != "" && f.From == "":
		return t.say(say("time.begin", a.Lang.Date(f.To)))
	}
	return t.say(say("time.choose"))
}
