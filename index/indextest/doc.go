// Package indextest holds the laws of index.Engine: Run checks that an engine
// keeps them. It knows no engine, so that each can be held against the same.
//
// The laws are of four kinds. Tables say what some queries find, mark, count and
// score (documents.go, readings.go, filters.go). Rules
// say what every method promises: what is stored, what an error means, what a
// reader beside a writer can see (store.go, errors.go, beside.go). An Oracle
// that reads every document is asked the same random requests as the engine,
// while the documents of a World come, change and go (history.go). And it is asked
// about documents and queries at the ends of what an engine holds (extremes.go).
//
// The oracle cuts, spells and weighs words by code of its own, which knows only
// the words of its World and plain prose; what a query can mean beside its words
// is left to the tables.
package indextest
