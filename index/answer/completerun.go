package answer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// Words are completed by the words that stand behind those typed before, in the
// lexicons of the segments: runs of two or three, and names. A run that nearly
// always goes on in one way goes on so (chuyển đổi số quốc → gia); one that often
// goes on is offered both ways. Runs grow to the left as well, as far as the words
// typed before stand there. What a run means is decided as for queries: only
// units are offered, and none that begins within another (ủy → ban nhân dân).

// Bounds and constants of runs.
const (
	readingsOfOne = 8    // of a typed word without marks
	startsOfRuns  = 12   // words that the last one may become, from which runs go on
	candidates    = 24   // runs that are looked at closely
	branching     = 4    // of those, runs of which continuations are offered as well
	maxRun        = 8    // words
	leastRun      = 2    // occurrences of a continuation that is offered
	nearlyAlways  = 0.7  // share of a run that goes on in one way, from which it always does
	often         = 0.08 // share of a continuation that is offered
	hardlyEver    = 0.8  // share of a run that goes on in few ways, from which it is no run by itself
)

// foundRun is words side by side and about how often they stand so; Start is the
// typed word that they begin with.
type foundRun struct {
	words []string
	count float64
	start int
	name  bool
}

// text completes words of the running text.
func (c *completer[H]) text() error {
	if c.wants(index.CompleteWord)+c.wants(index.CompleteCompound)+c.wants(index.CompleteName) == 0 {
		return nil
	}
	if err := c.readTyped(); err != nil {
		return err
	}
	if err := c.behindTyped(); err != nil {
		return err
	}
	if c.last.term == "" || c.hasRuns() {
		return nil
	}
	keys, err := c.begun(content.Text, maxStarts)
	if err != nil {
		return err
	}
	var starts []string
	folds := map[string]bool{}
	for _, k := range keys {
		fold, _ := content.CutKey(k.Key)
		term, _ := content.WordOf(k.Key)
		if isDigits(term) || viet.IsFunctionWord(term) {
			continue
		}
		starts = append(starts, term)
		if term != c.last.term && (term != fold || !folds[fold]) { // a word without marks asks for those with any, of which one says more
			c.add(index.CompleteWord, term, c.last.start, c.kept(c.last.start, query.Word{Text: term}), float64(k.Documents))
		}
		folds[fold] = true
	}
	return c.runsFrom(c.after(starts[:min(len(starts), startsOfRuns)]))
}

// maxStarts is how many words are looked at for a beginning, some of which only
// join others.
const maxStarts = 2 * startsOfRuns

// runsFrom offers runs, and what the first of them often go on as.
func (c *completer[H]) runsFrom(runs []foundRun, err error) error {
	if err != nil {
		return err
	}
	runs = runs[:min(len(runs), candidates)]
	for i := 0; i < len(runs) && c.wantsRuns(); i++ {
		r := &runs[i]
		if !r.name && c.wants(index.CompleteCompound) == 0 {
			continue
		}
		next, all, err := c.settle(r)
		if err != nil {
			return err
		}
		if !isOpen(next, all) {
			if err := c.offer(r); err != nil {
				return err
			}
		}
		if i < branching {
			runs = append(runs, r.continued(next, all)...)
			slices.SortStableFunc(runs[i+1:], func(a, b foundRun) int { return cmp.Compare(b.count, a.count) })
		}
	}
	return nil
}

func (c *completer[H]) wantsRuns() bool {
	return c.wants(index.CompleteCompound)+c.wants(index.CompleteName) > 0
}

// offer adds a run if it is a unit, and does not begin within another one.
func (c *completer[H]) offer(found *foundRun) error {
	r := *found
	typed := len(c.typed) - r.start // whole words
	if len(r.words) < max(2, typed+1) || slices.ContainsFunc(r.words[typed:], isDigits) || viet.IsFunctionWord(r.words[len(r.words)-1]) {
		return nil
	}
	kind, err := plan.KindOf(c.known, r.words)
	if err != nil {
		return err
	}
	grown, err := c.grow(&r)
	if err != nil || kind == "" && !r.name && grown == 0 || viet.IsFunctionWord(r.words[0]) || r.start < len(c.typed) && !c.begins[r.start] {
		return err
	}
	if kind != index.UnitName && !r.name {
		within, err := c.known.Within(r.words[0], r.words[1])
		if err != nil || within {
			return err
		}
	}
	text, from := strings.Join(r.words, " "), c.last.start
	if r.start < len(c.typed) {
		from = c.typed[r.start].start
	}
	if text == viet.Term(c.of.Text[from:]) {
		return nil
	}
	q := c.kept(from, query.Phrase{Text: text})
	if kind == index.UnitName || r.name {
		c.add(index.CompleteName, strings.Join(append(r.words[:grown:grown], capitalized(r.words[grown:])...), " "), from, q, r.count)
	} else {
		c.add(index.CompleteCompound, text, from, q, r.count)
	}
	return nil
}

