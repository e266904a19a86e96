package find

import (
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
	Kind     string   `json:"kind"`    // KindWord or another of tokenKinds
	Position int      `json:"position"`
	Bytes    [2]int   `json:"bytes"`
	Chars    [2]int   `json:"chars"`
	UTF16    [2]int   `json:"utf16"`
	Rules    []string `json:"rules"` // of written Vietnamese that changed or made it
}

// KindWord is a token that is a word as it stands; every other kind is an alias.
const KindWord = "word"

// tokenKinds names the kinds of tokens for programs.
var tokenKinds = [...]string{viet.Word: KindWord, viet.DocNumber: "document_number", viet.DocAlias: "document_alias", viet.Date: "date",
	viet.Number: "number", viet.Percent: "percent", viet.Roman: "roman", viet.Compound: "compound", viet.Time: "time", viet.Ordinal: "ordinal"}

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

// Text returns what is to be analyzed; "" is none. A text that is too long is
// a fault.
func (v *Params) Text() string {
	text := v.Get("text")
	if n := utf8.RuneCountInString(text); n > MaxAnalyzed {
		v.Refuse("invalid_parameter", "text", Say("err.text", n, MaxAnalyzed))
	}
	return text
}
