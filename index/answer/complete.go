package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vankien/index"
	"vankien/index/content"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// A beginning is completed from what is counted anyway: how many documents have a key,
// how often words stand side by side. These numbers choose a few candidates of each
// kind, whatever the size of the collection, and their order. Only those that are
// shown are then counted.

// CompletingState is one state of a collection as completing asks of it.
type CompletingState[H any] interface {
	State[H]

	// Words is what is known of the words of the collection.
	Words() *lexicon.Lexicon

	// Some looks at some documents. Looks are asked together since one may be a journey.
	Some(ctx context.Context, looks ...Look) error

	// Told counts how many documents queries find at LevelAll: as one look, exactly, or
	// index.Untold where that would take longer than typing. Which are not told depends on
	// the documents alone, not on how fast a machine is.
	Told(ctx context.Context, names plan.Names, queries []query.Node) ([]int, error)
}

// Look looks at documents that have all of some words.
type Look struct {
	Words []plan.Word
	Most  int // documents that are looked at

	// Visit is called with title, number, evidence and corrections of documents, of those
	// written last first, until it returns false.
	Visit func(*index.Document) bool
}

// Complete completes a checked beginning.
func Complete[H any](ctx context.Context, s CompletingState[H], names plan.Names, b *index.Beginning) ([]index.Completion, error) {
	c := &completer[H]{ctx: ctx, state: s, known: s.Words(), names: names, of: b}
	list, err := c.complete()
	return list, cmp.Or(err, ctx.Err())
}

// completer completes one beginning.
type completer[H any] struct {
	ctx   context.Context
	state CompletingState[H]
	known *lexicon.Lexicon
	names plan.Names
	of    *index.Beginning

	typed []begunWord // as a whole
	last  begunWord   // that may go on; empty behind a blank

	readings [][]string // that each of typed may stand for
	begins   []bool     // of each of typed: a unit begins there
	alone    bool       // what is typed as a whole begins no run

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

func (c *completer[H]) complete() ([]index.Completion, error) {
	c.read()
	if has, err := c.hasTyped(); err != nil || !has || len(c.typed) == 0 && c.last.term == "" {
		return nil, err
	}
	c.found = map[index.CompletionKind][]candidate{}
	for _, gather := range []func() error{c.numbers, c.speakers, c.text, c.titles} {
		if err := gather(); err != nil {
			return nil, err
		}
	}
	list, err := c.counted(c.chosen())
	if err == nil && len(list) == 0 && c.hasRuns() {
		return c.withoutRuns()
	}
	return list, err
}

// withoutRuns completes the last word by itself, where all that runs were thought to go
// on as stands nowhere: of long ones nobody knows more than what stands behind two words.
func (c *completer[H]) withoutRuns() ([]index.Completion, error) {
	c.alone = true
	delete(c.found, index.CompleteCompound)
	delete(c.found, index.CompleteName)
	if err := c.text(); err != nil {
		return nil, err
	}
	return c.counted(c.chosen())
}

// read cuts the text into words.
func (c *completer[H]) read() {
	text := c.of.Text
	tokens := viet.Words(nil, text)
	tokens = tokens[max(0, len(tokens)-index.MaxBegunWords):]
	for _, t := range tokens {
		c.typed = append(c.typed, begunWord{t.Term, t.Fold, t.Start})
	}
	c.last.start = len(text)
	if n := len(tokens); n > 0 && tokens[n-1].End == len(strings.TrimRight(text, "-/.")) {
		c.last, c.typed = c.typed[n-1], c.typed[:n-1]
	}
}

// hasTyped reports whether the collection has all words that are typed as a whole.
func (c *completer[H]) hasTyped() (bool, error) {
	for _, w := range c.typed {
		keys, err := c.known.Begun(c.ctx, content.Text, content.Begin(w.fold), 1, nil)
		if err != nil || len(keys) == 0 {
			return false, err
		}
	}
	return true, nil
}

// wants returns how many completions of a kind are missing.
func (c *completer[H]) wants(k index.CompletionKind) int {
	return max(0, c.of.OfKind(k)-len(c.found[k]))
}

// add takes a candidate in, unless there is another of its kind and text or there
// are enough.
func (c *completer[H]) add(k index.CompletionKind, text string, from int, q query.Node, about float64) {
	same := func(o candidate) bool { return o.Text == text && o.From == from }
	if c.wants(k) == 0 || slices.ContainsFunc(c.found[k], same) {
		return
	}
	c.found[k] = append(c.found[k], candidate{index.Completion{Kind: k, Text: text, From: from, Query: q}, about})
}

// chosen takes the first candidates of all kinds, then the second ones, until they
// are enough. A text comes once, as the kind that says most.
func (c *completer[H]) chosen() (list []candidate) {
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

// counted counts the documents of each completion and brings them in order.
func (c *completer[H]) counted(list []candidate) ([]index.Completion, error) {
	queries := make([]query.Node, len(list))
	for i := range list {
		queries[i] = list[i].Query
		if c.of.Within != nil {
			queries[i] = query.And{Nodes: []query.Node{c.of.Within, queries[i]}}
		}
	}
	counts, err := c.state.Told(c.ctx, c.names, queries)
	if err != nil {
		return nil, err
	}
	for i, n := range counts {
		if list[i].Count = n; n != index.Untold {
			list[i].about = float64(n)
		}
	}
	return inOrder(list), nil
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
			out = append(out, x.Completion)
		}
	}
	return out
}

// kept asks for the words before a byte of the text, too.
func (c *completer[H]) kept(from int, q query.Node) query.Node {
	var nodes []query.Node
	for _, w := range c.typed {
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
func (c *completer[H]) begun(field string, n int) ([]lexicon.Held, error) {
	return c.known.Begun(c.ctx, field, c.last.fold, n, c.mayBecome)
}

// mayBecome reports whether a key is that of a word that the last one may become.
func (c *completer[H]) mayBecome(key string) bool {
	term, ok := content.WordOf(key)
	return ok && (!c.last.marked() || viet.Begins(term, c.last.term))
}
