package web

import (
	"net/http"
	"net/url"
	"unicode/utf8"

	"vankien/internal/viet"
)

// MaxAnalyzed is the longest text that is analyzed for a request, in code
// points.
const MaxAnalyzed = 10_000

// AnalysisView shows what became of each word of a text: the JSON of
// /api/v1/analyze and of the command analyze.
type AnalysisView struct {
	Text   string      `json:"text"` // composed; all offsets are into it
	Tokens []TokenView `json:"tokens"`
}

// TokenView is a word or an alias of several. Bytes, Chars and UTF16 are one
// place in bytes of UTF-8, in code points and in UTF-16 units: start and end,
// half-open.
type TokenView struct {
	Surface  string   `json:"surface"` // as it stands in the text
	Term     string   `json:"term"`    // as it is indexed
	Fold     string   `json:"fold"`    // without marks
	Kind     string   `json:"kind"`    // one of tokenKinds
	Position int      `json:"position"`
	Bytes    [2]int   `json:"bytes"`
	Chars    [2]int   `json:"chars"`
	UTF16    [2]int   `json:"utf16"`
	Rules    []string `json:"rules"` // of written Vietnamese that changed or made it
}

// tokenKinds names the kinds of tokens for programs.
var tokenKinds = [...]string{viet.Word: "word", viet.DocNumber: "document_number", viet.DocAlias: "document_alias", viet.Date: "date",
	viet.Number: "number", viet.Percent: "percent", viet.Roman: "roman", viet.Compound: "compound"}

// Analyze composes a text and returns its tokens, never nil, by their start.
func Analyze(text string) AnalysisView {
	v := AnalysisView{Text: viet.Compose(text), Tokens: []TokenView{}}
	var at place
	for _, e := range viet.Explain(v.Text) {
		at = at.after(v.Text[at.bytes:e.Start])
		end := at.after(e.Surface)
		v.Tokens = append(v.Tokens, TokenView{Surface: e.Surface, Term: e.Term, Fold: e.Fold, Kind: tokenKinds[e.Kind], Position: e.Pos,
			Bytes: [2]int{at.bytes, end.bytes}, Chars: [2]int{at.chars, end.chars}, UTF16: [2]int{at.utf16, end.utf16},
			Rules: append([]string{}, e.Rules...)})
	}
	return v
}

// place is one place of a text, counted in three ways (rule O03).
type place struct{ bytes, chars, utf16 int }

// after returns the place behind a piece of text that begins at p.
func (p place) after(piece string) place {
	for _, r := range piece {
		p.chars++
		p.utf16++
		if r >= 0x10000 {
			p.utf16++
		}
	}
	p.bytes += len(piece)
	return p
}

// text returns what is to be analyzed; "" is none. A text that is too long is
// a fault.
func (v *values) text() string {
	text := v.Get("text")
	if n := utf8.RuneCountInString(text); n > MaxAnalyzed {
		v.faults.add("invalid_parameter", "text", say("err.text", n, MaxAnalyzed))
	}
	return text
}

func (s *Server) analyzeJSON(r *http.Request) (any, error) {
	v := &values{Values: r.URL.Query()}
	text := v.text()
	if text == "" {
		v.faults.add("invalid_parameter", "text", say("err.missing", "text"))
	}
	if p := v.faults.problem(); p != nil {
		return nil, p
	}
	view := Analyze(text)
	return &view, nil
}

// analyzePage shows an analysis, with the words marked on the text.
type analyzePage struct {
	frame
	Text     string // as typed
	Problem  *trouble
	Analysis *AnalysisView // nil without a text
	Pieces   []piece
	Count    string
}

// piece is a part of a text: a word, perhaps one that an alias stands for, or
// what stands between words.
type piece struct {
	Text        string
	Word, Alias bool
}

func (s *Server) analyzePage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	v := &values{Values: url.Values(st)}
	p := &analyzePage{frame: newFrame("analyze", lang, "/analyze", st), Text: v.text()}
	p.Private = p.Text != ""
	if bad := v.faults.problem(); bad != nil {
		p.Problem, p.Other = newTrouble(lang, bad, ""), ownState(p.OtherLang).at("/analyze")
		return reply{status: bad.Status, view: p}, nil
	}
	if p.Text != "" {
		view := Analyze(p.Text)
		p.Analysis, p.Pieces = &view, pieces(&view)
		p.Count = lang.count("analyze.count", len(view.Tokens))
	}
	return p, nil
}

// pieces cuts the text of an analysis at its words.
func pieces(v *AnalysisView) (all []piece) {
	at, alias := 0, 0 // bytes: what is cut, and where the aliases so far end
	for _, t := range v.Tokens {
		if t.Kind != tokenKinds[viet.Word] {
			alias = max(alias, t.Bytes[1])
			continue
		}
		if t.Bytes[0] > at {
			all = append(all, piece{Text: v.Text[at:t.Bytes[0]]})
		}
		at = t.Bytes[1]
		all = append(all, piece{Text: t.Surface, Word: true, Alias: t.Bytes[0] < alias})
	}
	if at < len(v.Text) {
		all = append(all, piece{Text: v.Text[at:]})
	}
	return all
}
