package lexicon

import (
	"cmp"
	"slices"

	"vankien/index/plan"
	"vankien/index/runs"
	"vankien/internal/viet"
)

// runReader reads what stands side by side among words given place by place.
type runReader struct {
	*Lexicon
	runs   *plan.Runs
	places [][][]numbered // by part and place: choices by their numbers, ascending

	words []uint32   // of the run at hand
	found []Follower // a stack of what stands behind runs
}

// Runs implements plan.Lexicon.
func (x *Lexicon) Runs(places [][]string) (*plan.Runs, error) {
	n := len(places)
	r := &runReader{Lexicon: x, runs: &plan.Runs{
		Words: make([][]float64, n), Pairs: make([][]plan.Run, n), Triples: make([][]plan.Run, n), Names: make([][]plan.Run, n)}}
	if err := r.place(places); err != nil {
		return nil, err
	}
	if err := x.each(func(i int, part Part) error { r.read(part, r.places[i]); return nil }); err != nil {
		return nil, err
	}
	for p := range n {
		for _, list := range []*[]plan.Run{&r.runs.Pairs[p], &r.runs.Triples[p], &r.runs.Names[p]} {
			*list = added(*list)
		}
	}
	return r.runs, nil
}

// place looks the choices up.
func (r *runReader) place(places [][]string) error {
	r.places = make([][][]numbered, len(r.parts))
	for i := range r.places {
		r.places[i] = make([][]numbered, len(places))
	}
	for p, choices := range places {
		choices = choices[:min(len(choices), plan.MaxChoices)]
		r.runs.Words[p] = make([]float64, len(choices))
		for from := 0; from < len(choices); {
			f, err := r.fold(viet.Fold(choices[from]))
			if err != nil {
				return err
			}
			from = r.choose(f, p, choices, from)
		}
	}
	return nil
}

// choose adds the choices from one on that are words of a fold, mostly all of
// them, and returns where they end; one that is none is passed.
func (r *runReader) choose(f *foldWords, p int, choices []string, from int) (to int) {
	var choice [plan.MaxChoices]uint16 // + 1, by reading
	next := 0
	for to = from; to < len(choices); to++ {
		if next == len(f.readings) || f.readings[next].Term != choices[to] {
			next = f.term(choices[to])
		}
		if next < 0 {
			break
		}
		choice[next], r.runs.Words[p][to] = uint16(to+1), f.readings[next].Count
		next++
	}
	for i, list := range f.numbers {
		at := r.places[i][p]
		for _, w := range list {
			if c := choice[w.reading]; c > 0 {
				at = append(at, numbered{w.number, c - 1})
			}
		}
		if from > 0 { // another fold stands before
			slices.SortFunc(at, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
		}
		r.places[i][p] = at
	}
	return max(to, from+1)
}

// read adds the runs of a part.
func (r *runReader) read(part Part, places [][]numbered) {
	for p := range len(places) - 1 {
		for _, a := range places[p] {
			r.after(part, places[p+1], func(b numbered, n uint32) {
				r.runs.Pairs[p] = append(r.runs.Pairs[p], runOf(n, a, b))
				if p+2 < len(places) {
					r.after(part, places[p+2], func(c numbered, n uint32) {
						r.runs.Triples[p] = append(r.runs.Triples[p], runOf(n, a, b, c))
					}, a, b)
				}
				r.names(part, places, p, []numbered{a, b})
			}, a)
		}
	}
}

// after calls yield with the choices of a place that stand behind a run.
func (r *runReader) after(part Part, place []numbered, yield func(x numbered, count uint32), run ...numbered) {
	for len(place) > 0 {
		n := 1 // numbers that are near each other are looked for at once
		for n < len(place) && place[n].number-place[n-1].number <= nearNumbers {
			n++
		}
		group := place[:n]
		place = place[n:]
		from := len(r.found)
		r.found = part.After(r.found, r.numbers(run), runs.Range{From: group[0].number, To: group[n-1].number + 1})
		for i := from; i < len(r.found); i++ {
			f := r.found[i]
			at, ok := slices.BinarySearchFunc(group, f.Word, func(x numbered, w uint32) int { return cmp.Compare(x.number, w) })
			if ok {
				yield(group[at], f.Count) // leaves the stack as it is
			}
		}
		r.found = r.found[:from]
	}
}

// nearNumbers is how far apart two words may be to be looked for at once.
const nearNumbers = 8

// numbers returns the numbers of some words, valid until the next call.
func (r *runReader) numbers(words []numbered) []uint32 {
	r.words = r.words[:0]
	for _, w := range words {
		r.words = append(r.words, w.number)
	}
	return r.words
}

// names adds the names that begin with some words, the first at place p.
func (r *runReader) names(part Part, places [][]numbered, p int, words []numbered) {
	count, begins := part.Name(r.numbers(words))
	if count > 0 {
		r.runs.Names[p] = append(r.runs.Names[p], runOf(count, words...))
	}
	if next := p + len(words); begins && len(words) < plan.MaxName && next < len(places) {
		for _, w := range places[next] {
			r.names(part, places, p, append(words, w))
		}
	}
}

func runOf(count uint32, words ...numbered) plan.Run {
	r := plan.Run{Len: len(words), Count: float64(count)}
	for i, w := range words {
		r.Choices[i] = uint8(w.reading)
	}
	return r
}

// added adds equal runs up.
func added(list []plan.Run) []plan.Run {
	slices.SortFunc(list, func(a, b plan.Run) int {
		return cmp.Or(cmp.Compare(a.Len, b.Len), slices.Compare(a.Choices[:], b.Choices[:]))
	})
	out := list[:0]
	for _, x := range list {
		if n := len(out); n > 0 && out[n-1].Len == x.Len && out[n-1].Choices == x.Choices {
			out[n-1].Count += x.Count
			continue
		}
		out = append(out, x)
	}
	return out
}
