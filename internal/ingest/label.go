package ingest

import (
	"context"
	"fmt"
	"sync"

	"vankien/index"
	"vankien/internal/viet"
)

// labels are the labels of topics that no taxonomy knows, by id.
type labels map[string]string

// labelOf returns the label of a topic's id, and whether the id has one.
type labelOf func(id string) (label string, taken bool)

func (l labels) labelOf(id string) (string, bool) {
	label, taken := l[id]
	return label, taken
}

// topicID returns the id of the topic with this label, its slug, and whether
// the label has yet to be kept under it. When another label has that slug, the
// id gets a number: two labels are one topic if they have the same words, where
// words without any mark, such as an id, stand for those with marks.
func topicID(label string, of labelOf) (id string, fresh bool) {
	slug := viet.Slug(label)
	id = slug
	for n := 2; ; n++ {
		old, taken := of(id)
		switch {
		case !taken, old != label && sameWords(old, label) && viet.Marked(label) && !viet.Marked(old):
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

// Registry gives labels that no taxonomy knows the ids of their topics, for all
// that bring documents into one index: one id to one label, numbered in the
// order of the calls. It is safe for use from many goroutines.
type Registry struct {
	index index.Engine
	mu    sync.Mutex // guards fresh, and makes others wait until new labels are stored
	fresh labels     // given and not yet in the index
}

// NewRegistry returns the registry of an index. There should be one at a time.
func NewRegistry(x index.Engine) *Registry { return &Registry{index: x, fresh: labels{}} }

// Settle puts the ids of the registry where the document's topics have those
// that Stated made of labels; brought has these labels.
func (g *Registry) Settle(doc *index.Document, brought map[string]string) {
	if len(brought) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, topic := range doc.Topics {
		label, ok := brought[topic]
		if !ok {
			continue
		}
		id, fresh := topicID(label, g.labelOf)
		if doc.Topics[i] = id; fresh {
			g.fresh[id] = label
		}
	}
}

func (g *Registry) labelOf(id string) (string, bool) {
	if label, taken := g.fresh[id]; taken {
		return label, true
	}
	label, taken := g.index.Labels()[id]
	return label, taken
}

// Save stores the labels of the topics settled so far. It must have returned
// before the first document that carries such a topic is put.
func (g *Registry) Save(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.fresh) == 0 {
		return nil
	}
	if err := g.index.PutLabels(ctx, g.fresh); err != nil {
		return err
	}
	clear(g.fresh)
	return nil
}
