package web

import (
	"net/http"
	"net/url"

	"vankien/internal/find"
)

func (s *Server) analyzeJSON(r *http.Request) (any, error) {
	v := &find.Params{Values: r.URL.Query()}
	text := v.Text()
	if text == "" {
		v.Refuse("invalid_parameter", "text", say("err.missing", "text"))
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	view := find.Analyze(text)
	return &view, nil
}

// analyzePage shows an analysis, with the words marked on the text.
type analyzePage struct {
	frame
	Text     string // as the form holds it
	Problem  *trouble
	Analysis *find.AnalysisView // nil without a text
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
	v := &find.Params{Values: url.Values(st)}
	text := v.Text()
	p := &analyzePage{frame: newFrame("analyze", lang, "/analyze", st), Text: resent(text)}
	p.Private = text != ""
	if err := v.Err(); err != nil {
		bad := problemOf(err)
		p.Problem, p.Other = newTrouble(lang, bad, ""), newFrame("analyze", lang, "/analyze", st.own()).Other
		return reply{status: bad.Status, view: p}, nil
	}
	if text != "" {
		view := find.Analyze(text)
		p.Analysis, p.Pieces = &view, pieces(&view)
		p.Count = count(lang, "analyze.count", len(view.Tokens))
	}
	return p, nil
}

// pieces cuts the text of an analysis at its words.
func pieces(v *find.AnalysisView) (all []piece) {
	at, alias := 0, 0 // bytes: what is cut, and where the aliases so far end
	for _, t := range v.Tokens {
		if t.Kind != find.KindWord {
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
