package main

// class is a kind of query. The median of its queries stands for it.
type class string

// The classes, in the order in which they are run and shown.
const (
	common   class = "word, common"
	middling class = "word, middling"
	rare     class = "word, rare"
	and2     class = "AND of 2"
	and3     class = "AND of 3"
	and4     class = "AND of 4"
	or3      class = "OR of 3"
	phrase2  class = "phrase of 2"
	phrase4  class = "phrase of 4"
	prefix   class = "prefix"
	dated    class = "word + date range"
	topical  class = "word + topic"
	faceted  class = "common word + facets topic, year"
	newest   class = "common word, newest first"
	full     class = "full request" // AND of 3 + date + topic + facets topic, year + fields and snippets
)

// mode says how the words of a task belong together.
type mode int

const (
	all    mode = iota // a document has every word, in whatever field
	some               // at least one of them
	phrase             // side by side, in one field
	begin              // a word that begins with the only one given
)

// task is one query. Its words are normalised, so that they need no analysis.
type task struct {
	Class    class
	Words    []string
	Mode     mode
	From, To string // inclusive days; both or neither
	Topic    string // "" for any
	Facets   bool   // count topics and years
	Newest   bool   // by date, the latest first, instead of by score
	Full     bool   // load title, date and topic, and make a snippet
}
