// Package plan reads a query tree as it is meant: which forms of which words in
// which fields. It knows what words mean and no engine; what a collection holds
// it asks through Collection, since that decides how an unclear query is read.
//
// A plan serves twice: an engine lowers its clauses to what it searches with,
// and package match finds the same words in a stored text.
//
// Words typed one after the other are read in several ways at once: each for
// itself, and together, where they make a date, a number, an abbreviation or a
// name. The ways to read the same words stand in one Best, and all of them
// carry the number of the query term that they begin with.
//
// What may have been meant instead is guessed apart from that (Guesses): slips,
// marks left out, names in another order. Only what can be nothing else is read
// into the query itself: the keys of an input method.
package plan
