// Package local is the embedded engine. It is the one room, with exec, that
// knows Bleve: Bleve keeps the segments, and this package decides what goes
// into them and how a query is answered from them.
//
// # In
//
// Put composes every text field (viet.Compose), so that stored text is NFC and
// all offsets are its bytes. A text field is indexed lean: no term vectors, no
// doc values, and no positions. A word is one key, its fold, formMark and its
// exact term if that has marks (field.go); where its whole passage is written
// without any it is there again behind bareMark. Dates, numbers and document
// numbers add typed terms beside their words. What a word without a field is
// looked for in is indexed together as one field (content.go), with a field of
// pairs of neighbours (pair.go) and a column of lengths. Topic, kind, speaker,
// organisation, place, event and date are columns, too: doc values.
//
// # Out
//
// Search turns the query tree into a plan (plan.go; run.go reads words that
// belong together, form.go says what one word stands for) and the plan into
// nodes of the executor (lower.go), which matches, counts and ranks (package
// exec). A phrase is decided by its pairs where those are exact, else on the
// stored text of the candidates, so totals are exact. Marks come from the same
// plan, applied to the stored text (match.go). Plans (prepare.go) and what was
// decoded (warm.go) are kept for the next search; answers do not depend on it.
//
// # Safety
//
// Calls that write at the same time are joined into batches (writer.go). A call
// is acknowledged when Bleve has its batch on disk. A batch that fails has the
// store opened anew (store.go), while readers keep the state before it. One
// process owns a directory at a time, by a lock file that names it. The index
// remembers which analysis built it and refuses to open under another, and
// refuses to answer from damaged files (check.go).
package local
