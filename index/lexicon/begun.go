package lexicon

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vankien/index/content"
)

// A word that is being typed may become any of very many. Adding up which documents
// have each would take as long as a search for all of them; but how many documents of
// a part have a key stands beside it. So the keys that most documents have are told by
// these numbers, part by part, and only of the few that are left does anybody count.

// Bounds of what is looked at in a part for a beginning.
const (
	maxLooked = 1 << 16 // keys; of the running text, common words come first
	maxBest   = 64      // keys that are added up over the parts

	lookedAtOnce = 1 << 10 // keys between two looks at the deadline
)

// Held is a key and how many documents have it.
type Held struct {
	Key       string
	Documents int
}

// Begun returns up to n keys of a field that begin so and that accept, which may be
// nil, takes: those that most documents have first, equals by the key. Of very
// many keys some may not be looked at. Counts are those of the parts added up,
// deleted documents included.
func (x *Lexicon) Begun(ctx context.Context, field, begins string, n int, accept func(key string) bool) ([]Held, error) {
	best := map[string]bool{}
	err := x.each(func(_ int, p Part) error {
		b := bestKeys{accept: accept}
		p.Held(field, begins, func(key string, documents int) bool { return b.look(ctx, key, documents) })
		for _, h := range b.best() {
			best[h.Key] = true
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	list := make([]Held, 0, len(best))
	for key := range best {
		list = append(list, Held{Key: key})
	}
	err = x.each(func(_ int, p Part) error {
		for i := range list {
			list[i].Documents += p.HeldBy(field, list[i].Key)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, moreFirst)
	list = list[:min(n, len(list))]
	for i := range list {
		list[i].Key = strings.Clone(list[i].Key) // of no part any more
	}
	return list, nil
}

// HeldBy returns how many documents have keys of a field, or words with folds, all
// added up, deleted documents included.
func (x *Lexicon) HeldBy(field string, keys, folds []string) (n int, err error) {
	err = x.each(func(_ int, p Part) error {
		for _, key := range keys {
			n += p.HeldBy(field, key)
		}
		for _, fold := range folds {
			p.Held(field, content.Begin(fold), func(_ string, documents int) bool { n += documents; return true })
		}
		return nil
	})
	return n, err
}

// moreFirst puts keys that more documents have first, equals by the key.
// Crowded reports whether more than n keys of a field begin so.
func (x *Lexicon) Crowded(field, begins string, n int) (bool, error) {
	seen := map[string]bool{}
	err := x.each(func(_ int, p Part) error {
		p.Held(field, begins, func(key string, _ int) bool {
			if !seen[key] && len(seen) <= n {
				seen[strings.Clone(key)] = true
			}
			return len(seen) <= n
		})
		return nil
	})
	return len(seen) > n, err
}

func moreFirst(a, b Held) int {
	return cmp.Or(cmp.Compare(b.Documents, a.Documents), strings.Compare(a.Key, b.Key))
}

// bestKeys keeps the keys that most documents have.
type bestKeys struct {
	accept func(key string) bool
	list   []Held
	floor  int // so few documents keep a key out
	looked int
}

// look takes a key in and reports whether to go on.
func (b *bestKeys) look(ctx context.Context, key string, documents int) bool {
	if b.looked++; b.looked > maxLooked || b.looked%lookedAtOnce == 0 && ctx.Err() != nil {
		return false
	}
	if documents <= b.floor || b.accept != nil && !b.accept(key) {
		return true
	}
	if b.list = append(b.list, Held{key, documents}); len(b.list) == 4*maxBest {
		b.list = b.best()
		b.floor = b.list[maxBest-1].Documents
	}
	return true
}

func (b *bestKeys) best() []Held {
	slices.SortFunc(b.list, moreFirst)
	return b.list[:min(len(b.list), maxBest)]
}
