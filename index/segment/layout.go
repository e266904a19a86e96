package segment

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Layout says what the documents of an index have. Only segments of equal
// layouts are merged. Names are unique among fields, columns, orders and stored
// values each.
type Layout struct {
	Text    string   // name of the running text as a field
	Parts   []Part   // parts of the running text, in their order; at most 255
	Fields  []Field  // terms without a place
	Numbers []string // columns of numbers
	Orders  []string // orders of documents, besides that of their ids
	Stored  []string // stored values
	Apart   string   // the one of them that is kept apart, as it is large and seldom read
	With    []string // others of them, which are kept with that
	K1, B   float64  // of BM25, for bounds
	Lexicon bool     // words, runs of words and names are counted over all documents
}

// Part is a part of the running text.
type Part struct {
	Name   string
	Weight uint32 // what a word in it counts, at least 1
}

// Field is a set of terms of a document besides its running text.
type Field struct {
	Name        string
	Frequencies bool // lists have frequencies and bounds
	Column      bool // documents know their terms, for counting and sorting; frequencies are lost
}

// Document is what a batch says of a document. Slices go by the layout: Numbers,
// Keys and Stored have a value for each name there.
type Document struct {
	ID      string
	Numbers []int32
	Keys    []string          // what orders go by
	Stored  [][]Value         // values of each stored name
	Analyze func(a *Analysis) // fills a, and may fill Numbers; called once
}

// Value is a stored value.
type Value = []byte

// Analysis takes the words and terms of a document. It is reused: the builder
// empties it before each document.
type Analysis struct {
	Parts  [][]Word // of the running text
	Extra  []Term   // terms of the running text without a place: counted in their list, which may be that of a word, but in no length and beside no word
	Fields [][]Term // of each field
}

// Word is a word of the running text. Text decides Group.
type Word struct {
	Text  string // as it counts for an exact search; not empty, without bytes below 0x02
	Group string // what it is one form of; sorts before every longer string that begins so
	Start uint32 // byte where it begins in its part
	Apart bool   // it does not stand beside the word before: a sentence ends there
	Cut   bool   // no run of the lexicon goes on from the word before: a part of a sentence ends there
	Name  uint8  // 2 to MaxName: this word and as many as make that number are a name of the lexicon
}

// Term is a term and how often it counts.
type Term struct {
	Text  string
	Count uint32 // at least 1
}

// groupMark ends the group in a key.
const groupMark = '\x01'

func (a *Analysis) reset(l *Layout) {
	a.Parts = emptied(a.Parts, len(l.Parts))
	a.Fields = emptied(a.Fields, len(l.Fields))
	a.Extra = a.Extra[:0]
}

func emptied[T any](lists [][]T, n int) [][]T {
	for len(lists) < n {
		lists = append(lists, nil)
	}
	for i := range lists {
		lists[i] = lists[i][:0]
	}
	return lists
}

// hasColumn reports whether a field, the running text being 0, has a column.
func (l *Layout) hasColumn(field int) bool { return field > 0 && l.Fields[field-1].Column }

func (l *Layout) field(name string) int {
	if name == l.Text {
		return 0
	}
	for i := range l.Fields {
		if l.Fields[i].Name == name {
			return i + 1
		}
	}
	return -1
}

// head is the first section, in JSON.
type head struct {
	Layout    Layout
	Documents int
	Common    int     // words of one unit
	Length    uint64  // sum of the lengths
	Reference float64 // average length that bounds are made for
	FieldKeys []int   // number of keys before each field, and of all
	Wide      []bool  // by field: ordinals have 4 bytes
	Multiple  []bool  // by field: some document has more than one term

	Written, WrittenWords uint64 `json:",omitempty"` // documents and words that the lexicon counts
}

func newHead(l *Layout, documents int) *head {
	n := len(l.Fields) + 1
	return &head{Layout: *l, Documents: documents, Wide: make([]bool, n), Multiple: make([]bool, n)}
}

func (h *head) encode() ([]byte, error) { return json.Marshal(h) }

func readHead(b []byte) (*head, error) {
	h := &head{}
	if err := json.Unmarshal(b, h); err != nil {
		return nil, &DamageError{headSection.String()}
	}
	n := len(h.Layout.Fields) + 1
	if h.Documents < 0 || h.Common < 0 || len(h.FieldKeys) != n+1 || len(h.Wide) != n || len(h.Multiple) != n {
		return nil, &DamageError{headSection.String()}
	}
	return h, nil
}

func (l *Layout) equal(o *Layout) error {
	if !reflect.DeepEqual(l, o) {
		return fmt.Errorf("%w: segments of two layouts cannot be merged", ErrFormat)
	}
	return nil
}
