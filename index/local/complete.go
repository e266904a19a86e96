package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// A beginning is completed from what the segments count anyway: how many documents
// have a key, how often words stand side by side. These numbers choose a few
// candidates of each kind, whatever the size of the collection, and their order.
// Only those that are shown are then counted. Of one word or two the lists tell
// the count; for more words documents have to be read, and if those would be more
// than maxReads the count is not told. That depends on the documents alone, not on
// how fast the machine is.

// maxReads is how many documents at most are read to count a completion: some tenths
// of a millisecond.
const maxReads = 1024

// Complete implements index.Engine.
func (x *Index) Complete(ctx context.Context, b index.Beginning) ([]index.Completion, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	var list []index.Completion
	err := x.read(ctx, func(s *snapshot) (err error) {
		state, err := s.engine.state(s.IndexSnapshot)
		if err != nil {
			return err
		}
		c := &completer{ctx: ctx, snap: s, state: state, names: x.names, of: &b}
		list, err = c.complete()
		return cmp.Or(err, ctx.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	return list, nil
}

// completer completes one beginning.
type completer struct {
	ctx   context.Context
	snap  *snapshot
	state *state
	names plan.Names
	of    *index.Beginning

	words []begunWord // typed as a whole
	last  begunWord   // that may go on; empty behind a blank

	readings [][]string // that each of words may stand for
	begins   []bool     // of each of words: a unit begins there

	found map[index.CompletionKind][]candidate
}

// candidate is a completion and about how often it stands in the collection.
type candidate struct {
	index.Completion
	about float64
}

// begunWord is a word of a beginning and the byte where it starts.
type begunWord struct {
	term, fold string
	start      int
}

func (w *begunWord) marked() bool { return w.term != w.fold }

func (c *completer) complete() ([]index.Completion, error) {
	c.read()
	if known, err := c.known(); err != nil || !known || len(c.words) == 0 && c.last.term == "" {
		return nil, err
	}
	c.found = map[index.CompletionKind][]candidate{}
	for _, gather := range []func() error{c.numbers, c.speakers, c.text, c.titles} {
		if err := gather(); err != nil {
			return nil, err
		}
	}
	return c.counted(c.chosen())
}

// read cuts the text into words.
func (c *completer) read() {
	text := c.of.Text
	tokens := viet.Words(nil, text)
	tokens = tokens[max(0, len(tokens)-index.MaxBegunWords):]
	for _, t := range tokens {
		c.words = append(c.words, begunWord{t.Term, t.Fold, t.Start})
	}
	c.last.start = len(text)
	if n := len(tokens); n > 0 && tokens[n-1].End == len(strings.TrimRight(text, "-/.")) {
		c.last, c.words = c.words[n-1], c.words[:n-1]
	}
}

// known reports whether the collection has all words that are typed as a whole.
func (c *completer) known() (bool, error) {
	for _, w := range c.words {
		keys, err := c.state.lexicon.Begun(c.ctx, content.Text, content.Begin(w.fold), 1, nil)
		if err != nil || len(keys) == 0 {
			return false, err
		}
	}
	return true, nil
}

// wants returns how many completions of a kind are missing.
func (c *completer) wants(k index.CompletionKind) int {
	return max(0, c.of.OfKind(k)-len(c.found[k]))
}

// add takes a candidate in, unless there is another of its kind and text or there
// are enough.
func (c *completer) add(k index.CompletionKind, text string, from int, q query.Node, about float64) {
	same := func(o candidate) bool { return o.Text == text && o.From == from }
	if c.wants(k) == 0 || slices.ContainsFunc(c.found[k], same) {
		return
	}
	c.found[k] = append(c.found[k], candidate{index.Completion{Kind: k, Text: text, From: from, Query: q}, about})
}

// chosen takes the first candidates of all kinds, then the second ones, until they
// are enough. A text comes once, as the kind that says most.
func (c *completer) chosen() (list []candidate) {
	seen := map[string]bool{}
	for i := range index.MaxCompletions {
		for _, k := range index.CompletionKinds() {
			if i >= len(c.found[k]) || len(list) == c.of.Limit {
				continue
			}
			x := c.found[k][i]
			key := viet.Term(c.of.Text[:x.From] + x.Text)
			if !seen[key] {
				seen[key] = true
				list = append(list, x)
			}
		}
	}
	return list
}

// counted counts the documents of each completion and brings them in order. The same
// ones come again with the next letter, so counts are kept.
func (c *completer) counted(list []candidate) ([]index.Completion, error) {
	counts, keys := make([]*exec.Counted, len(list)), make([]string, len(list))
	lower := newLowerer(c.ctx)
	var nodes []exec.Node
	var missing []int
	for i := range list {
		q := list[i].Query
		if c.of.Within != nil {
			q = query.And{Nodes: []query.Node{c.of.Within, q}}
		}
		keys[i] = q.String()
		if counts[i] = c.state.counted.Get(keys[i]); counts[i] != nil {
			continue
		}
		p, err := plan.Read(c.ctx, newView(c.ctx, c.snap, c.state), c.names, &index.Request{Query: q})
		if err != nil {
			return nil, err
		}
		nodes, missing = append(nodes, lower.node(p.All)), append(missing, i)
	}
	found, err := c.state.Counts(c.ctx, maxReads, nodes...)
	if err != nil {
		return nil, err
	}
	for k, i := range missing {
		counts[i] = &found[k]
		c.state.counted.Put(keys[i], &exec.Counted{N: found[k].N, Reads: found[k].Reads})
	}
	for i, n := range counts {
		list[i].tell(n)
	}
	return inOrder(list), nil
}

// tell fills in the count.
func (x *candidate) tell(n *exec.Counted) {
	if n.N == exec.Unread {
		x.Count = index.Untold
		return
	}
	x.Count, x.about = n.N, float64(n.N)
}

// inOrder returns the completions that find anything, by how many documents they
// find, or about how many.
func inOrder(list []candidate) []index.Completion {
	kinds := index.CompletionKinds()
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.about, a.about), cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), strings.Compare(a.Text, b.Text))
	})
	var out []index.Completion
	for _, x := range list {
		if x.Count != 0 {
			x.Text = strings.Clone(x.Text)
			out = append(out, x.Completion)
		}
	}
	return out
}

// kept asks for the words before a byte of the text, too.
func (c *completer) kept(from int, q query.Node) query.Node {
	var nodes []query.Node
	for _, w := range c.words {
		if w.start < from {
			nodes = append(nodes, query.Word{Text: w.term})
		}
	}
	if len(nodes) == 0 {
		return q
	}
	return query.And{Nodes: append(nodes, q)}
}

// begun returns the keys of words of a field that the last word may become, those
// that most documents have first.
func (c *completer) begun(field string, n int) ([]lexicon.Held, error) {
	return c.state.lexicon.Begun(c.ctx, field, c.last.fold, n, c.mayBecome)
}

// mayBecome reports whether a key is that of a word that the last one may become.
func (c *completer) mayBecome(key string) bool {
	term, ok := content.WordOf(key)
	return ok && (!c.last.marked() || viet.Begins(term, c.last.term))
}
