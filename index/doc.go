// Package index is the contract of a collection: its documents, what can be
// asked of them (Request) and what is answered (Result), the errors, and the
// methods of an Engine that keeps one. It knows no engine; package local is the
// one that comes with the program.
//
// # In
//
// A document is checked (Document.Check) and stored composed
// (Document.Composed), so that stored text is NFC and otherwise as written. All
// offsets in answers are bytes of the stored text.
//
// # Out
//
// A Request holds a query tree (package query) and everything that restricts,
// orders and counts. Request.Check fills in defaults and refuses what is out of
// range, so that all engines agree on it. Totals and facet counts are exact.
package index
