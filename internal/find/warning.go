package find

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"vankien/index"
	"vankien/index/query"
)

// WarningView tells what was done other than asked.
type WarningView struct {
	Code     string `json:"code"`
	Position *int   `json:"position,omitempty"` // code points into q
	Detail   string `json:"detail"`

	say Message // for a page; without a key the text is found by the code
}

func warningViews(q string, parsed []query.Warning, searched []index.Warning) []WarningView {
	all := make([]WarningView, 0, len(parsed)+len(searched))
	for _, w := range parsed {
		at := codePoints(q, w.Offset)
		v := WarningView{Code: w.Code, Position: &at, Detail: w.Detail}
		if w.Code == query.WarnNoWord {
			v.say = Say("warn.nothing_asked") // the index says of a part what this says of the whole
		}
		all = append(all, v)
	}
	for _, w := range searched {
		v := WarningView{Code: w.Code, Detail: w.Detail}
		if w.Offset >= 0 {
			at := codePoints(q, w.Offset)
			v.Position = &at
		}
		all = append(all, v)
	}
	return all
}

// unknownTopics warns of filters by a topic that neither the catalogue knows nor
// any document has: a mistyped topic finds nothing, or excludes nothing.
func (s *Service) unknownTopics(ctx context.Context, a *Search) ([]WarningView, error) {
	f := a.Request.Filter
	given := slices.Concat(f.Any[index.FieldTopic], f.None[index.FieldTopic])
	given = slices.DeleteFunc(given, func(topic string) bool { _, ok := a.cat.Resolve(topic); return ok })
	if len(given) == 0 {
		return nil, nil
	}
	counts, err := s.topicCounts(ctx)
	if err != nil {
		return nil, err
	}
	var all []WarningView
	for _, topic := range given {
		if counts[topic] == 0 {
			m := Say("warn.unknown_topic", topic)
			all = append(all, WarningView{Code: "unknown_topic", Detail: english.Say(m), say: m})
		}
	}
	return all, nil
}

// Text says the warning as a page does.
func (w WarningView) Text(lang Language) string {
	t := Facts[lang]
	if w.say.Key != "" {
		return t.Say(w.say)
	}
	if around, ok := named[w.Code]; ok {
		return namedWarning(lang, w, around)
	}
	key := "warn." + w.Code
	if t[key] == "" {
		key = "warn.other"
	}
	if w.Position == nil {
		return t.Say(Say(key))
	}
	return t.Say(Say("warn.at", t.Say(Say(key)), *w.Position+1))
}

// named are the warnings of the index that name something, with what stands
// around the names in their detail.
var named = map[string][]string{
	"unknown_kind":           {"there is no kind ", ", so nothing"},
	"ambiguous_abbreviation": {"", " can mean ", "; all are"},
	"former_place":           {"", " is part of ", " since ", "; documents"},
	"typing_decoded":         {"", " is in no document; it is read as ", ""},
}

// namedWarning says a warning of named with its names; a detail worded
// otherwise has none.
func namedWarning(lang Language, w WarningView, around []string) string {
	t := Facts[lang]
	names, ok := between(w.Detail, around)
	if !ok {
		return t.Say(Say("warn.other"))
	}
	switch w.Code {
	case "ambiguous_abbreviation":
		names[1] = strings.ReplaceAll(names[1].(string), english["warn.or"], t["warn.or"])
	case "former_place":
		names[2] = lang.Date(names[2].(string))
	}
	return t.Say(Say("warn."+w.Code, names...))
}

// between returns what stands between the given pieces of a text, without
// quotation marks.
func between(text string, around []string) (found []any, ok bool) {
	text, ok = strings.CutPrefix(text, around[0])
	for i := 1; i < len(around) && ok; i++ {
		name := text
		if around[i] != "" {
			name, text, ok = strings.Cut(text, around[i])
		}
		if plain, err := strconv.Unquote(name); err == nil {
			name = plain
		}
		found = append(found, name)
	}
	return found, ok
}
