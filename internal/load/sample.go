package load

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/viet"
)

// sampleSize is about how many documents words are drawn from: enough to know
// which words stand in one document of a hundred.
const sampleSize = 400

// sample is a part of a collection, spread over its years in proportion, and
// the words in it. Documents without a date are only in the sample of a
// collection that has no others.
type sample struct {
	total int // documents of the collection
	docs  []source
	share map[string]int // sampled documents with each word
}

// source is a document to draw queries from.
type source struct {
	words  []viet.Token // those that plain accepts
	date   string
	topics []string
}

func newSample(ctx context.Context, x index.Engine) (*sample, error) {
	res, err := x.Search(ctx, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldYear}})
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	s := &sample{total: res.Total, share: map[string]int{}}
	years := res.Facets[index.FieldYear].Values
	if len(years) == 0 {
		err = s.take(ctx, x, index.Filter{}, res.Total, sampleSize)
	}
	for _, y := range years {
		want := max(1, sampleSize*y.Count/res.Total)
		if err = s.take(ctx, x, index.Filter{From: y.Value, To: y.Value}, y.Count, want); err != nil {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return s, nil
}

// take adds want of the count documents that a filter lets through: pages in
// the order of titles, at even distances.
func (s *sample) take(ctx context.Context, x index.Engine, f index.Filter, count, want int) error {
	span := min(count, index.MaxWindow)
	want = min(want, span)
	if want == 0 {
		return nil
	}
	pages := (want + index.MaxLimit - 1) / index.MaxLimit
	size := want / pages
	for i := range pages {
		middle := (2*i + 1) * span / (2 * pages)
		res, err := x.Search(ctx, index.Request{Filter: f, Sort: index.ByTitle, Offset: max(0, middle-size/2), Limit: size})
		if err != nil {
			return err
		}
		for _, h := range res.Hits {
			d, err := x.Get(ctx, h.ID)
			if err != nil {
				return err
			}
			s.add(d)
		}
	}
	return nil
}

func (s *sample) add(d index.Document) {
	words := slices.DeleteFunc(viet.Words(nil, d.Body), func(t viet.Token) bool { return !plain(t.Term) })
	seen := map[string]bool{}
	for _, w := range words {
		if !seen[w.Term] {
			seen[w.Term] = true
			s.share[w.Term]++
		}
	}
	s.docs = append(s.docs, source{words, d.Date, d.Topics})
}

// plain reports whether a word is of two letters or more and nothing else: no
// number or abbreviated name, whose search is a matter of its own.
func plain(term string) bool {
	for _, r := range term {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return utf8.RuneCountInString(term) >= 2
}

// bands are words by the share of documents that have them.
type bands struct {
	common   []string // a tenth or more
	middling []string // a hundredth to a tenth
	rare     []string // less than a hundredth
}

// of names the band of a word in n of total documents.
func (b *bands) of(n, total int) *[]string {
	switch {
	case 10*n >= total:
		return &b.common
	case 100*n >= total:
		return &b.middling
	}
	return &b.rare
}

// bands counts in the collection some of the words that the sample puts into
// each band, and returns up to n words of each, the most frequent first.
func (s *sample) bands(ctx context.Context, x index.Engine, n int) (*bands, error) {
	guess, sure := &bands{}, &bands{}
	for _, term := range s.terms() {
		b := guess.of(s.share[term], len(s.docs))
		*b = append(*b, term)
	}
	count := map[string]int{}
	for _, terms := range [][]string{guess.common, guess.middling, guess.rare} {
		for _, term := range spread(terms, 2*n) {
			res, err := x.Search(ctx, index.Request{Query: query.Word{Text: term}, Limit: index.NoHits})
			if err != nil {
				return nil, fmt.Errorf("count %q: %w", term, err)
			}
			if count[term] = res.Total; res.Total > 0 {
				b := sure.of(res.Total, s.total)
				*b = append(*b, term)
			}
		}
	}
	for _, b := range []*[]string{&sure.common, &sure.middling, &sure.rare} {
		slices.SortFunc(*b, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
		*b = spread(*b, n)
	}
	return sure, nil
}

// terms returns the sample's words, the most frequent first.
func (s *sample) terms() []string {
	all := make([]string, 0, len(s.share))
	for term := range s.share {
		all = append(all, term)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(s.share[b]-s.share[a], cmp.Compare(a, b)) })
	return all
}

// spread returns up to n elements of a list, at even distances.
func spread(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	out := make([]string, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
}
