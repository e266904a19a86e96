package web

import (
	"bytes"
	"net/http/httptest"
	"slices"
	"testing"

	"vankien/internal/find"
)

// chartShown is what the template makes of a chart.
func chartShown(t *testing.T, c *chart) node {
	t.Helper()
	s := newServer(t, Options{})
	w := httptest.NewRecorder()
	var b bytes.Buffer
	if err := s.faces[find.Vietnamese]["search"].ExecuteTemplate(&b, "chart", c); err != nil {
		t.Fatal(err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
	return parsePage(t, w, 200)
}

// TestChartOfBars: each bar has a title and a link that the table has, too, and its
// height is its share.
func TestChartOfBars(t *testing.T) {
	p := chartShown(t, &chart{Lang: find.Vietnamese, ID: "time", Caption: "Tài liệu theo năm", Axis: "Năm", Unit: "Tài liệu", Bars: []chartBar{
		{Label: "2023", Href: "/search?year=2023", Count: 1000}, {Label: "2024", Href: "/search?year=2024"}, {Label: "2025", Href: "/search?year=2025", Count: 500, Chosen: true},
		{Label: "Không có ngày", Href: "/search?year=none", Count: 7, Apart: true}}})
	plot := p.one(t, "svg", ".chart-plot")
	if plot.attr("aria-hidden") != "true" {
		t.Error("screen readers read the picture")
	}
	var heights, titles []string
	for _, a := range plot.all("a") {
		titles = append(titles, a.one(t, "title").text()+" → "+a.attr("href"))
		if a.attr("tabindex") != "-1" {
			t.Error("the Tab key stops at a bar")
		}
	}
	for _, r := range plot.all("rect", ".chart-bar") {
		heights = append(heights, r.attr("height"))
	}
	if want := []string{"2023: 1.000 → /search?year=2023", "2024: 0 → /search?year=2024", "2025: 500 → /search?year=2025", "Không có ngày: 7 → /search?year=none"}; !slices.Equal(titles, want) {
		t.Errorf("titles %q", titles)
	}
	if want := []string{"76%", "38%", "0.8%"}; !slices.Equal(heights, want) {
		t.Errorf("heights %q", heights)
	}
	var rows []string
	for _, r := range p.one(t, "table").all("tr")[1:] {
		rows = append(rows, r.text()+" → "+r.one(t, "a").attr("href"))
	}
	if want := []string{"2023 1.000 → /search?year=2023", "2024 0 → /search?year=2024", "2025 500 → /search?year=2025", "Không có ngày 7 → /search?year=none"}; !slices.Equal(rows, want) {
		t.Errorf("rows %q", rows)
	}
	if got := p.one(t, "a", "aria-current=true").text(); got != "2025" {
		t.Errorf("chosen is %q", got)
	}
	var ticks []string
	for _, x := range plot.all("text", ".chart-tick") {
		ticks = append(ticks, x.text()+" "+x.attr("text-anchor"))
	}
	if want := []string{"2023 start", "2024 middle", "2025 end"}; !slices.Equal(ticks, want) {
		t.Errorf("ticks %q", ticks)
	}
}

// TestChartOfLines: lines differ in more than colour, and the table has a column for each.
func TestChartOfLines(t *testing.T) {
	c := &chart{Lang: find.English, ID: "t", Caption: "c", Axis: "Year", Bars: []chartBar{{Label: "2024"}, {Label: "2025"}}, Lines: []chartLine{
		{"a", []chartValue{{1, "1", "/a", false}, {4, "4", "", false}}}, {"b", []chartValue{{0, "0", "", false}, {2, "2", "/b", false}}}}}
	p := chartShown(t, c)
	var lines []string
	for _, l := range p.one(t, "svg", ".chart-plot").all("polyline") {
		lines = append(lines, l.attr("class")+" "+l.attr("points"))
	}
	if want := []string{"chart-line l1 250,670 750,100", "chart-line l2 250,860 750,480"}; !slices.Equal(lines, want) {
		t.Errorf("lines %q", lines)
	}
	if got := p.one(t, "table").text(); got != "Year a b 2024 1 0 2025 4 2" {
		t.Errorf("table %q", got)
	}
	if got := textsOf(p.one(t, "ul", ".chart-legend").all("li")); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("legend %q", got)
	}
}

// TestALineHasGaps: where there is no value, none is drawn, and one that stands alone has
// its marker.
func TestALineHasGaps(t *testing.T) {
	c := &chart{Lang: find.English, ID: "t", Axis: "Year"}
	values := []chartValue{{Value: 1}, {Value: 2}, {None: true}, {None: true}, {Value: 2}}
	for range values {
		c.Bars = append(c.Bars, chartBar{Label: "x"})
	}
	c.Lines = []chartLine{{"a", values}}
	plot := chartShown(t, c).one(t, "svg", ".chart-plot")
	lines := plot.all("polyline")
	if len(lines) != 1 || lines[0].attr("points") != "100,480 300,100" {
		t.Errorf("%d lines", len(lines))
	}
	if n := len(plot.all("circle")); n != 3 {
		t.Errorf("%d markers", n)
	}
}

// TestChartWithoutBars shows nothing.
func TestChartWithoutBars(t *testing.T) {
	if p := chartShown(t, &chart{ID: "x"}); len(p.all("figure")) != 0 {
		t.Error("an empty chart is shown")
	}
}
