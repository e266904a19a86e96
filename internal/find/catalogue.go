package find

import (
	"cmp"
	"maps"
	"sync"

	"vankien/index"
	"vankien/index/query"
	"vankien/internal/topics"
	"vankien/internal/viet"
)

// catalogue is the topics of taxonomy and collection, with the labels of the
// collection's own topics that it was made from.
type catalogue struct {
	*topics.Catalog
	own map[string]string

	once     sync.Once
	labelled []topicLabel
}

// catalogue returns the topics as they are now. It is made again only when the
// collection's own topics have changed.
func (s *Service) catalogue() *catalogue {
	own := s.engine.Labels()
	if c := s.known.Load(); c != nil && maps.Equal(c.own, own) {
		return c
	}
	c := &catalogue{Catalog: topics.NewCatalog(s.taxonomy, own), own: own}
	s.known.Store(c)
	return c
}

// filterValue returns a value as it is stored: for a topic or a kind the id,
// whether the id or a label was given, and the number of a document in its one form.
func (c *catalogue) filterValue(field index.Field, value string) string {
	switch field {
	case index.FieldTopic:
		return c.topic(value)
	case index.FieldKind:
		if k, ok := index.KindNamed(value); ok {
			return k.ID
		}
	case index.FieldRef, index.FieldCites:
		return cmp.Or(viet.Reference(value), value)
	}
	return value
}

// topic returns the id of the topic that s names, or s itself, which then
// matches nothing.
func (c *catalogue) topic(s string) string {
	if id, ok := c.Resolve(s); ok {
		return id
	}
	return s
}

// rewrite puts topic ids where a query has labels.
func (c *catalogue) rewrite(n query.Node) query.Node {
	return query.Rewrite(n, func(n query.Node) query.Node {
		switch n := n.(type) {
		case query.Word:
			if n.Field == query.Topic {
				return c.topicWord(n, n.Text)
			}
		case query.Phrase:
			if n.Field == query.Topic {
				return c.topicWord(n, n.Text)
			}
		}
		return n
	})
}

// topicWord is the word for the topic that text names, or n if it names none.
func (c *catalogue) topicWord(n query.Node, text string) query.Node {
	if id, ok := c.Resolve(text); ok {
		return query.Word{Field: query.Topic, Text: id}
	}
	return n
}

// Label returns what people read for a value of a field.
func (a *Search) Label(field index.Field, value string) string {
	if value == index.NoValue {
		return a.Lang.say("value.none")
	}
	switch field {
	case index.FieldTopic:
		return a.cat.Label(value, string(a.Lang))
	case index.FieldKind:
		return a.Lang.Kind(value)
	case index.FieldGuessed, index.FieldCorrected:
		return a.Lang.Field(value)
	}
	return value
}

// Stored returns a value of a filter as documents have it.
func (a *Search) Stored(field index.Field, given string) string {
	return storedAs(a.cat.filterValue, field, viet.Compose(given))
}
