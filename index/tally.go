package index

// Sums count what was found in some documents.
type Sums struct {
	Documents int
	Mentions  int // places that the query matches in title, abstract and body, as Engine.Marks has them; 0 without a query
	Words     int // of title, abstract and body
}

// Tally counts the documents that match a request by the values of a field.
// A document with several values counts with each. All is exact.
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
