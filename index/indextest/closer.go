package indextest

import (
	"cmp"
	"math"
	"slices"

	"vankien/index/query"
)

// Parameters of the second look at the first hits by relevance: half of what the
// distinct words of the query in the best window weigh is added.
const (
	closerHits  = 20
	closerWords = 25
	closerShare = 0.5
)

// weighed is a word of a query and its weight.
type weighed struct {
	sought
	weight float64
}

// lookCloser adds to the scores of the first hits what the second look gives.
func (a *answer) lookCloser(docs map[string]*document) {
	if len(a.scores) < 2 || len(a.reader.windowed) < 2 {
		return
	}
	ids := make([]string, 0, len(a.scores))
	for id := range a.scores {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y string) int {
		return cmp.Or(cmp.Compare(rounded(a.scores[y]), rounded(a.scores[x])), cmp.Compare(x, y))
	})
	for _, id := range ids[:min(closerHits, len(ids))] {
		a.scores[id] += closerShare * a.reader.window(docs[id])
	}
}

// rounded makes equals of sums that were added in different orders.
func rounded(score float64) float64 { return math.Round(score*1e9) / 1e9 }

// window returns what the best window of a document weighs.
func (r *reader) window(d *document) (best float64) {
	type standing struct{ word, place int }
	var seen []standing
	place := 0
	for _, f := range []query.Field{query.Title, "abstract", "body", query.Number, query.Speaker} {
		last := -1
		for i := range d.words[f] {
			w := &d.words[f][i]
			if last >= 0 && w.pos != last+1 {
				place++ // the end of a sentence
			}
			for k := range r.windowed {
				if x := &r.windowed[k]; x.modes[0].weight(&x.words[0], w) > 0 {
					seen = append(seen, standing{k, place})
				}
			}
			last = w.pos
			place++
		}
		place++
	}
	for i, first := range seen {
		sum, have := 0.0, map[int]bool{}
		for _, s := range seen[i:] {
			if s.place-first.place < closerWords && !have[s.word] {
				have[s.word] = true
				sum += r.windowed[s.word].weight
			}
		}
		best = max(best, sum)
	}
	return best
}
