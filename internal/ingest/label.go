package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
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

// maxAlike bounds the labels that differ only in their marks, each of which a
// new one is compared with.
const maxAlike = 20

var errAlike = fmt.Errorf("is one of more than %d labels that differ only in their marks; use the id of one that is there", maxAlike)

// topicID returns the id of the topic with this label, its slug, and whether
// the label has yet to be kept under it. When another label has that slug, the
// id gets a number: two labels are one topic if they have the same words, where
// words without any mark, such as an id, stand for those with marks.
func topicID(label string, of labelOf) (id string, fresh bool, err error) {
	slug, l := viet.Slug(label), wordsOf(label)
	id = slug
	for n := 2; n <= maxAlike+1; n++ {
		text, taken := of(id)
		if !taken {
			return id, true, nil
		}
		if old := wordsOf(text); old.same(l) {
			return id, text != label && l.marked && !old.marked, nil
		}
		id = fmt.Sprintf("%s-%d", slug, n)
	}
	return "", false, errAlike
}

// labelWords is what labels are compared by.
type labelWords struct {
	terms, slug string
	marked      bool
}

func wordsOf(label string) labelWords {
	t := terms(label)
	return labelWords{t, viet.Slug(t), viet.Marked(t)}
}

func (a labelWords) same(b labelWords) bool {
	return a.terms == b.terms || (!a.marked || !b.marked) && a.slug == b.slug
}

// registry gives labels that no taxonomy knows the ids of their topics, for all
// that bring documents into one store: one id to one label, numbered in the
// order of the calls. It is safe for use from many goroutines.
type registry struct {
	store Store
	mu    sync.Mutex // guards fresh, and makes others wait until new labels are stored
	fresh labels     // given and not yet in the store
}

// settle puts the ids of the registry where the draft's topics have those that
// Stated made of its labels, or changes nothing.
func (g *registry) settle(d *draft) error {
	if len(d.labels) == 0 {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	topics, own, fresh := slices.Clone(d.doc.Topics), labels{}, labels{}
	of := func(id string) (string, bool) {
		if label, taken := fresh[id]; taken {
			return label, true
		}
		return g.labelOf(id)
	}
	for i, topic := range topics {
		label, brought := d.labels[topic]
		if !brought {
			continue
		}
		id, isFresh, err := topicID(label, of)
		if err != nil {
			return &index.FieldError{ID: d.doc.ID, Pointer: fmt.Sprintf("/topics/%d", i), Detail: err.Error()}
		}
		if topics[i] = id; isFresh {
			fresh[id] = label
		}
		own[id], _ = of(id)
	}
	maps.Copy(g.fresh, fresh)
	d.doc.Topics, d.own = topics, own
	return nil
}

func (g *registry) labelOf(id string) (string, bool) {
	if label, taken := g.fresh[id]; taken {
		return label, true
	}
	label, taken := g.store.Labels()[id]
	return label, taken
}

// save stores those of the labels that are not in the store. It must have
// returned before the first document that carries such a topic is put. When the
// store has no room for them, they are lost: the error is an *index.FieldError,
// and the ids are free again.
func (g *registry) save(ctx context.Context, own labels) (lost labels, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	need, stored := labels{}, g.store.Labels()
	for id, label := range own {
		if newer, fresh := g.fresh[id]; fresh {
			need[id] = newer
		} else if stored[id] == "" {
			need[id] = label
		}
	}
	if len(need) == 0 {
		return nil, nil
	}
	err = g.store.PutLabels(ctx, need)
	if err != nil && !errors.As(err, new(*index.FieldError)) {
		return nil, err
	}
	for id := range need {
		delete(g.fresh, id)
	}
	return need, err
}