func isDigits(word string) bool { return word[0] >= '0' && word[0] <= '9' }

func capitalized(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		r, n := utf8.DecodeRuneInString(w)
		out[i] = string(unicode.ToUpper(r)) + w[n:]
	}
	return out
}

// settle lets a run go on as it nearly always does. It returns how it may go on
// then, and how often it might.
func (c *completer[H]) settle(r *foundRun) (next []plan.Reading, all float64, err error) {
	for len(r.words) >= 2 {
		next, all, err = c.next(r.words)
		if err != nil || len(next) == 0 || next[0].Count < nearlyAlways*all || len(r.words) == maxRun {
			return next, all, err
		}
		r.words = append(slices.Clip(r.words), next[0].Term)
		r.count, r.name = r.count*next[0].Count/all, false
	}
	return next, all, err
}

// isOpen reports whether a run hardly ever ends, but goes on in one of few ways:
// luật dân → sự, quân.
func isOpen(next []plan.Reading, all float64) bool {
	few := 0.0
	for _, x := range next[:min(len(next), lexicon.FewWays)] {
		if !viet.IsFunctionWord(x.Term) {
			few += x.Count
		}
	}
	return few > 0 && few >= hardlyEver*all
}

// continued returns the runs that often follow from one.
func (r *foundRun) continued(next []plan.Reading, all float64) (runs []foundRun) {
	for _, x := range next[:min(len(next), lexicon.FewWays)] {
		if n := r.count * x.Count / all; x.Count >= often*all && n >= leastRun && len(r.words) < maxRun {
			runs = append(runs, foundRun{append(slices.Clip(r.words), x.Term), n, r.start, false})
		}
	}
	return runs
}

// next returns what stands behind the last two words of a run, most frequent
// first, and how often the two stand at all.
func (c *completer[H]) next(run []string) (next []plan.Reading, all float64, err error) {
	return c.known.After(run[len(run)-2], run[len(run)-1])
}

// grow takes the typed words before a run into it, as far as they stand there and
// a unit begins with them, and returns how many.
func (c *completer[H]) grow(r *foundRun) (n int, err error) {
	words, start := r.words, r.start
	for start > 0 && len(words) >= 2 && len(words) < maxRun {
		start--
		runs, err := c.known.Runs([][]string{c.readings[start], words[:1], words[1:2]})
		if err != nil || len(runs.Triples[0]) == 0 {
			return n, err
		}
		best := slices.MaxFunc(runs.Triples[0], func(a, b plan.Run) int { return cmp.Compare(a.Count, b.Count) })
		words = append([]string{c.readings[start][best.Choices[0]]}, words...)
		if c.begins[start] {
			n += r.start - start
			r.words, r.start = words, start
		}
	}
	return n, nil
}

// readTyped looks up the words that those typed may stand for, and which of them
// belong together.
func (c *completer[H]) readTyped() error {
	bare := true
	c.readings = make([][]string, len(c.typed))
	for i := range c.typed {
		w := &c.typed[i]
		readings, err := c.known.Readings(w.fold)
		if err != nil {
			return err
		}
		for _, r := range readings {
			if len(c.readings[i]) < readingsOfOne && (!w.marked() || viet.Begins(r.Term, w.term) && len(r.Term) == len(w.term)) {
				c.readings[i] = append(c.readings[i], r.Term)
			}
		}
		if len(c.readings[i]) == 0 {
			c.readings[i] = []string{w.term}
		}
		bare = bare && !w.marked()
	}
	var err error
	c.begins, err = plan.Boundaries(c.known, c.readings, bare)
	return err
}

// behindTyped completes runs that begin with the words typed, as many of them as
// there are units for.
func (c *completer[H]) behindTyped() error {
	places := c.readings[max(0, len(c.readings)-plan.MaxName+1):]
	for ; len(places) > 0 && !c.alone && !c.hasRuns(); places = places[1:] {
		if err := c.runsFrom(c.runs(places, c.last.fold, c.mayBecome)); err != nil {
			return err
		}
	}
	return nil
}

func (c *completer[H]) hasRuns() bool {
	return len(c.found[index.CompleteCompound])+len(c.found[index.CompleteName]) > 0
}

// after returns runs that begin with one of some words.
func (c *completer[H]) after(starts []string) ([]foundRun, error) {
	if len(starts) == 0 {
		return nil, nil
	}
	began := *c
	began.last, began.typed = begunWord{}, append(slices.Clip(c.typed), begunWord{start: c.last.start})
	return began.runs([][]string{starts}, "", began.mayBecome)
}

// runs returns runs that begin with words given place by place, the last of those
// typed, and go on with a word that begins so.
func (c *completer[H]) runs(places [][]string, begins string, accept func(key string) bool) ([]foundRun, error) {
	found, err := c.known.Continued(c.ctx, places, begins, accept)
	list := make([]foundRun, len(found))
	for i, x := range found {
		list[i] = foundRun{x.Words, x.Count, len(c.typed) - len(places), x.Name}
	}
	return list, err
}
