// Package runs counts words, runs of two and three common words within a part of a
// sentence, and names. Words are numbers; what they are, and where the counts are
// kept, others know: segments have them in their files, tables of a lexicon in memory.
//
// The counts are arrays that are read as they lie: of each common word the words that
// follow it, of each such run of two the words that follow that, with a byte of count
// each. So they are as small as strings packed tightly, and counts of several sources
// add up in one walk, as common words keep their order.
package runs
