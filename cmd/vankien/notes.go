package main

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/find"
)

// notes says what a page says of an answer beside its hits.
func notes(v *find.SearchView) (all []string) {
	if r := v.Instead(find.English); r != nil {
		all = append(all, r.Text+" As typed: "+r.Set["q"])
	}
	if r := v.Level(find.English); r != nil && r.Link != "" {
		all = append(all, r.Text+"; "+lowered(r.Link)+" ("+options(r.Set)+")")
	} else if r != nil {
		all = append(all, r.Text)
	}
	for _, r := range v.Match.ReadBack(find.English) {
		all = append(all, readBack(r))
	}
	for _, w := range v.Warnings {
		all = append(all, w.Detail)
	}
	for _, s := range v.Suggestions {
		if !s.Used {
			all = append(all, suggestion(v, s))
		}
	}
	if v.Total == 0 && len(all) == 0 && v.Query.Q != "" {
		all = append(all, lowered(english.Say(find.Say("advice.spell"))), lowered(english.Say(find.Say("advice.fewer"))))
	}
	return all
}

// readBack says what was done with units of the query.
func readBack(r find.ReadBack) string {
	list := make([]string, len(r.Units))
	for i, u := range r.Units {
		list[i] = "“" + u.Shown() + "”"
	}
	return lowered(r.What) + ": " + strings.Join(list, ", ")
}

// suggestion asks whether another search was meant, or says what a less strict
// one finds.
func suggestion(v *find.SearchView, s find.SuggestionView) string {
	found := find.English.Number(s.Total)
	switch {
	case !s.Loosens():
		return "did you mean “" + s.Q + "” (" + found + ")?"
	case s.Q != v.Query.Q && len(s.Set) > 0:
		return plural(s.Total, "document") + " for “" + s.Q + "” " + options(s.Set)
	case s.Q != v.Query.Q:
		return plural(s.Total, "document") + " for “" + s.Q + "”"
	}
	return plural(s.Total, "document") + " " + options(s.Set)
}

// options says parameters as the flags with which they come about.
func options(set map[string]string) string {
	var with, without []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if value := set[name]; value != "" {
			with = append(with, "--"+name+" "+value)
		} else {
			without = append(without, "--"+name)
		}
	}
	var parts []string
	if with != nil {
		parts = append(parts, "with "+strings.Join(with, " "))
	}
	if without != nil {
		parts = append(parts, "without "+strings.Join(without, " "))
	}
	return strings.Join(parts, ", ")
}

// lowered begins a sentence with a small letter, to go on with.
func lowered(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
