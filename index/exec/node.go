package exec

// Node is a part of a query: one of the types below, or a pointer to Phrase.
type Node interface{ isNode() }

type (
	// All matches every document and does not score.
	All struct{}

	// None matches no document.
	None struct{}

	// Word matches documents that hold a form. It scores as one word whose
	// frequency is the sum of those of all terms, each times its weight (as
	// Lucene's SynonymQuery does).
	Word struct {
		*Form
		Boost float64
	}

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

	// Must matches what its part does, and does not score.
	Must struct{ Of Node }

	// Scored matches every document and scores as its part does.
	Scored struct{ Of Node }

	// Values matches documents that have one of the values in a column.
	Values struct {
		Column string
		Values []string
	}

	// Without matches documents that have no value in a column.
	Without struct{ Column string }

	// Dated matches documents whose own days overlap some days.
	Dated struct{ Days }
)

// Form is the terms that one word of a query stands for in a field. Forms are
// told apart by their address: one that stands in several nodes is looked up
// once.
type Form struct {
	Field string
	Terms []Term // keys of terms. Weights are at most 1

	// Groups are words that all belong together: every key of the field that
	// begins with the group and 0x01 and is not among Terms.
	Groups []Term

	// Begins makes the form every key that begins so and that Accept takes,
	// instead of Terms and Groups. Of more than ManyWords it says only which
	// documents have any, as if each had one.
	Begins string
	Accept func(key string) bool   // nil: all
	Name   func(key string) string // equal for keys that are one word; nil: the key
}

// ManyWords is how many words may begin alike for it to count how often they
// stand in a document.
const ManyWords = 16

// Term is a term of the index, or a group of some, and its weight.
type Term struct {
	Text   string
	Weight float32
}

// Phrase matches documents in which words stand together. How often they do so
// counts by the weights of the parts of the text. It scores as one word that
// weighs what its words weigh together.
type Phrase struct {
	Forms []*Form
	Boost float64

	Apart []bool // of each word: a sentence ends before it
	Slop  int    // above 0: in any order, with at most so many other words between
	Gap   int    // what the end of a sentence counts as then
	Part  string // the only part of the text to look in, where each place counts 1; "": all of it

	// Column has the phrase stand in the value of a field without a running text,
	// as Count says, instead. It is called once for each value of a segment.
	Column string
	Count  func(value string) float64
}

func (All) isNode()     {}
func (None) isNode()    {}
func (Word) isNode()    {}
func (And) isNode()     {}
func (Or) isNode()      {}
func (Best) isNode()    {}
func (Not) isNode()     {}
func (Must) isNode()    {}
func (Scored) isNode()  {}
func (Values) isNode()  {}
func (Without) isNode() {}
func (Dated) isNode()   {}
func (*Phrase) isNode() {}
