package exec

import (
	"context"
	"crypto/sha256"
	"math"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Node is a part of a query: one of the types below, or a pointer to Word or Phrase.
type Node interface{ isNode() }

type (
	// All matches every document and does not score.
	All struct{}

	// None matches no document.
	None struct{}

	// And matches what all of its parts match and scores their sum. Each of Near
	// that stands in a matching document adds to its score.
	And struct {
		Of   []Node
		Near []*Phrase
	}

	// Or matches what any of its parts matches and scores the sum of those; Near
	// is as in And.
	Or And

	// Best matches what any of its parts matches and scores the best of them. The
	// first is what was written; each other one, a Word or Phrase, is another way
	// to say it, and is weighed as the words are that it stands for: a name of one
	// word and one of three then score alike.
	Best struct{ Of []Node }

	// Not matches what its part does not, and does not score.
	Not struct{ Of Node }

	// Values matches documents that have one of the values in a column.
	Values struct {
		Column string
		Values []string
	}

	// Dated matches documents whose own days overlap some days.
	Dated struct{ Days }
)

// Word matches documents that hold one of some terms in a field. It scores as
// one word whose frequency is the sum of theirs, each times its weight (as
// Lucene's SynonymQuery does).
type Word struct {
	Field  string
	Terms  []Term // whole terms
	Ranges []Term // every term that begins so and is not among Terms
	Boost  float64

	once sync.Once
	name string
}

// Term is a term of the index, or the beginning of some, and its weight.
type Term struct {
	Text   string
	Weight float32
}

// Phrase matches documents in which words stand together. The index keeps no
// positions: documents that have all the words, and for each pair of
// neighbours one of its terms, are candidates, and Count decides.
type Phrase struct {
	Key    string   // names the phrase: equal keys mean equal phrases
	Words  []*Word  // each must be in the document
	Pairs  [][]Term // of neighbours: terms of the pair field, one of which must be there; empty: unknown
	Direct []Term   // terms of the pair field that say that the phrase stands there, and, where Count finds no more, how often
	Boost  float64
	// Count returns how often the phrase stands in a document, by weight, or 0.
	// It is called from several goroutines. nil: Direct says it all.
	Count func(ctx context.Context, seg *scorch.SegmentSnapshot, local uint64) (float32, error)
}

func (All) isNode()     {}
func (None) isNode()    {}
func (And) isNode()     {}
func (Or) isNode()      {}
func (Best) isNode()    {}
func (Not) isNode()     {}
func (Values) isNode()  {}
func (Dated) isNode()   {}
func (*Word) isNode()   {}
func (*Phrase) isNode() {}

// key names a word in the cache. The word must not change any more.
func (w *Word) key() string {
	w.once.Do(func() { w.name = w.newKey() })
	return w.name
}

func (w *Word) newKey() string {
	b := make([]byte, 0, 128)
	b = append(append(b, 'w'), w.Field...)
	for _, t := range w.Terms {
		b = t.appendKey(append(b, 0, '='))
	}
	for _, t := range w.Ranges {
		b = t.appendKey(append(b, 0, '^'))
	}
	if len(b) <= longKey {
		return string(b)
	}
	sum := sha256.Sum256(b)
	return "W" + string(sum[:])
}

// longKey is the length from which a word is named by a sum of what tells it
// from others: a prefix stands for a thousand terms.
const longKey = 128

func (t Term) appendKey(b []byte) []byte {
	b = append(b, t.Text...)
	if t.Weight == 1 {
		return b
	}
	return strconv.AppendUint(append(b, 0, '*'), uint64(math.Float32bits(t.Weight)), 36)
}
