package web

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vankien/internal/export"
	"vankien/internal/find"
)

const keynessPath = "/trends/words"

// keynessPage shows what words mark one time against another.
type keynessPage struct {
	frame
	Problem *trouble
	A, B    string // as the form holds them
	Min     string
	Query   string
	Carried []pair
	Periods []link // what can be typed: Detail is the id
	Sides   []keySide
	Summary string
	Neither string
	CSV     string
	JSON    string
}

// keySide is the words that mark one of the two times.
type keySide struct {
	Title string
	Rows  []keyRow
}

// keyRow is a word with how often both times have it.
type keyRow struct {
	Text, Href string
	A, B       string
	Times      string // how many times more frequent it is
	Likelihood string
}

func (s *Server) keynessPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	form := &find.Params{Values: url.Values{"format": {url.Values(st).Get("format")}}}
	csv := form.Choice("format", "html", "csv") == "csv"
	if form.Err() != nil {
		return nil, form.Err()
	}
	st = st.without("format")
	v := url.Values(st)
	p := &keynessPage{frame: newFrame("keyness", lang, keynessPath, st), A: resent(v.Get("a")), B: resent(v.Get("b")), Min: resent(v.Get("min")),
		Query: resent(v.Get("q")), Carried: pairs(st, "a", "b", "min", "q")}
	p.Private, p.Q = true, ""
	for _, set := range s.find.Periods() {
		for i := range set.Periods {
			x := &set.Periods[i]
			p.Periods = append(p.Periods, link{Label: set.Label(string(lang)) + ": " + x.Label(string(lang)), Detail: x.ID})
		}
	}
	if v.Get("a") == "" && v.Get("b") == "" {
		return p, nil
	}
	k, err := s.find.ReadKeyness(v, lang)
	if err == nil {
		var view *find.KeynessView
		if view, err = s.find.Keyness(r.Context(), k); err == nil {
			if csv {
				return keynessTable(lang, k, view)
			}
			p.show(k, view, st)
			return p, nil
		}
	}
	return formAgain(lang, err, "", p, &p.Problem)
}

// show fills the page with the answer.
func (p *keynessPage) show(k *find.Keyness, v *find.KeynessView, st state) {
	t, n := tables[p.Lang], p.Lang.Number
	a, b := keySpans(p.Lang, k)
	p.Summary = t.say(say("key.summary", a, n(v.A.Documents), n(v.A.Words), b, n(v.B.Documents), n(v.B.Words)))
	if v.Neither > 0 {
		p.Neither = t.say(say("key.neither", n(v.Neither)))
	}
	p.CSV = st.set("format", "csv").at(keynessPath)
	p.JSON = find.Address("/api/v1/keyness", url.Values(st), find.KeynessParams())
	search := st.without("a", "b", "min")
	for _, side := range []struct {
		title string
		of    *find.KeySpan
		list  []find.KeyWord
	}{{a, &k.A, v.More}, {b, &k.B, v.Less}} {
		x := keySide{Title: t.say(say("key.side", side.title))}
		for _, w := range side.list {
			x.Rows = append(x.Rows, keyRow{Text: w.Text, Href: wordSearch(search, k, side.of, w.Text), A: n(w.A), B: n(w.B),
				Times: t.times(p.Lang, w), Likelihood: measured(p.Lang, w.LogLikelihood)})
		}
		p.Sides = append(p.Sides, x)
	}
}

// keySpans are the names of the two times.
func keySpans(lang find.Language, k *find.Keyness) (a, b string) {
	if k.B.Rest {
		return k.A.Label, tables[lang].say(say("key.rest"))
	}
	return k.A.Label, k.B.Label
}

// keynessTable is the words of both times as a table.
func keynessTable(lang find.Language, k *find.Keyness, v *find.KeynessView) (any, error) {
	t := tables[lang]
	a, b := keySpans(lang, k)
	columns := []export.Column{{Label: t.say(say("interval.period"))}, {Label: t.say(say("key.word"))}, {Label: a}, {Label: b}, {Label: "log2"}, {Label: "G²"}}
	var rows [][]any
	for i, list := range [][]find.KeyWord{v.More, v.Less} {
		for _, w := range list {
			ratio := ""
			if w.A > 0 && w.B > 0 {
				ratio = strconv.FormatFloat(math.Abs(w.LogRatio), 'f', -1, 64)
			}
			rows = append(rows, []any{[]string{a, b}[i], w.Text, w.A, w.B, ratio, strconv.FormatFloat(w.LogLikelihood, 'f', -1, 64)})
		}
	}
	return sheet("words", columns, rows)
}

// wordSearch is the search for a word in the documents of a time, within the search that
// was asked.
func wordSearch(st state, k *find.Keyness, of *find.KeySpan, text string) string {
	q := fmt.Sprintf("%q", text)
	if strings.TrimSpace(k.Search.Q) != "" {
		q = "(" + k.Search.Q + ") " + q
	}
	st = st.set("q", q)
	if !of.Rest {
		st = st.set("from", of.From).set("to", of.To)
	}
	return st.at("/search")
}

// times says how many times more frequent a word is. One that the other time does not
// have at all is not so many times as frequent.
func (t texts) times(lang find.Language, w find.KeyWord) string {
	if w.A == 0 || w.B == 0 {
		return t.say(say("key.only"))
	}
	return "×" + measured(lang, math.Exp2(math.Abs(w.LogRatio)))
}
