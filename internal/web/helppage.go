package web

import (
	"net/http"
	"net/url"
	"strings"

	"vankien/internal/find"
)

// helpPage says how to search, with examples of this collection.
type helpPage struct {
	frame
	Parts []helpPart
	Tools []link // other ways to look at the collection that this server has
	Can   []string
}

// helpPart is a part of the guide; its title is the text help.KEY.
type helpPart struct {
	Key     string
	Lessons []helpLesson
}

// helpLesson is an example, with what it shows: the text help.PART.KEY.
type helpLesson struct {
	Key, Show string
	Href      string
	Found     string
	Means     string
}

// helpParts are the parts of the guide, in their order.
var helpParts = []string{"words", "fields", "levels", "filters"}

// helpTools are pages that the guide leads to, and helpCan what it tells of, where
// there is the path.
var (
	helpTools = []string{"kwic", "trends", "quote", "compare", "analyze"}
	helpCan   = [][2]string{{"/so/{number:.+}", "so"}, {"/api/v1/documents/{id}/cite", "cite"}, {"/api/v1/export", "export"}, {"/search.atom", "feed"}}
)

func (s *Server) helpPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	lessons, err := s.find.Lessons(r.Context())
	if err != nil {
		return nil, err
	}
	p := &helpPage{frame: newFrame("help", lang, "/help", st)}
	for _, part := range helpParts {
		of := helpPart{Key: part}
		for _, l := range lessons {
			if l.Part == part {
				of.Lessons = append(of.Lessons, p.lesson(l))
			}
		}
		if of.Lessons != nil {
			p.Parts = append(p.Parts, of)
		}
	}
	p.Tools = s.collectionTools(lang, p.own, helpTools)
	for _, can := range helpCan {
		if s.paths[can[0]] {
			p.Can = append(p.Can, "help.can."+can[1])
		}
	}
	return p, nil
}

// collectionTools lead to the pages of these names that this server has, with what
// each is for.
func (s *Server) collectionTools(lang find.Language, own state, names []string) (tools []link) {
	t := tables[lang]
	for _, name := range names {
		if s.paths["/"+name] {
			tools = append(tools, link{Label: t.say(say("help.tool." + name)), Detail: t.say(say("help.about." + name)), Href: own.at("/" + name)})
		}
	}
	return tools
}

func (p *helpPage) lesson(l find.Lesson) helpLesson {
	st := p.own
	for name, values := range l.Set {
		st = st.set(name, values[0])
	}
	out := helpLesson{Key: "help." + l.Part + "." + l.Key, Show: inLanguage(p.Lang, l.Set), Href: st.at("/search"), Found: count(p.Lang, "results", l.Total)}
	if l.Means != "" {
		out.Means = tables[p.Lang].say(say("help.means", l.Means))
	}
	if p.Lang == find.English && l.Set.Get("q") != out.Show && l.Part == "fields" {
		out.Href = st.set("q", out.Show).at("/search")
	}
	return out
}

// englishFields are the fields of a query by their Vietnamese names.
var englishFields = map[string]string{"tieude": "title", "nguoi": "speaker", "chude": "topic", "coquan": "organisation", "noi": "place", "so": "number",
	"nguoiky": "signer", "ngay": "date"}

// inLanguage is what is typed, or for a filter its value, with names of fields in a
// language.
func inLanguage(lang find.Language, set url.Values) string {
	q := set.Get("q")
	if name, rest, ok := strings.Cut(q, ":"); ok && lang == find.English && englishFields[name] != "" {
		return englishFields[name] + ":" + rest
	}
	return q
}
