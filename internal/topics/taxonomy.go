package topics

import (
	"slices"
	"strings"
	"sync"

	"vankien/internal/viet"
)

// DefaultMinimum is the least score of a topic whose entry names none.
const DefaultMinimum = 2

// Languages of labels, in the order in which a missing one is replaced.
const (
	Vietnamese = "vi"
	English    = "en"
)

// Cue is a phrase that speaks for a topic.
type Cue struct {
	Phrase string  // as the file has it
	Weight float64 // greater than 0; 3 settles the matter, 1 is a hint
}

// Topic is one entry of a taxonomy or one of a collection's own topics, which
// have a label in one language only and no cues. Callers do not change Labels
// and Cues.
type Topic struct {
	ID      string            // a slug: viet.Slug(ID) == ID
	Labels  map[string]string // by language: "vi" always, "en" if there is one
	Broader string            // id of the topic above; "" at the top
	Minimum float64           // least score for Tag to give this topic
	Cues    []Cue             // in file order
}

// Label returns the label in the given language, else the Vietnamese one.
func (t Topic) Label(lang string) string {
	if l, ok := t.Labels[lang]; ok {
		return l
	}
	return t.Labels[Vietnamese]
}

// Taxonomy is a loaded taxonomy file. It does not change and is safe for use
// from many goroutines. A nil *Taxonomy has no topics and tags nothing.
type Taxonomy struct {
	topics  []Topic
	names   names
	phrases *trie
	cues    []cueRef  // by the number the trie gives
	scratch sync.Pool // of *scratch
}

// cueRef says which cue of which topic a number of the trie stands for.
type cueRef struct{ topic, cue int }

// Topics returns all topics in file order.
func (t *Taxonomy) Topics() []Topic {
	if t == nil {
		return nil
	}
	return slices.Clone(t.topics)
}

// Resolve returns the id of the topic that s names: by its id, or by its label
// in any language. Case, tone placement and punctuation do not matter, marks do.
func (t *Taxonomy) Resolve(s string) (id string, ok bool) {
	if t == nil {
		return "", false
	}
	return t.names.resolve(s)
}

// names finds ids by what people write for them.
type names struct {
	ids   map[string]bool
	exact map[string]string // label key → id
}

func newNames() names {
	return names{ids: map[string]bool{}, exact: map[string]string{}}
}

func (n names) resolve(s string) (string, bool) {
	if id := strings.ToLower(strings.TrimSpace(s)); n.ids[id] {
		return id, true
	}
	key, _ := labelKey(s)
	id, ok := n.exact[key]
	return id, ok
}

// labelKey returns the terms of a label, which is what two spellings of one
// label have in common, with and without marks; "" when there is no word in it.
func labelKey(s string) (key, fold string) {
	var terms, folds []string
	for _, tok := range viet.Words(nil, viet.Compose(s)) {
		terms, folds = append(terms, tok.Term), append(folds, tok.Fold)
	}
	return strings.Join(terms, " "), strings.Join(folds, " ")
}
