package web

import (
	"strconv"

	"vankien/internal/find"
)

// The chart above a list has a bar for each year. Two bars make a range: the first
// one begins it, the second one ends it, in whatever order they lie; a third one
// begins another. Each bar is a link, so that this needs neither script nor mouse.

// barHeight is the height of the tallest bar in the units of its drawing.
const barHeight = 48

// ticksApart is how many of many bars there are to each one that has its label in sight.
const ticksApart = 5

// timeChart shows how what was found runs through the years.
type timeChart struct {
	Bars    []timeBar
	Undated *timeBar // nil when every document has a date
	Sum     string   // that the bars together are all
	Hint    string   // what the next bar chosen does
}

// timeBar is a span of time with the search that choosing it makes.
type timeBar struct {
	link
	Top, Height int  // of the bar in its drawing
	Tick        bool // its label is always in sight
}

// newTimeChart returns nil where there is nothing to compare.
func newTimeChart(a *find.Search, t *find.Timeline, st state) *timeChart {
	if len(t.Spans)+min(t.Undated, 1) < 2 {
		return nil
	}
	st = st.first()
	c := &timeChart{Hint: chartHint(a)}
	most := t.Undated
	for _, s := range t.Spans {
		most = max(most, s.Count)
	}
	for i, s := range t.Spans {
		b := newTimeBar(s.From, s.Count, most)
		b.Href, b.On = choose(a, s, st).at("/search"), within(a, s)
		b.Tick = len(t.Spans) <= 2*ticksApart || (len(t.Spans)-1-i)%ticksApart == 0
		c.Bars = append(c.Bars, b)
	}
	if t.Undated > 0 {
		b := newTimeBar(tables[a.Lang].say(say("time.undated")), t.Undated, most)
		c.Undated = &b
	}
	key := "time.sum"
	if a.Dated() {
		key = "time.sum.dated"
	}
	n := a.Lang.Number
	c.Sum = tables[a.Lang].say(say(key, n(t.Total-t.Undated), n(t.Undated), n(t.Total)))
	return c
}

func newTimeBar(label string, n, most int) timeBar {
	h := (n*barHeight + most - 1) / most // what is there is seen
	return timeBar{link: link{Label: label, Count: n}, Top: barHeight - h, Height: h}
}

// within reports whether the search asks for a span, or a part of it.
func within(a *find.Search, s find.Span) bool {
	f := a.Request.Filter
	return a.Dated() && (f.From == "" || f.From[:4] <= s.To) && (f.To == "" || f.To[:4] >= s.From)
}

// choose is the search with a span begun or ended.
func choose(a *find.Search, s find.Span, st state) state {
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

// Drawing is the size of the bar's drawing.
func (timeBar) Drawing() string { return "0 0 1 " + strconv.Itoa(barHeight) }
