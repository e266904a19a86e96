package web

import (
	"strconv"
	"strings"

	"vankien/internal/find"
)

// A chart is one picture and one table of the same numbers. The picture is for the
// eye and the pointer: screen readers and the Tab key pass it by, as a hundred bars would
// stand before all that follows; what it says and where it leads is in the table, which
// unfolds beneath it. The picture has no size of its own: all places are shares of the
// box that the style sheet gives it, so letters and lines keep their size at every
// width. Lines differ in dashes and markers, not in colour alone.
//
// The template "chart" of part_chart.html shows one; its page links chart.css.
type chart struct {
	Lang    find.Language
	ID      string // begins the ids of its elements; of its own on the page
	Caption string // what is counted, and of what
	Axis    string // what the bars are, as the head of a column: "Năm"
	Unit    string // what is counted, as the head of a column: "Tài liệu"
	Bars    []chartBar

	// Lines are drawn instead of bars where there are any, each with a value for each
	// of the Bars, of which only labels count then.
	Lines []chartLine
	Open  bool // the table is unfolded
}

// chartBar is one step of the axis.
type chartBar struct {
	Label  string // "2024", "01/2024", "Không có ngày"
	Href   string // "": it leads nowhere
	Count  int
	Chosen bool
	Apart  bool // it is no step of the axis, as documents without a date are none: it stands behind the others, and no line has a point there
}

// chartLine is one of several series.
type chartLine struct {
	Label  string
	Values []chartValue
}

// chartValue is a value with how it is written and where it leads.
type chartValue struct {
	Value float64
	Text  string
	Href  string
	None  bool // there is no value, which is not nothing: the line has a gap
}

// Style is the number of what a line looks like, from 1.
func (c *chart) Style(line int) int { return line%maxStyles + 1 }

// maxStyles is how many lines look different.
const maxStyles = 5

// Where things stand in a box, in percent of it.
const (
	chartTop    = 10.0 // above is the largest value
	chartBottom = 86.0 // below are the labels of the axis
)

// drawing is a chart with places.
type drawing struct {
	Columns []drawnColumn
	Lines   []drawnLine
	Ticks   []drawnTick
	Most    string // the largest value, as it is written
}

// drawnColumn is what stands above a step of the axis.
type drawnColumn struct {
	chartBar
	X, Width string // of the column
	BarX     string
	BarWidth string
	Y        string
	Height   string // "": nothing stands there
	Title    string
}

type drawnLine struct {
	Style int
	Parts []string // points in a box of 1000 × 1000, between the gaps
	Marks []drawnMark
}

type drawnMark struct{ X, Y string }

type drawnTick struct{ X, Anchor, Label string }

// Draw returns the chart as the template draws it.
func (c *chart) Draw() *drawing {
	n := float64(len(c.Bars)) + apartGap*float64(c.apart())
	if n == 0 {
		return &drawing{}
	}
	d, step := &drawing{}, 100/n
	most, text := c.most()
	d.Most = text
	xs := make([]float64, len(c.Bars))
	for i, b := range c.Bars {
		xs[i] = step * float64(i)
		if b.Apart {
			xs[i] += step * apartGap
		}
		d.Columns = append(d.Columns, c.column(i, xs[i], step, most))
	}
	for i := range c.Lines {
		d.Lines = append(d.Lines, c.line(i, xs, step, most))
	}
	d.Ticks = c.ticks(xs, step)
	return d
}

// apartGap is the room before what stands apart, in bars.
const apartGap = 0.6

func (c *chart) apart() int {
	if n := len(c.Bars); n > 0 && c.Bars[n-1].Apart {
		return 1
	}
	return 0
}

// most is the largest value and how it is written.
func (c *chart) most() (most float64, text string) {
	if len(c.Lines) == 0 {
		n := 0
		for _, b := range c.Bars {
			n = max(n, b.Count)
		}
		return float64(n), c.Lang.Number(n)
	}
	for _, l := range c.Lines {
		for _, v := range l.Values {
			if v.Value > most {
				most, text = v.Value, v.Text
			}
		}
	}
	return most, text
}

func (c *chart) column(i int, x, step, most float64) drawnColumn {
	b := c.Bars[i]
	d := drawnColumn{chartBar: b, X: share(x), Width: share(step), Title: b.Label + ": "}
	if len(c.Lines) > 0 {
		var said []string
		for _, l := range c.Lines {
			said = append(said, l.Values[i].Text+" "+l.Label)
		}
		d.Title += strings.Join(said, "; ")
		return d
	}
	d.Title += c.Lang.Number(b.Count)
	const filled = 0.8 // of the width of a step
	d.BarX, d.BarWidth = share(x+step*(1-filled)/2), share(step*filled)
	if b.Count > 0 {
		height := max(0.8, (chartBottom-chartTop)*float64(b.Count)/most)
		d.Y, d.Height = share(chartBottom-height), share(height)
	}
	return d
}

// manyPoints is how many points of a line have a marker each; of more some do.
const manyPoints = 24

func (c *chart) line(i int, xs []float64, step, most float64) drawnLine {
	d := drawnLine{Style: c.Style(i)}
	var points []string
	every := len(xs)/manyPoints + 1
	for k, v := range c.Lines[i].Values {
		if c.Bars[k].Apart || v.None {
			d.part(points)
			points = nil
			continue
		}
		y := chartBottom
		if most > 0 {
			y -= (chartBottom - chartTop) * v.Value / most
		}
		x := xs[k] + step/2
		points = append(points, strconv.Itoa(int(10*x+.5))+","+strconv.Itoa(int(10*y+.5)))
		if k%every == i%every || len(points) == 1 && c.gapAfter(i, k) {
			d.Marks = append(d.Marks, drawnMark{share(x), share(y)})
		}
	}
	d.part(points)
	return d
}

// part draws points that follow each other; of one there is but its marker.
func (d *drawnLine) part(points []string) {
	if len(points) > 1 {
		d.Parts = append(d.Parts, strings.Join(points, " "))
	}
}

// gapAfter reports whether a line does not go on after a value.
func (c *chart) gapAfter(line, at int) bool {
	values := c.Lines[line].Values
	return at+1 == len(values) || values[at+1].None
}

// ticks labels the first step of the axis, the last, and some between.
func (c *chart) ticks(xs []float64, step float64) (ticks []drawnTick) {
	last := len(xs) - 1 - c.apart()
	if last < 0 {
		return nil
	}
	many := 5
	for _, b := range c.Bars[:last+1] {
		if len([]rune(b.Label)) > 4 {
			many = 2
		}
	}
	parts := min(many, max(last, 1))
	before := -1
	for k := range parts + 1 {
		i := (last*k + parts/2) / parts
		if i == before {
			continue
		}
		before = i
		t := drawnTick{X: share(xs[i] + step/2), Anchor: "middle", Label: c.Bars[i].Label}
		switch {
		case i == 0 && last > 0:
			t.X, t.Anchor = share(xs[i]), "start"
		case i == last && last > 0:
			t.X, t.Anchor = share(xs[i]+step), "end"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// share writes a part of the box.
func share(percent float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(percent, 'f', 2, 64), "0"), ".") + "%"
}
