package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/find"
)

// pageView is what a page template can show: a struct that begins with a frame.
type pageView interface{ language() find.Language }

// frame is what all pages have in common.
type frame struct {
	Name      string // of the page, for the style sheet
	Lang      find.Language
	Private   bool   // not for search engines
	Q         string // in the search box
	Keep      []pair // what the search box carries along
	Home      string
	Browse    string
	Help      string
	Analyze   string
	KWIC      string
	Trends    string
	Quote     string
	Review    string
	Upload    string
	Files     string
	Admin     string
	Saved     string
	Follow    *followMenu // of what is shown; nil: it cannot be followed
	Other     string      // this page in the other language; "" if it has none
	OtherLang find.Language

	own state // what every link carries
}

func (f *frame) language() find.Language { return f.Lang }

// pair is a parameter for a form to carry.
type pair struct{ Name, Value string }

// link is a place to go, with what there is to say about it.
type link struct {
	Label, Href, Detail string
	Count               int
	On                  bool // we are there
}

// otherLanguage is the one of the two that lang is not.
func otherLanguage(lang find.Language) find.Language {
	if lang == find.English {
		return find.Vietnamese
	}
	return find.English
}

// pageState splits the parameters of a page into its language and the rest. The
// rest names a language only where it is not that of the house.
func pageState(r *http.Request) (find.Language, state, error) {
	v := &find.Params{Values: r.URL.Query()}
	own := cmp.Or(traceOf(r.Context()).lang, find.Vietnamese)
	lang := find.Language(v.Choice("lang", string(own), string(otherLanguage(own))))
	st := state(v.Values).clone()
	for name, vs := range st {
		if len(strings.Join(vs, "")) == 0 {
			delete(st, name)
		}
	}
	if lang == own {
		delete(st, "lang")
	}
	return lang, st, v.Err()
}

// own is what every link of a page with these parameters carries: its language, where
// that is not the one of the house.
func (s state) own() state {
	if lang := s["lang"]; lang != nil {
		return state{"lang": lang}
	}
	return state{}
}

// newFrame returns the frame of a page whose own address has the parameters st.
func newFrame(name string, lang find.Language, path string, st state) frame {
	f := frame{Name: name, Lang: lang, OtherLang: otherLanguage(lang), Q: resent(url.Values(st).Get("q")), own: st.own()}
	own, other := f.own, st.without("lang")
	if len(own) == 0 {
		other = st.set("lang", string(f.OtherLang))
	}
	f.Home, f.Browse, f.Other = own.at("/"), own.at("/search"), other.at(path)
	f.Help, f.Analyze = own.at("/help"), own.at("/analyze")
	f.Review, f.Upload, f.Files = own.at("/review"), own.at("/upload"), own.at("/files")
	f.Saved = own.at("/saved")
	f.Trends, f.KWIC, f.Quote = own.at(trendPath), own.at("/kwic"), own.at("/quote")
	f.Admin = own.at("/admin")
	f.Keep = pairs(own)
	return f
}

// pairs lists the parameters of a state, but not the named ones.
func pairs(st state, but ...string) (ps []pair) {
	st = st.without(but...)
	for _, name := range addressParams {
		for _, v := range st[name] {
			ps = append(ps, pair{name, v})
		}
	}
	return ps
}

// trouble is a problem as a page tells it.
type trouble struct {
	Title   string
	Lines   []string
	Excerpt *excerpt
}

// excerpt shows the place of a query that cannot be read.
type excerpt struct{ Before, At, After string }

func newTrouble(lang find.Language, p *Problem, q string) *trouble {
	t := &trouble{Title: tables[lang].say(say("title." + p.Code))}
	seen := map[string]bool{}
	for _, m := range troubles(p) {
		if line := sentence(tables[lang].say(m)); !seen[line] {
			seen[line] = true
			t.Lines = append(t.Lines, line)
		}
	}
	if p.Position != nil && q != "" {
		t.Excerpt = cutAt(q, *p.Position)
	}
	return t
}

// formAgain answers with a page, whose form is as it was filled in, and with what is wrong
// with that as its problem. An error that is not the form's stays one. q is the query that
// the problem may have a place in.
func formAgain(lang find.Language, err error, q string, page any, problem **trouble) (any, error) {
	bad := problemOf(err)
	if bad.Status != http.StatusBadRequest {
		return nil, err
	}
	*problem = newTrouble(lang, bad, q)
	return reply{status: bad.Status, view: page}, nil
}

// troubles is what a page says of a problem. The wording of another room is
// English, so only the sentence around it is said.
func troubles(p *Problem) []find.Message {
	all := []find.Message{p.say}
	for _, f := range p.Errors {
		if f.say.Key != "" {
			all = append(all, f.say)
		}
	}
	return all
}

// cutAt shows a few words before and after a place in a query.
func cutAt(q string, at int) *excerpt {
	const around = 40
	rs := []rune(q)
	at = min(at, len(rs))
	end := min(at+1, len(rs))
	return &excerpt{string(rs[max(0, at-around):at]), string(rs[at:end]), string(rs[end:min(len(rs), end+around)])}
}

// sentence gives a clause its capital letter, unless it begins with the name of
// a parameter, and its full stop.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if word, _, _ := strings.Cut(s, " "); !strings.Contains(word, "=") {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
