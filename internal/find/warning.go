package find

import (
	"context"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// WarningView tells what was done other than asked.
type WarningView struct {
	Code     string   `json:"code"`
	Position *int     `json:"position,omitempty"` // code points into q
	Detail   string   `json:"detail"`
	Args     []string `json:"args,omitempty"` // names and numbers of the detail
	Q        string   `json:"q,omitempty"`    // the query for which it is done the other way

	code index.Code
}

func (a *Search) warningViews(warnings []index.Warning) []WarningView {
	all := make([]WarningView, len(warnings))
	for i, w := range warnings {
		all[i] = WarningView{Code: w.Code.Kind(), Detail: detail(w), Args: w.Args, code: w.Code}
		if w.Offset >= 0 {
			at := codePoints(a.Q, w.Offset)
			all[i].Position = &at
		}
		all[i].Q = a.otherwise(w)
	}
	return all
}

// otherwise is the query for which what a warning is about is done the other way;
// "" where there is none.
func (a *Search) otherwise(w index.Warning) string {
	if w.Code != index.WarnTyping {
		return w.Otherwise(a.Q)
	}
	return plainWords(a.Request.Query, func(_ int, typed query.Word) bool { return viet.Term(viet.Compose(typed.Text)) == w.Args[0] })
}

// Link is what a page calls the search that Q asks for.
func (w WarningView) Link(lang Language) string { return lang.say("warn." + string(w.code) + ".undo") }

// detail says a warning to programs.
func detail(w index.Warning) string {
	args := english.parts(w.Code, w.Args)
	if text, ok := details[w.Code]; ok {
		return english.fill(text, args)
	}
	return english.Say(Say(english.warning(w.Code), args...))
}

// Text says the warning as a page does.
func (w WarningView) Text(lang Language) string {
	t := facts[lang]
	args := t.parts(w.code, w.Args)
	if w.code == index.WarnFormerPlace {
		args[2] = lang.Date(w.Args[2])
	}
	text := Say(t.warning(w.code), args...)
	if w.Position == nil || w.code == query.WarnNoWord { // which is about the whole query
		return t.Say(text)
	}
	return t.Say(Say("warn.at", text, *w.Position+1))
}

// parts are the parts of the sentence about a warning: its arguments, those
// without a fixed number as one.
func (t Texts) parts(c index.Code, args []string) (all []any) {
	if c == index.WarnAmbiguous {
		args = []string{args[0], strings.Join(args[1:], t["list.or"])}
	}
	for _, a := range args {
		all = append(all, a)
	}
	return all
}

// warning is the key of what a page says of a warning: of its code, or of its
// kind where a page says less.
func (t Texts) warning(c index.Code) string {
	if key := "warn." + string(c); t[key] != "" {
		return key
	}
	return "warn." + c.Kind()
}

// unknownTopics warns of filters by a topic that neither the catalogue knows nor
// any document has: a mistyped topic finds nothing, or excludes nothing.
func (s *Service) unknownTopics(ctx context.Context, a *Search) ([]index.Warning, error) {
	f := a.Request.Filter
	given := slices.Concat(f.Any[index.FieldTopic], f.None[index.FieldTopic])
	given = slices.DeleteFunc(given, func(topic string) bool { _, ok := a.cat.Resolve(topic); return ok || topic == index.NoValue })
	if len(given) == 0 {
		return nil, nil
	}
	counts, err := s.topicCounts(ctx)
	if err != nil {
		return nil, err
	}
	var all []index.Warning
	for _, topic := range given {
		if counts[topic] == 0 {
			all = append(all, index.Warning{Code: index.WarnUnknownTopic, Offset: -1, Args: []string{topic}})
		}
	}
	return all, nil
}
