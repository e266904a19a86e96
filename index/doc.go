// Package index stores documents and answers searches. It is the one room that
// knows Bleve: Bleve keeps the segments, and this package decides what goes
// into them and how a query is answered from them.
//
// # In
//
// Put composes every text field (viet.Compose), so that stored text is NFC and
// all offsets are its bytes. A text field is indexed lean: no term vectors, no
// doc values, and no positions. A word adds its exact term to its field and,
// behind a one-byte mark each, its folded form if it has marks, or itself again
// where its whole passage is written without any. Dates, numbers and document
// numbers add typed terms beside their words. Topic, kind, speaker, organisation, place, event and
// date are columns: doc values read into memory once per segment.
//
// # Out
//
// Search turns the query tree into a plan (plan.go; run.go reads words that
// belong together, form.go says what one word stands for), the plan into Bleve searchers, and
// walks every match once, counting totals and facets from the columns. Phrases
// and proximity are decided on the stored text of the candidates, so totals
// are exact. Marks come from the same plan, applied to the stored text.
//
// # Safety
//
// A batch is acknowledged when Bleve has it on disk. One process owns a
// directory at a time, by a lock file that names it. The index remembers which
// analysis built it and refuses to open under another.
package index
