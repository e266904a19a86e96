package find

import (
	"maps"
	"math"
	"slices"

	"vankien/index"
)

// kindIDs are the ids of every kind a document can have.
var kindIDs = func() (ids []string) {
	for _, k := range index.Kinds() {
		ids = append(ids, k.ID)
	}
	return ids
}()

// withKinds adds what the kinds of documents are called in Vietnamese.
func withKinds(t Texts) Texts {
	t = maps.Clone(t)
	for _, k := range index.Kinds() {
		t["kind."+k.ID] = k.Name
	}
	return t
}

// Kind returns what people read for a kind of document.
func (l Language) Kind(kind string) string {
	if name, known := facts[l]["kind."+kind]; known {
		return name
	}
	return kind
}

// Field returns what people read for the name of a field of a document.
func (l Language) Field(name string) string {
	if !slices.Contains(index.Correctable(), name) {
		return name
	}
	return l.say("field." + name)
}

// Guess says where a field was read that is a guess, and how sure that is.
func (l Language) Guess(g *index.Evidence) string {
	where := g.Where
	if text, ok := facts[l]["where."+where]; ok {
		where = text
	}
	if where == "" {
		return l.say("guess.sure", percent(g.Confidence))
	}
	return l.say("guess.where", where, percent(g.Confidence))
}

func percent(f float64) int { return int(math.Round(100 * f)) }
