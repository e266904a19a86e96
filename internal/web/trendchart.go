package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"vankien/internal/export"
	"vankien/internal/find"
)

// newTrendChart draws bars of one query where whole numbers are measured, else a line
// for each query.
func newTrendChart(h *find.Histogram, v *find.HistogramView, st state) *chart {
	lang := h.Searches[0].Lang
	t := tables[lang]
	c := &chart{Lang: lang, ID: "trend", Caption: t.say(say("measure." + v.Measure)), Unit: t.say(say("measure." + v.Measure))}
	c.Axis = t.say(say("interval.period"))
	if h.Periods == nil {
		c.Axis = t.say(say("interval." + v.Interval))
	}
	search := st.without("interval", "measure")
	one := len(v.Series) == 1 && v.Measure != find.PerMillion
	for _, b := range v.Series[0].Buckets {
		bar := chartBar{Label: b.Label(lang, h.Periods), Count: b.Count}
		if one {
			bar.Href = bucketSearch(search, h.Searches[0], &b.Bucket)
		}
		c.Bars = append(c.Bars, bar)
	}
	if one {
		if n := v.Series[0].Undated; n > 0 && len(c.Bars) > 0 {
			c.Bars = append(c.Bars, chartBar{Label: t.say(say("time.undated")), Count: n, Apart: true, Href: search.set("year", find.None).at("/search")})
		}
		return c
	}
	for i, x := range v.Series {
		l := chartLine{Label: seriesLabel(h.Searches[i])}
		for _, b := range x.Buckets {
			l.Values = append(l.Values, trendValue(lang, v.Measure, &b, bucketSearch(search, h.Searches[i], &b.Bucket)))
		}
		c.Lines = append(c.Lines, l)
	}
	return c
}

func trendValue(lang find.Language, measure string, b *find.BucketView, href string) chartValue {
	x := chartValue{Value: float64(b.Count), Text: lang.Number(b.Count)}
	if measure == find.PerMillion {
		x.Value, x.Text, x.None = 0, "–", b.PerMillion == nil
		if !x.None {
			x.Value, x.Text = *b.PerMillion, measured(lang, *b.PerMillion)
		}
	}
	if b.Count > 0 {
		x.Href = href
	}
	return x
}

// measured writes a number with as many digits as tell something.
func measured(lang find.Language, x float64) string {
	if x >= 100 {
		return lang.Number(int(x + 0.5))
	}
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if lang == find.Vietnamese {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// bucketSearch is the search of what a bucket counts. Where the search had dates, what
// those leave of the bucket is asked for.
func bucketSearch(st state, a *find.Search, b *find.Bucket) string {
	from, to := b.From, b.To
	if f := a.Request.Filter.From; f > from {
		from = f
	}
	if f := a.Request.Filter.To; f != "" && (to == "" || f < to) {
		to = f
	}
	return st.set("q", a.Q).set("from", from).set("to", to).at("/search")
}

// trendTable is the answer as a table, with a row for each part of time.
func trendTable(h *find.Histogram, v *find.HistogramView, lang find.Language) (any, error) {
	t := tables[lang]
	columns := []export.Column{{Label: t.say(say("interval." + v.Interval))}, {Label: t.say(say("date.from"))}, {Label: t.say(say("date.to"))}}
	for _, a := range h.Searches {
		columns = append(columns, export.Column{Label: seriesLabel(a)})
	}
	var rows [][]any
	for i, bucket := range v.Series[0].Buckets {
		row := []any{bucket.Label(lang, h.Periods), bucket.From, bucket.To}
		for _, x := range v.Series {
			row = append(row, plainValue(v.Measure, &x.Buckets[i]))
		}
		rows = append(rows, row)
	}
	if v.Measure != find.PerMillion {
		row := []any{t.say(say("trend.elsewhere")), "", ""}
		for _, x := range v.Series {
			row = append(row, x.Missing)
		}
		rows = append(rows, row)
	}
	return sheet("trends", columns, rows)
}

// sheet is a table as a file that spreadsheets open.
func sheet(name string, columns []export.Column, rows [][]any) (any, error) {
	var b bytes.Buffer
	w := export.New(export.CSV, &b, &export.Options{Columns: columns})
	for _, row := range rows {
		if err := w.Write(&export.Row{Values: row}); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	named := http.Header{"Content-Disposition": {dispositionOf("attachment", name+"."+export.CSV.Extension())}}
	return reply{status: http.StatusOK, header: named, view: raw{export.CSV.ContentType(), b.Bytes()}}, nil
}

func plainValue(measure string, b *find.BucketView) string {
	if measure != find.PerMillion {
		return strconv.Itoa(b.Count)
	}
	if b.PerMillion == nil {
		return ""
	}
	return strconv.FormatFloat(*b.PerMillion, 'f', -1, 64)
}
