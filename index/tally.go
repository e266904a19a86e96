package index

// Sums count what was found in some documents.
type Sums struct {
	Documents int
	Mentions  int // marks that Engine.Marks has in title, abstract and body at the level of the answer; 0 without a query
	Words     int // of title, abstract and body
}

// Add adds what other documents have.
func (s *Sums) Add(o Sums) {
	s.Documents += o.Documents
	s.Mentions += o.Mentions
	s.Words += o.Words
}

// Tally counts the documents that match a request by the values of a field.
// A document with several values counts with each. All is exact, of the level and the
// query that Search answers the same request with.
type Tally struct {
	Values  []TallyValue // by value
	Missing Sums         // of documents without a value
	Total   Sums         // of all, each once
}

// TallyValue is one value and what was found in the documents that have it.
type TallyValue struct {
	Value string
	Sums
}
