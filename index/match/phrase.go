package match

import (
	"context"
	"math/bits"
	"sync"

	"vankien/index/plan"
	"vankien/index/snippet"
	"vankien/internal/viet"
)

// Phrase finds the places where a phrase stands in texts. It never
// changes, so goroutines may share it; a search allocates nothing.
//
// Of an adjacent phrase one word, the pivot, is looked for, and its neighbours
// are read where it stands. Of words near each other all are looked for, and
// what lies between two of them is read as far as it matters.
type Phrase struct {
	phrase plan.Phrase
	pivot  int
	finder *viet.Finder
}

// NewPhrase prepares the search for a phrase.
func NewPhrase(ph *plan.Phrase) *Phrase {
	p := &Phrase{phrase: *ph}
	if ph.Slop > 0 {
		list := make([]viet.Wanted, len(ph.Forms))
		for k := range ph.Forms {
			list[k] = wanted(&ph.Forms[k])
		}
		p.finder = viet.NewFinder(list...)
		return p
	}
	for k := range ph.Forms {
		if rareness(&ph.Forms[k]) > rareness(&ph.Forms[p.pivot]) {
			p.pivot = k
		}
	}
	p.finder = viet.NewFinder(wanted(&ph.Forms[p.pivot]))
	return p
}

// sought returns the forms of the words that are looked for.
func (p *Phrase) sought() (list []*plan.Form) {
	if p.phrase.Slop == 0 {
		return []*plan.Form{&p.phrase.Forms[p.pivot]}
	}
	for k := range p.phrase.Forms {
		list = append(list, &p.phrase.Forms[k])
	}
	return list
}

// rareness orders forms by how few words of a text they are likely to be: long
// ones with marks, which take more bytes, before those that stand for many.
func rareness(f *plan.Form) int {
	n := len(f.Terms[0])
	if len(f.Folds) > 0 {
		n -= viet.MaxTerm
	}
	if f.Prefix {
		n -= 2 * viet.MaxTerm
	}
	return n
}

// Count returns how often the phrase stands in a text: of adjacent words the
// number of places, of words near each other the sum over all groups, none of which
// holds another, of 1/(1 + other words between), as Lucene counts them. It does not
// allocate, and text is not kept.
func (p *Phrase) Count(ctx context.Context, text string) (float64, error) {
	return p.each(ctx, text, extent{to: len(text)}, nil)
}

// each calls mark, unless that is nil, with one span for each adjacent phrase,
// or for each word of a group that lies close enough together, in text order.
// It returns what Count does. Outside of the extent it looks for no further
// words.
func (p *Phrase) each(ctx context.Context, text string, e extent, mark func(snippet.Span)) (float64, error) {
	s := e.search(p.finder, text)
	defer s.Close()
	if p.phrase.Slop > 0 {
		g := groups.Get().(*group)
		defer groups.Put(g)
		return p.near(ctx, &s, g, mark)
	}
	n := 0.0
	for i := 1; ; i++ {
		t, ok := s.Next()
		if !ok {
			return n, ctx.Err()
		}
		if i%deadlineEvery == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		span, ok := p.around(&s, &t)
		if !ok {
			continue
		}
		if mark != nil {
			mark(span)
		}
		n++
	}
}

// around returns the span of the phrase whose pivot is t, if it stands there.
// Whether plain words stand in a bare passage is asked last.
func (p *Phrase) around(s *viet.Search, t *viet.Token) (snippet.Span, bool) {
	span := snippet.Span{Start: t.Start, End: t.End}
	var buf [8]int
	plain, ok := p.meets(buf[:0], p.pivot, t)
	for k := p.pivot - 1; ok && k >= 0; k-- {
		var b viet.Token
		if b, ok = s.Before(span.Start); ok && b.Pos == p.phrase.At[k+1]-p.phrase.At[k] {
			span.Start = b.Start
			plain, ok = p.meets(plain, k, &b)
		} else {
			ok = false
		}
	}
	for k := p.pivot + 1; ok && k < len(p.phrase.Forms); k++ {
		var a viet.Token
		if a, ok = s.After(span.End); ok && a.Pos == p.phrase.At[k]-p.phrase.At[k-1] {
			span.End = a.End
			plain, ok = p.meets(plain, k, &a)
		} else {
			ok = false
		}
	}
	for i := 0; ok && i < len(plain); i++ {
		ok = s.Bare(plain[i])
	}
	return span, ok
}

