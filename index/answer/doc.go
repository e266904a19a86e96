// Package answer answers a checked request over one state of a collection: at which
// level, with what goes on after the last hit, which slips are mended and what else
// may have been meant. It asks an engine for documents by clauses, and knows none,
// so that a request gets the same answer of each.
package answer
