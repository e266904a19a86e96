package exec

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// Warm reads columns, orders and words into the cache, as far as three quarters
// of it hold them. It stops when ctx ends.
func (s *Snapshot) Warm(ctx context.Context, columns []string, words []*Word) error {
	for _, v := range s.views {
		for _, name := range columns {
			if _, err := v.column(ctx, name); err != nil {
				return err
			}
		}
		if _, err := v.dates(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	c := &compiler{ctx: ctx, snap: s, words: map[string]*leaf{}, score: true}
	for _, w := range words {
		if st := s.engine.cache.stats(); st.Bytes >= st.Limit/4*3 {
			return nil
		}
		if _, err := c.word(w); err != nil {
			return err
		}
	}
	return nil
}

// Commonest returns the n terms of a field that most documents of the largest
// segment hold, of those that accept takes.
func (s *Snapshot) Commonest(ctx context.Context, field string, n int, accept func(string) bool) ([]string, error) {
	if len(s.views) == 0 {
		return nil, nil
	}
	v := slices.MaxFunc(s.views, func(a, b *view) int { return cmp.Compare(a.n, b.n) })
	return cachedStrings(ctx, v, "commonest"+strconv.Itoa(n)+field, func() ([]string, error) {
		dict, err := v.Segment().Dictionary(field)
		if err != nil {
			return nil, fmt.Errorf("read terms: %w", err)
		}
		var terms []Count
		err = eachTerm(ctx, dict, nil, nil, func(term string, docs segment.PostingsList) error {
			if count := int(docs.Count()); count*commonShare > v.n && accept(term) {
				terms = append(terms, Count{term, count})
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read terms: %w", err)
		}
		if err := sortWithin(ctx, terms, commonerFirst); err != nil {
			return nil, err
		}
		list := make([]string, 0, n)
		for _, t := range terms[:min(n, len(terms))] {
			list = append(list, t.Value)
		}
		return list, nil
	})
}

// commonShare is the share of a segment's documents, as 1/commonShare, that a
// common term is in at least.
const commonShare = 100

// stringList is a cached list.
type stringList struct{ of []string }

// Bytes estimates the memory of the list.
func (l *stringList) Bytes() int64 { return 50 + stringBytes(l.of) }

func cachedStrings(ctx context.Context, v *view, key string, read func() ([]string, error)) ([]string, error) {
	l, err := cached(ctx, v, key, func() (*stringList, error) {
		list, err := read()
		return &stringList{list}, err
	})
	if err != nil {
		return nil, err
	}
	return l.of, nil
}
