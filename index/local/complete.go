package local

import (
	"context"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
	"vankien/index/content"
	"vankien/index/exec"
	"vankien/index/lexicon"
	"vankien/index/plan"
	"vankien/index/query"
)

// maxReads is how many documents at most are read to count a completion: some tenths
// of a millisecond. Of one word or two the lists tell the count; for more words documents
// have to be read.
const maxReads = 1024

// Complete implements index.Engine.
func (x *Index) Complete(ctx context.Context, b index.Beginning) ([]index.Completion, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	var list []index.Completion
	err := x.read(ctx, func(s *snapshot) (err error) {
		state, err := s.engine.state(s.IndexSnapshot)
		if err == nil {
			list, err = answer.Complete(ctx, newView(ctx, s, state), x.names, &b)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	return list, nil
}

// Words implements answer.CompletingState.
func (v *view) Words() *lexicon.Lexicon { return v.state.lexicon }

// Some implements answer.CompletingState.
func (v *view) Some(ctx context.Context, looks ...answer.Look) error {
	for i := range looks {
		if err := v.look(ctx, &looks[i]); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) look(ctx context.Context, l *answer.Look) error {
	forms := make([]*exec.Form, len(l.Words))
	for i := range l.Words {
		forms[i] = v.lower.form(content.FieldOf(l.Words[i].Fields), &l.Words[i].Form)
	}
	hits, err := v.state.Some(ctx, forms, l.Most)
	if err != nil {
		return err
	}
	for _, h := range hits {
		var d index.Document
		err := v.segments[h.Segment].stored(h.Local, func(name string, value []byte) bool {
			switch name {
			case string(index.FieldTitle), string(index.FieldNumber), fieldEvidence, fieldCorrections:
				setStored(&d, name, string(value))
			}
			return true
		})
		if err != nil {
			return err
		}
		if !l.Visit(&d) {
			break
		}
	}
	return nil
}

// Told implements answer.CompletingState. The same queries come again with the next
// letter, so counts are kept.
func (v *view) Told(ctx context.Context, names plan.Names, queries []query.Node) ([]int, error) {
	counts, keys := make([]int, len(queries)), make([]string, len(queries))
	var nodes []exec.Node
	var missing []int
	for i, q := range queries {
		keys[i] = q.String()
		if n := v.state.counted.Get(keys[i]); n != nil {
			counts[i] = *n
			continue
		}
		p, err := plan.Read(ctx, v, names, &index.Request{Query: q})
		if err != nil {
			return nil, err
		}
		nodes, missing = append(nodes, v.lower.node(p.All)), append(missing, i)
	}
	found, err := v.state.Counts(ctx, maxReads, nodes...)
	if err != nil {
		return nil, err
	}
	for k, i := range missing {
		n := found[k].N
		if n == exec.Unread {
			n = index.Untold
		}
		counts[i] = n
		v.state.counted.Put(keys[i], &n)
	}
	return counts, nil
}
