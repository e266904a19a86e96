package lexicon

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
	"vankien/index/runs"
)

// Continued is words side by side and how often they stand so in a collection.
type Continued struct {
	Words []string
	Count float64
	Name  bool // that is how they are mostly written
}

// leastRun is how often a run stands in a collection that is told of.
const leastRun = 2

// Continued returns the runs of two or three words, and the names, that begin with
// words given place by place and go on with one whose key begins so and that accept
// takes: some of those that stand there most often, these first.
func (x *Lexicon) Continued(ctx context.Context, places [][]string, begins string, accept func(key string) bool) ([]Continued, error) {
	given, err := x.choices(places...)
	if err != nil {
		return nil, err
	}
	best := map[string]float64{}
	err = x.each(func(i int, part Part) error {
		r := &runFinder{part: part, next: part.Beginning(begins), accept: accept}
		r.find(numbers(i, given))
		for _, x := range r.best() {
			best[textOf(part, x.numbers[:x.n])] += float64(x.count)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return x.addedUp(ctx, most(best, addedRuns))
}

// addedUp counts runs in all parts and leaves out those that hardly stand there.
func (x *Lexicon) addedUp(ctx context.Context, texts []string) (list []Continued, err error) {
	for _, text := range texts {
		words := strings.Fields(text)
		run, name, err := x.count(words)
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, err
		}
		if n := max(run, name); n >= leastRun {
			list = append(list, Continued{words, n, name >= plan.WrittenAsName*n})
		}
	}
	slices.SortFunc(list, func(a, b Continued) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), slices.Compare(a.Words, b.Words))
	})
	return list, nil
}

// runFinder finds the runs of one part that begin so, and keeps those that
// stand there most often.
type runFinder struct {
	part   Part
	next   [2]runs.Range
	accept func(key string) bool
	found  []Follower
	list   []numberedRun
	floor  uint32 // below which no run gets in any more
	looked int
}

// numberedRun is a run as numbers of words.
type numberedRun struct {
	numbers [plan.MaxName]uint32
	n       int
	count   uint32
	name    bool
}

// Bounds of what a finder looks at.
const (
	keptRuns   = 32
	addedRuns  = 2 * keptRuns // of all parts
	maxNames   = 1 << 12      // that begin with the same words
	maxRunsOff = 1 << 16      // runs of a part
)

// find looks for runs that go on behind words given place by place.
func (r *runFinder) find(places [][]uint32) {
	n := len(places)
	for _, a := range places[0] {
		r.names(places, []uint32{a})
		switch n {
		case 1:
			r.behind([]uint32{a})
		case 2:
			for _, b := range places[1] {
				r.behind([]uint32{a, b})
			}
		}
	}
}

// behind adds the runs that go on from some words.
func (r *runFinder) behind(run []uint32) {
	for _, words := range r.next {
		r.found = r.part.After(r.found[:0], run, words)
		for _, f := range r.found {
			r.add(run, f.Word, f.Count)
		}
	}
}

// names adds the names that begin with words given place by place and go on.
func (r *runFinder) names(places [][]uint32, begin []uint32) {
	n, looked := len(begin), 0
	exists := false
	r.part.Names(begin, func(words []uint32, count uint32) bool {
		exists = true
		if n < len(places) {
			return false
		}
		if len(words) > n && r.inRange(words[n]) {
			r.addRun(words, words[n], count, true)
		}
		looked++
		return looked < maxNames
	})
	if exists && n < len(places) {
		for _, w := range places[n] {
			r.names(places, append(begin[:n:n], w))
		}
	}
}

func (r *runFinder) inRange(word uint32) bool {
	return slices.ContainsFunc(r.next[:], func(x runs.Range) bool { return word >= x.From && word < x.To })
}

func (r *runFinder) add(run []uint32, word, count uint32) {
	if r.looked++; r.looked > maxRunsOff || count < r.floor {
		return
	}
	r.addRun(append(run[:len(run):len(run)], word), word, count, false)
}

// addRun adds a run of which word is the one that was being typed.
func (r *runFinder) addRun(words []uint32, word, count uint32, name bool) {
	if count < r.floor || !r.accept(r.part.WordAt(word)) {
		return
	}
	x := numberedRun{n: len(words), count: count, name: name}
	copy(x.numbers[:], words)
	if r.list = append(r.list, x); len(r.list) >= 4*keptRuns {
		r.list = r.best()
		r.floor = r.list[len(r.list)-1].count
	}
}

// best returns the runs that stand there most often.
func (r *runFinder) best() []numberedRun {
	slices.SortFunc(r.list, func(a, b numberedRun) int {
		return cmp.Or(cmp.Compare(b.count, a.count), slices.Compare(a.numbers[:], b.numbers[:]))
	})
	return r.list[:min(len(r.list), keptRuns)]
}

// textOf returns the words of a run, in a text of its own.
func textOf(part Part, run []uint32) string {
	var b strings.Builder
	for i, w := range run {
		if i > 0 {
			b.WriteByte(' ')
		}
		_, term := content.CutKey(part.WordAt(w))
		b.WriteString(term)
	}
	return b.String()
}
