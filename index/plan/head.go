package plan

import (
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
func (r *sequence) withHeads(s *segmenter, first int, units []span) (out []span) {
	for i := 0; i < len(units); i++ {
		u := units[i]
		if i+1 < len(units) && r.isHead(span{first + u.from, first + u.to}) && s.headStands(u, units[i+1]) {
			joined := span{u.from, units[i+1].to}
			if r.stands(span{first + joined.from, first + joined.to}) {
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

// takeTitles finds the titles and offices before names.
func (r *sequence) takeTitles() {
	for i, u := range r.units {
		for first := max(0, i-longestHonorific); u.kind == index.UnitName && first < i; first++ {
			before := span{r.units[first].from, u.from}
			if r.areFree(before) && honorific(append(r.termsOf(before), "")) == before.len() {
				for k := first; k < i; k++ {
					r.units[k].kind, r.units[k].optional = index.UnitTitle, true
				}
				break
			}
		}
	}
}

// termsOf returns the terms of items of one word each.
func (r *sequence) termsOf(x span) []string {
	words := make([]string, x.len())
	for i := range words {
		words[i] = r.tokens[r.items[x.from+i].from].Term
	}
	return words
}
