package topics

import (
	"maps"
	"slices"
)

// Catalog is every topic a collection can show: those of the taxonomy, and the
// collection's own, which its documents brought along. It does not change and
// is safe for use from many goroutines.
type Catalog struct {
	topics []Topic
	byID   map[string]int    // place in topics
	names  names             // ids and labels as written
	folded map[string]string // label key without marks → id; "" when two topics share it
}

// NewCatalog joins the taxonomy, which may be nil, and own, labels by id. An id
// or a label of the taxonomy is the taxonomy's. The label's language is taken
// to be Vietnamese.
func NewCatalog(t *Taxonomy, own map[string]string) *Catalog {
	c := &Catalog{byID: map[string]int{}, names: newNames(), folded: map[string]string{}}
	for _, topic := range t.Topics() {
		c.add(topic)
	}
	for _, id := range slices.Sorted(maps.Keys(own)) {
		if !c.names.ids[id] {
			c.add(Topic{ID: id, Labels: map[string]string{Vietnamese: own[id]}})
		}
	}
	return c
}

func (c *Catalog) add(topic Topic) {
	c.byID[topic.ID] = len(c.topics)
	c.topics = append(c.topics, topic)
	c.names.ids[topic.ID] = true
	for _, label := range topic.Labels {
		key, fold := labelKey(label)
		if key == "" {
			continue
		}
		if _, taken := c.names.exact[key]; !taken {
			c.names.exact[key] = topic.ID
		}
		if id, taken := c.folded[fold]; !taken {
			c.folded[fold] = topic.ID
		} else if id != topic.ID {
			c.folded[fold] = ""
		}
	}
}

// Resolve returns the id of the topic that s names: by its id, by a label as
// [Taxonomy.Resolve] reads it, or by a label without any mark when s has none
// either and only one topic fits.
func (c *Catalog) Resolve(s string) (string, bool) {
	if id, ok := c.names.resolve(s); ok {
		return id, true
	}
	key, fold := labelKey(s)
	if key != fold {
		return "", false
	}
	id := c.folded[fold]
	return id, id != ""
}

// Label returns the label of a topic in the given language, else in
// Vietnamese, and the id itself for a topic that is not in the catalog.
func (c *Catalog) Label(id, lang string) string {
	i, ok := c.byID[id]
	if !ok || c.topics[i].Label(lang) == "" {
		return id
	}
	return c.topics[i].Label(lang)
}

// All returns every topic: the taxonomy's in file order, then the collection's
// own by id.
func (c *Catalog) All() []Topic { return slices.Clone(c.topics) }
