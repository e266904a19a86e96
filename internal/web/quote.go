package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"vankien/internal/find"
)

// quotePage checks a quotation that somebody pastes.
type quotePage struct {
	frame
	Text     string // as the form holds it
	Problem  *trouble
	View     *find.QuoteView // nil without a text
	Verdict  string
	Search   *link // the documents that have it word for word
	Passages []passageLine
}

// passageLine is a passage with where it stands.
type passageLine struct {
	find.PassageView
	Href, Where, Also, Likeness string
	Parts                       []differingPart
}

// differingPart is a run of words, with what is said of it.
type differingPart struct {
	find.DifferingView
	Note string
}

func (s *Server) quotePage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	text := url.Values(st).Get("text")
	p := &quotePage{frame: newFrame("quote", lang, "/quote", st), Text: resent(text)}
	p.Private = text != ""
	if text == "" {
		return p, nil
	}
	p.View, err = s.find.CheckQuote(r.Context(), text)
	if err != nil {
		return formAgain(lang, err, "", p, &p.Problem)
	}
	p.show(p.View)
	return p, nil
}

func (p *quotePage) show(v *find.QuoteView) {
	t, own := tables[p.Lang], p.own
	switch v.Verdict {
	case find.QuoteExact:
		p.Verdict = count(p.Lang, "quote.documents", v.Documents)
	default:
		p.Verdict = t.say(say("quote.verdict." + string(v.Verdict)))
	}
	if v.Search != "" {
		p.Search = &link{Label: t.say(say("quote.search")), Href: own.set("q", v.Search).set("sort", "date").set("match", "all").at("/search")}
	}
	for _, x := range v.Passages {
		l := passageLine{PassageView: x, Href: own.at(find.DocumentPath(x.ID)), Likeness: t.say(say("quote.like", int(100*x.Similarity)))}
		if x.Paragraph > 0 {
			l.Href, l.Where = find.DocumentPath(x.ID)+paragraphLink(own, x.Paragraph), t.say(say("quote.paragraph", x.Paragraph))
		}
		if x.AlsoAt > 0 {
			l.Also = count(p.Lang, "twins.hit", x.AlsoAt)
		}
		for _, d := range x.Parts {
			l.Parts = append(l.Parts, differingPart{d, t.say(say("quote.part." + string(d.Difference)))})
		}
		p.Passages = append(p.Passages, l)
	}
}

// quoteBody is what /api/v1/quotes/check is sent.
type quoteBody struct {
	Text *string `json:"text"`
}

// checkQuote answers whether the collection has the quotation of a body.
func (s *Server) checkQuote(r *http.Request) (any, error) {
	body, err := s.body(r, appJSON)
	if err != nil {
		return nil, err
	}
	text, err := quoteOf(body.data)
	body.release()
	if err != nil {
		return nil, err
	}
	return s.gated(func(r *http.Request) (any, error) { return s.find.CheckQuote(r.Context(), text) })(r)
}

// quoteOf reads the body of a check, which has nothing but a text.
func quoteOf(body []byte) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return "", malformed(err, "err.quote.body")
	}
	for name := range members {
		if name != "text" {
			return "", fail("invalid_parameter", say("err.quote.member", name))
		}
	}
	var b quoteBody
	if err := json.Unmarshal(body, &b); err != nil || b.Text == nil {
		return "", fail("malformed_json", say("err.quote.body"))
	}
	return *b.Text, nil
}
