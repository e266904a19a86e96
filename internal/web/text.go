package web

import "vankien/internal/find"

func say(key string, args ...any) find.Message { return find.Say(key, args...) }

// verbatim is a text that another room has worded, in English.
func verbatim(text string) find.Message { return say("", text) }

// texts is one language's table: what only pages and answers over HTTP say,
// and what find says.
type texts map[string]string

var tables = map[find.Language]texts{
	find.Vietnamese: tableOf(texts(find.Vietnamese.Facts()), vietnamese, vietnameseResults, vietnameseReading, vietnameseCitations, vietnameseCite,
		vietnameseKWIC, vietnameseTrends, vietnameseQuotes, vietnameseTake, vietnameseFollow, vietnameseHouse),
	find.English: tableOf(texts(find.English.Facts()), english, englishResults, englishReading, englishCitations, englishCite,
		englishKWIC, englishTrends, englishQuotes, englishTake, englishFollow, englishHouse),
}

// tableOf panics on a key that two tables have.
func tableOf(tables ...texts) texts {
	all := texts{}
	for _, t := range tables {
		for key, text := range t {
			if _, twice := all[key]; twice {
				panic("web: two texts " + key)
			}
			all[key] = text
		}
	}
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
