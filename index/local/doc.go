// Package local is the embedded engine. It is the one room, with exec and
// segment, that knows Bleve: Bleve keeps states, batches and merges of segments,
// and this package decides what goes into them and how a query is answered from
// them.
//
// # In
//
// Put composes every text field (viet.Compose), so that stored text is NFC and
// all offsets are its bytes. A document is laid out for package segment by one
// layout (layout.go): its running text, whose words have the key of their fold
// and exact term; words of the title, number, speaker, organisation and place
// for questions about one field; keywords as columns; days, an order of titles,
// and the stored values. Dates, amounts and numbers of documents add terms of
// their own to the text that they stand in.
//
// # Out
//
// Search has package plan turn the query tree into clauses, which say what each
// word stands for, and turns those into nodes of the executor (lower.go), which
// matches, counts and ranks (package exec). Words, pairs of neighbours and the
// forward index of the segments decide what is found; stored text decides
// nothing. Marks come from the same clauses, applied to the stored text of the
// hits (package match); of a long body only where words of the query stand. A
// whole answer is kept for equal requests over the same state, and beside one that
// is asked for again what a caller made of it (engine.go); nothing else is, and no
// answer depends on it.
//
// A state's segments are mapped only as long as it is pinned (snapshot.go). So
// every string that leaves, in a hit, a facet or an answer that is kept, is a copy.
//
// # Safety
//
// Calls that write at the same time are joined into batches (writer.go). A call
// is acknowledged when Bleve has its batch on disk. A batch that fails has the
// store opened anew (store.go), while readers keep the state before it. One
// process owns a directory at a time, by a lock file that names it. The index
// remembers which analysis built it and refuses to open under another, and
// refuses to answer from damaged files (check.go, trust.go). Segments that
// earlier versions left to Bleve (zap.go) are read by Reindex, and as files by
// Verify and Backup.
package local
