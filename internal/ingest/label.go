package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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

// terms returns the terms of s with one space between them.
func terms(s string) string {
	var list []string
	for _, tok := range viet.Words(nil, viet.Compose(s)) {
		list = append(list, tok.Term)
	}
	return strings.Join(list, " ")
}

func (a labelWords) same(b labelWords) bool {
	return a.terms == b.terms || (!a.marked || !b.marked) && a.slug == b.slug
}

// registry gives labels that no taxonomy knows the ids of their topics, for all
// that bring documents into one store: one id to one label, numbered in the
// order of the calls. An id is held from settle to release: it goes to no other
// label, and a stored one does not make room for others before the document
// that has it is put. It is safe for use from many goroutines.
type registry struct {
	store  Store
	saving chan struct{} // has room for one: who stores labels

	mu   sync.Mutex // held for moments only; guards held
	held map[string]*heldLabel
}

// heldLabel is the label of an id that drafts on their way have.
type heldLabel struct {
	label  string
	drafts int
}

func newRegistry(s Store) *registry {
	return &registry{store: s, saving: make(chan struct{}, 1), held: map[string]*heldLabel{}}
}

// settle puts the ids of the registry where the draft's topics have those that
// Stated made of its labels, and holds them for it, or changes nothing.
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
	g.hold(own)
	d.doc.Topics, d.own = topics, own
	return nil
}

// labelOf returns the label of an id. Callers hold mu.
func (g *registry) labelOf(id string) (string, bool) {
	if h := g.held[id]; h != nil {
		return h.label, true
	}
	label, taken := g.store.Labels()[id]
	return label, taken
}

// hold holds labels for one more draft. Callers hold mu.
func (g *registry) hold(own labels) {
	for id, label := range own {
		if g.held[id] == nil {
			g.held[id] = &heldLabel{}
		}
		g.held[id].label = label
		g.held[id].drafts++
	}
}

// release gives up what settle holds for the draft, which has been put or never
// will be.
func (g *registry) release(d *draft) {
	if len(d.own) == 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for id := range d.own {
		if g.held[id].drafts--; g.held[id].drafts == 0 {
			delete(g.held, id)
		}
	}
	d.own = nil
}

// save stores those of the held labels own that are not in the store. It must
// have returned before the first document that carries such a topic is put.
// When the store has no room for them, they are lost: the error is an
// *index.FieldError. The end of ctx ends the waiting for another's labels.
func (g *registry) save(ctx context.Context, own labels) (lost labels, err error) {
	if len(own) == 0 {
		return nil, nil
	}
	select {
	case g.saving <- struct{}{}:
		defer func() { <-g.saving }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	need, kept := g.lacking(own)
	if len(need) == 0 {
		return nil, nil
	}
	maps.Copy(kept, need)
	if err = g.store.PutLabels(ctx, kept); errors.As(err, new(*index.FieldError)) {
		lost = need
	}
	return lost, err
}

// lacking returns those of the held labels own that have to be stored, and all
// held ones that are stored: they must be named again to stay there.
func (g *registry) lacking(own labels) (need, stored labels) {
	g.mu.Lock()
	defer g.mu.Unlock()
	need, stored = labels{}, labels{}
	there := g.store.Labels()
	for id := range g.held {
		if label, ok := there[id]; ok {
			stored[id] = label
		}
	}
	for id := range own {
		if label := g.held[id].label; stored[id] != label {
			need[id] = label
		}
	}
	return need, stored
}
