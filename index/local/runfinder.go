package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vankien/index/content"
	"vankien/index/plan"
	"vankien/index/segment"
)

// runFinder finds the runs of one segment that begin so, and keeps those that
// stand there most often.
type runFinder struct {
	ctx     context.Context
	segment *lexiconSegment
	next    [2]segment.WordRange
	accept  func(key string) bool
	list    []numberedRun
	floor   uint32 // below which no run gets in any more
	looked  int
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
	maxNames   = 1 << 12 // that begin with the same words
	maxRunsOff = 1 << 16 // runs of a segment
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
		r.segment.runs.After(run, words, func(word, count uint32) {
			r.add(run, word, count, false)
		})
	}
}

// names adds the names that begin with words given place by place and go on.
func (r *runFinder) names(places [][]uint32, begin []uint32) {
	n, looked := len(begin), 0
	exists := false
	r.segment.runs.Names(begin, func(words []uint32, count uint32) bool {
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
	return slices.ContainsFunc(r.next[:], func(x segment.WordRange) bool { return word >= x.From && word < x.To })
}

func (r *runFinder) add(run []uint32, word, count uint32, name bool) {
	if r.looked++; r.looked > maxRunsOff || count < r.floor {
		return
	}
	r.addRun(append(run[:len(run):len(run)], word), word, count, name)
}

// addRun adds a run of which word is the one that was being typed.
func (r *runFinder) addRun(words []uint32, word, count uint32, name bool) {
	if count < r.floor || !r.accept(r.segment.WordAt(word)) {
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

// text returns the words of a run, in a text of its own.
func (s *lexiconSegment) text(run []uint32) string {
	var b strings.Builder
	for i, w := range run {
		if i > 0 {
			b.WriteByte(' ')
		}
		_, term := content.CutKey(s.WordAt(w))
		b.WriteString(term)
	}
	return b.String()
}
