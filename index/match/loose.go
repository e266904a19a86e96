package match

import (
	"strings"
	"unicode"

	"vankien/index/plan"
	"vankien/index/snippet"
)

// loosen notes which matches of some terms stand without the others; found is in
// text order.
func loosen(found []snippet.Match, text string, u plan.Terms) {
	for i := range found {
		if t := found[i].Term; t >= u.From && t < u.To {
			found[i].Loose = true
		}
	}
	for i := range found {
		if found[i].Term == u.From {
			tighten(found[i:], text, u)
		}
	}
}

// tighten notes that the terms stand together at the first of some matches, if
// they do.
func tighten(found []snippet.Match, text string, u plan.Terms) {
	var buf [8]int
	at := append(buf[:0], 0)
	for i := 1; i < len(found) && len(at) < u.To-u.From; i++ {
		last := &found[at[len(at)-1]]
		if found[i].Start < last.End {
			continue
		}
		if strings.ContainsFunc(text[last.End:found[i].Start], isOfWord) {
			return
		}
		if found[i].Term == u.From+len(at) {
			at = append(at, i)
		}
	}
	if len(at) < u.To-u.From {
		return
	}
	for _, i := range at {
		found[i].Loose = false
	}
}

func isOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
