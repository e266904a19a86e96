// Package index stores documents and answers searches. It is the one room that
// knows Bleve: Bleve keeps the segments, and this package decides what goes
// into them and how a query is answered from them.
//
// # In
//
// Put composes every text field (viet.Compose), so that stored text is NFC and
// all offsets are its bytes. A text field is indexed lean: no term vectors, no
// doc values, and no positions. A word with marks adds two terms to its field,
// the exact one and the folded one behind a one-byte mark; a word without marks
// adds only the exact one. Topic, kind, speaker, organisation, place, event and
// date are columns: doc values read into memory once per segment.
//
// # Out
//
// Search turns the query tree into a plan, the plan into Bleve searchers, and
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
