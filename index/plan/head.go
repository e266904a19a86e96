package plan

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// heads are words that begin the name of a body or place, by themselves and as
// folds.
var heads, headFolds = func() (terms, folds map[string]bool) {
	terms, folds = map[string]bool{}, map[string]bool{}
	for _, h := range []string{"bộ", "sở", "cục", "viện", "vụ", "ban", "tỉnh", "huyện", "quận", "phường", "xã", "trường", "ủy ban", "thành phố"} {
		terms[viet.Compose(h)], folds[viet.Fold(h)] = true, true
	}
	return terms, folds
}()

// withHeads joins a head word to the unit behind it where the collection has it
// there: the estimate of a long name is too low behind a common compound.
func (r *sequence) withHeads(s *segmenter, units []span) (out []span) {
	for i := 0; i < len(units); i++ {
		u := units[i]
		if i+1 < len(units) && r.isHead(u) && s.headStands(u, units[i+1]) {
			joined := span{u.from, units[i+1].to}
			if r.stands(joined) {
				u = joined
				i++
			}
		}
		out = append(out, u)
	}
	return out
}

// isHead reports whether items are a head word.
func (r *sequence) isHead(x span) bool {
	word := strings.Join(r.termsOf(x), " ")
	return heads[word] || r.folds && headFolds[word]
}

// headStands reports whether the collection has a head before the first two words
// of a unit of three words or more.
func (s *segmenter) headStands(head, unit span) bool {
	return unit.len() >= 3 && s.sums.run(head.to-1, 3) >= leastCount
}

// joinOffices joins units that are the words of one office, where the collection
// has them side by side: Chủ tịch and Quốc hội.
func (r *sequence) joinOffices() {
	for i := 0; i+1 < len(r.units); i++ {
		for to := min(len(r.units), i+longestHonorific); to > i+1; to-- {
			x := span{r.units[i].from, r.units[to-1].to}
			if r.areFree(x) && honorifics[strings.Join(r.termsOf(x), " ")] && r.stands(x) {
				r.units = slices.Replace(r.units, i, to, unit{span: x, kind: index.UnitCompound})
				break
			}
		}
	}
}

// titleEnds returns before which of some items a title ends and the name of a person
// begins, which no unit goes across: the name stands without the title, too.
func (r *sequence) titleEnds(x span, s *segmenter) map[int]bool {
	from := x.from
	for from > 0 && x.from-from < longestHonorific && r.areFree(span{from - 1, x.to}) {
		from--
	}
	ends, terms := map[int]bool{}, r.termsOf(span{from, x.to})
	for p := range terms {
		h := honorific(terms[p:])
		first := from + p + h
		for to := first + 2; h > 0 && first > x.from && to <= min(x.to, first+MaxName); to++ {
			if isPerson(terms[p+h:][:to-first]) && s.isName(span{first, to}) {
				ends[first] = true
			}
		}
	}
	return ends
}

// takeTitles finds the titles and offices before names.
func (r *sequence) takeTitles() {
	for i, u := range r.units {
		for first := max(0, i-longestHonorific); u.kind == index.UnitName && first < i; first++ {
			before := span{r.units[first].from, u.from}
			if r.areFree(before) && r.isTitle(before, u.span) {
				for k := first; k < i; k++ {
					r.units[k].kind, r.units[k].optional = index.UnitTitle, true
				}
				break
			}
		}
	}
}

// isTitle reports whether items are a title, and what is behind them is named well
// without it.
func (r *sequence) isTitle(before, name span) bool {
	words := r.termsOf(before)
	return honorific(append(words, "")) == before.len() && (courtesies[strings.Join(words, " ")] || r.areFree(name) && isPerson(r.termsOf(name)))
}

// termsOf returns the terms of items of one word each.
func (r *sequence) termsOf(x span) []string {
	words := make([]string, x.len())
	for i := range words {
		words[i] = r.tokens[r.items[x.from+i].from].Term
	}
	return words
}
