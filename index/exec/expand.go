package exec

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Count returns the number of documents that match a node.
func (s *Snapshot) Count(ctx context.Context, n Node) (int, error) {
	r, err := s.Search(ctx, &Query{Match: n})
	if err != nil {
		return 0, err
	}
	return r.Total, nil
}

// Expand lists the terms of a field that begin with prefix and that accept
// takes, and says how many there are. Of more than limit it lists those that
// most documents hold.
func (s *Snapshot) Expand(ctx context.Context, field, prefix string, accept func(string) bool, limit int) ([]Term, int, error) {
	counts := map[string]int{}
	for _, v := range s.views {
		list, err := v.expand(ctx, field, prefix)
		if err != nil {
			return nil, 0, err
		}
		for i, e := range list.of {
			if i%deadlineEvery == 0 && ctx.Err() != nil {
				return nil, 0, ctx.Err()
			}
			if accept(e.Value) {
				counts[e.Value] += e.N
			}
		}
	}
	terms := make([]Count, 0, len(counts))
	for t, n := range counts {
		terms = append(terms, Count{t, n})
	}
	if err := sortWithin(ctx, terms, commonerFirst); err != nil {
		return nil, 0, err
	}
	out := make([]Term, min(limit, len(terms)))
	for i := range out {
		out[i] = Term{terms[i].Value, 1}
	}
	return out, len(terms), nil
}

// commonerFirst orders terms by the documents that hold them.
func commonerFirst(a, b Count) int {
	return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
}

// expansions are the terms of a segment that begin alike.
type expansions struct{ of []Count }

// Bytes estimates the memory of the terms.
func (e *expansions) Bytes() int64 {
	n := int64(50)
	for i := range e.of {
		n += 24 + int64(len(e.of[i].Value))
	}
	return n
}

func (v *view) expand(ctx context.Context, field, prefix string) (*expansions, error) {
	return cached(ctx, v, "x"+field+"\x00"+prefix, func() (*expansions, error) {
		dict, err := v.Segment().Dictionary(field)
		if err != nil {
			return nil, fmt.Errorf("expand %s*: %w", prefix, err)
		}
		list := &expansions{}
		err = eachTerm(ctx, dict, []byte(prefix), afterPrefix(prefix), func(term string, docs segment.PostingsList) error {
			list.of = append(list.of, Count{term, int(docs.Count())})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("expand %s*: %w", prefix, err)
		}
		return list, nil
	})
}

// eachTerm calls f for the terms of a dictionary from start to before end, in
// order, with the documents that hold each, until ctx ends. The count in the entries
// of the dictionary's own iterator is not used: after the first term of a single
// document it stays 1 (zapx 17.2.5).
func eachTerm(ctx context.Context, dict segment.TermDictionary, start, end []byte, f func(term string, docs segment.PostingsList) error) error {
	var list segment.PostingsList
	entries := dict.AutomatonIterator(nil, start, end)
	for n := 0; ; n++ {
		if n%deadlineEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, err := entries.Next()
		if e == nil || err != nil {
			return err
		}
		if list, err = dict.PostingsList([]byte(e.Term), nil, list); err != nil {
			return err
		}
		if err := f(e.Term, list); err != nil {
			return err
		}
	}
}
