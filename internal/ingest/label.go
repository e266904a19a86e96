package ingest

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"vankien/index"
	"vankien/internal/viet"
)

// labels are the labels of topics that no taxonomy knows, by id.
type labels map[string]string

// id returns the id of the topic with this label, its slug, and whether the
// label was not there before. When another label has that slug, the id gets a
// number: two labels are one topic if they have the same words, where words
// without any mark, such as an id, stand for those with marks.
func (l labels) id(label string) (id string, fresh bool) {
	slug := viet.Slug(label)
	id = slug
	for n := 2; ; n++ {
		old, taken := l[id]
		switch {
		case !taken, old != label && sameWords(old, label) && viet.Marked(label) && !viet.Marked(old):
			l[id] = label
			return id, true
		case sameWords(old, label):
			return id, false
		}
		id = fmt.Sprintf("%s-%d", slug, n)
	}
}

func sameWords(a, b string) bool {
	a, b = terms(a), terms(b)
	return a == b || (!viet.Marked(a) || !viet.Marked(b)) && viet.Slug(a) == viet.Slug(b)
}

// registry gives all workers of a run the same ids for labels, and stores a
// label before the first document that carries its topic.
type registry struct {
	index *index.Index
	mu    sync.Mutex // guards own, and makes others wait until a new label is stored
	own   labels
}

func newRegistry(x *index.Index) *registry {
	own := labels{}
	maps.Copy(own, x.Labels())
	return &registry{index: x, own: own}
}

// settle replaces the ids that Prepare made of labels by those of the registry.
// brought has the labels of each document.
func (g *registry) settle(ctx context.Context, docs []index.Document, brought []map[string]string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	fresh := map[string]string{}
	for i := range docs {
		for j, topic := range docs[i].Topics {
			label, ok := brought[i][topic]
			if !ok {
				continue
			}
			id, isFresh := g.own.id(label)
			docs[i].Topics[j] = id
			if isFresh {
				fresh[id] = label
			}
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return g.index.PutLabels(ctx, fresh)
}
