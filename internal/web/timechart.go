package web

import (
	"slices"

	"vankien/index"
	"vankien/internal/find"
)

// The chart above a list has a bar for each year. Two bars make a range: the first
// one begins it, the second one ends it, in whatever order they lie; a third one
// begins another. Each bar is a link, and so is its line in the table of the chart:
// this needs neither script nor mouse.

// newTimeChart returns nil where there is nothing to compare.
func newTimeChart(a *find.Search, t *find.Timeline, st state) *chart {
	if len(t.Spans)+min(t.Undated, 1) < 2 {
		return nil
	}
	st = st.first()
	text := tables[a.Lang]
	c := &chart{Lang: a.Lang, ID: "time", Axis: text.say(say("facet.year")), Unit: text.say(say("time.unit"))}
	for _, s := range t.Spans {
		label := s.From
		if s.To != s.From {
			label = text.say(say("date.span", s.From, s.To))
		}
		c.Bars = append(c.Bars, chartBar{Label: label, Count: s.Count, Href: choose(a, s, st).at("/search"), Chosen: within(a, s)})
	}
	if t.Undated > 0 {
		c.Bars = append(c.Bars, undatedBar(a, t.Undated, st))
	}
	key := "time.sum"
	if a.Dated() || len(a.Request.Filter.Any[index.FieldYear])+len(a.Request.Filter.None[index.FieldYear]) > 0 {
		key = "time.sum.dated"
	}
	n := a.Lang.Number
	c.Caption = text.say(say(key, n(t.Total-t.Undated), n(t.Undated), n(t.Total))) + " " + chartHint(a)
	return c
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
	return a.Dated() && (f.From == "" || f.From[:4] <= s.To) && (f.To == "" || f.To[:4] >= s.From)
}

// choose is the search with a span begun or ended, which takes the place of years
// chosen by their names.
func choose(a *find.Search, s find.Span, st state) state {
	st = st.without("year")
	from, to := a.Request.Filter.From, a.Request.Filter.To
	switch {
	case from != "" && to == "" && s.To >= from[:4]:
		return st.set("to", s.To)
	case from != "" && to == "":
		return st.set("from", s.From).set("to", from[:4])
	case to != "" && from == "" && s.From <= to[:4]:
		return st.set("from", s.From)
	case to != "" && from == "":
		return st.set("from", to[:4]).set("to", s.To)
	}
	return st.set("from", s.From).without("to")
}

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
