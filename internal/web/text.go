package web

import (
	"maps"

	"vankien/internal/find"
)

func say(key string, args ...any) find.Message { return find.Say(key, args...) }

// verbatim is a text that another room has worded, in English.
func verbatim(text string) find.Message { return say("", text) }

// texts is one language's table: what only pages and answers over HTTP say,
// and what find says.
type texts map[string]string

var tables = map[find.Language]texts{
	find.Vietnamese: vietnamese.with(find.Vietnamese.Facts()),
	find.English:    english.with(find.English.Facts()),
}

func (t texts) with(facts find.Texts) texts {
	all := maps.Clone(t)
	maps.Copy(all, facts)
	return all
}

// say panics on a key that the table does not have; the tests say all of them.
func (t texts) say(m find.Message) string { return find.Texts(t).Say(m) }

// count says a number of things: key.one for one, key.other for another number.
func count(l find.Language, key string, n int) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return tables[l].say(say(key+form, l.Number(n)))
}
