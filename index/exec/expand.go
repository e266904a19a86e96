package exec

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		list, err := v.expand(field, prefix)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range list.of {
			if accept(e.Value) {
				counts[e.Value] += e.N
			}
		}
	}
	terms := make([]Count, 0, len(counts))
	for t, n := range counts {
		terms = append(terms, Count{t, n})
	}
	slices.SortFunc(terms, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
	})
	out := make([]Term, min(limit, len(terms)))
	for i := range out {
		out[i] = Term{terms[i].Value, 1}
	}
	return out, len(terms), nil
}

// expansions are the terms of a segment that begin alike.
type expansions struct{ of []Count }

func (e *expansions) bytes() int64 {
	n := int64(50)
	for i := range e.of {
		n += 24 + int64(len(e.of[i].Value))
	}
	return n
}

func (v *view) expand(field, prefix string) (*expansions, error) {
	return cached(v, "x"+field+"\x00"+prefix, func() (*expansions, error) {
		dict, err := v.Segment().Dictionary(field)
		if err != nil {
			return nil, fmt.Errorf("expand %s*: %w", prefix, err)
		}
		list := &expansions{}
		err = eachTerm(dict, []byte(prefix), afterPrefix(prefix), func(term string, n int) error {
			list.of = append(list.of, Count{term, n})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("expand %s*: %w", prefix, err)
		}
		return list, nil
	})
}

// eachTerm calls f for the terms of a dictionary from start to before end, in
// order, with the number of documents that hold each. The count in the entries
// of the dictionary's own iterator is not used: after the first term of a single
// document it stays 1 (zapx 17.2.5).
func eachTerm(dict segment.TermDictionary, start, end []byte, f func(term string, n int) error) error {
	var list segment.PostingsList
	entries := dict.AutomatonIterator(nil, start, end)
	for {
		e, err := entries.Next()
		if e == nil || err != nil {
			return err
		}
		if list, err = dict.PostingsList([]byte(e.Term), nil, list); err != nil {
			return err
		}
		if err := f(e.Term, int(list.Count())); err != nil {
			return err
		}
	}
}