// meets reports whether a word can be that of form k, and appends its place to
// plain if only a bare passage makes it so.
func (p *Phrase) meets(plain []int, k int, t *viet.Token) ([]int, bool) {
	f := &p.phrase.Forms[k]
	if matches(f, t, false) {
		return plain, true
	}
	return append(plain, t.Start), isPlain(f, t)
}

// group is scratch of near.
type group struct {
	window []member
	owner  []int  // by member: the form that has it, plus one
	tried  []bool // by member
}

// member is a word of the text that is one of the phrase's.
type member struct {
	snippet.Span
	pos   int
	forms uint64 // which forms it can be
}

var groups = sync.Pool{New: func() any { return &group{} }}

// deadlineEvery is how many words pass between two looks at the deadline.
const deadlineEvery = 1024

// nearDeadlineEvery is deadlineEvery for windows, each of which costs far more
// than a step of a list.
const nearDeadlineEvery = 32

// windowSlack is how many words that left the window may still be in memory, so
// that a text of any length needs no more.
const windowSlack = 256

// near finds groups of words, one for each form, in any order, with at most
// slop other words between the first and the last. A window is kept that holds
// every form; it is shrunk from the left before it is looked at.
func (p *Phrase) near(ctx context.Context, s *viet.Search, g *group, mark func(snippet.Span)) (sum float64, err error) {
	g.window = g.window[:0]
	lo, marked := 0, -1 // the window is g.window[lo:]; words that start by marked have been given
	counted := -1       // where the last group began
	reach := len(p.phrase.Forms) + p.phrase.Slop
	for i := 1; ; i++ {
		t, ok := s.Next()
		if !ok {
			return sum, ctx.Err()
		}
		if i%nearDeadlineEvery == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		m := member{Span: snippet.Span{Start: t.Start, End: t.End}, forms: p.formsOf(s, &t)}
		if m.forms == 0 {
			continue
		}
		if k := len(g.window); k > 0 {
			m.pos = g.window[k-1].pos + distance(s, g.window[k-1].End, t.Start, reach)
		}
		g.window = append(g.window, m)
		for m.pos-g.window[lo].pos >= reach {
			lo++
		}
		if lo >= windowSlack {
			g.window = g.window[:copy(g.window, g.window[lo:])]
			lo = 0
		}
		if !g.covered(lo, len(p.phrase.Forms)) {
			continue
		}
		for lo+1 < len(g.window) && g.covered(lo+1, len(p.phrase.Forms)) {
			lo++
		}
		for _, w := range g.window[lo:] {
			if mark != nil && w.Start > marked {
				mark(w.Span)
			}
			marked = max(marked, w.Start)
		}
		if first := g.window[lo].Start; first > counted {
			sum += 1 / float64(2+m.pos-g.window[lo].pos-len(p.phrase.Forms))
			counted = first
		}
	}
}

// formsOf returns the set of forms that a word can be.
func (p *Phrase) formsOf(s *viet.Search, t *viet.Token) (set uint64) {
	for k := range p.phrase.Forms {
		if stands(&p.phrase.Forms[k], s, t) {
			set |= 1 << k
		}
	}
	return set
}

// distance returns how many positions lie from the word that ends at end to the
// one that starts at start, or reach if they are no fewer.
func distance(s *viet.Search, end, start, reach int) int {
	for n := 0; n < reach; {
		t, ok := s.After(end)
		if !ok {
			break
		}
		if n += t.Pos; t.Start >= start {
			return min(n, reach)
		}
		end = t.End
	}
	return reach
}

// covered reports whether each of n forms can have a word of the window to
// itself. Where no word can be two forms it is enough that each form is there;
// else forms are matched to words by augmenting paths.
func (g *group) covered(lo, n int) bool {
	window := g.window[lo:]
	all, several := uint64(0), false
	for i := range window {
		all |= window[i].forms
		several = several || bits.OnesCount64(window[i].forms) > 1
	}
	if bits.OnesCount64(all) < n || len(window) < n {
		return false
	}
	if !several {
		return true
	}
	g.owner = append(g.owner[:0], make([]int, len(window))...)
	for k := range n {
		g.tried = append(g.tried[:0], make([]bool, len(window))...)
		if !g.place(window, k) {
			return false
		}
	}
	return true
}

func (g *group) place(window []member, k int) bool {
	for w := range window {
		if g.tried[w] || window[w].forms&(1<<k) == 0 {
			continue
		}
		g.tried[w] = true
		if g.owner[w] == 0 || g.place(window, g.owner[w]-1) {
			g.owner[w] = k + 1
			return true
		}
	}
	return false
}
