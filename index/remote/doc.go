// Package remote is the engine that keeps a collection on an OpenSearch cluster. Its
// answers are those of the embedded engine: words are cut, spelled, weighed and read
// by the same rooms (content, lexicon, plan, rank, answer, match), and the cluster is
// asked only for what it can tell exactly. What is here is where things lie, how a
// question is put to the cluster, and what is done when it does not answer.
//
// # What stands where
//
//	NAME          an alias: the index of documents, NAME-1, after a rebuild NAME-2
//	NAME.meta     the labels of the collection's own topics, one record
//	NAME.lexicon  how often words stand together, in parts that add up
//	NAME.files    what stands beside the documents: files, journal, duplicates, leases
//
// A document has the terms of its words with their frequencies, and the places of
// words and folds (keys.go says which, fields.go writes them, mapping.json declares
// them); columns, days and an order of titles; its hash; and itself, as it was put,
// which is all that is read of it again. The index says in its mapping by which
// analysis it was built, and has a generation of its own, by which the parts of the
// lexicon belong to it.
//
// No process keeps what another one needs. What it does keep are copies: the numbers
// of the collection for a second (state.go) and the tables of the lexicon, which do not
// change (lexicon.go).
//
// # A search
//
// A request is answered by package answer over a view (view.go), which has the state
// and the lexicon. Reading a query asks how many documents have this or that; so do
// the weights of its words. Each question is taken for 0 and noted, all of them are
// asked in one journey, and the reading is done again until nothing new is asked
// (count.go). Then clauses become queries: those that only decide (lower….go) and
// those that score (weigh.go). One more journey brings total, facets, and hits with
// their documents (search.go, facet.go). The first hits are looked at again at their
// texts (closer.go), and marks and passages are made here of the stored texts (hit.go).
// Most searches take two or three journeys.
//
// All of that is asked of the live index. So the counts, totals and facets of an answer
// are exact, and those of documents of which every write that was acknowledged before
// it began is one; writes that come while it is made may be in a part of it.
//
// # A write
//
// Put, Delete, Replace and PutLabels return when what they did is on the disks of two
// copies, if there should be as many, and found by searches. A bulk (bulk.go) is no
// transaction, and may be sent twice: its items have versions by the clock (clock.go),
// so repeating one undoes nothing, and of two writers of one document the later wins.
// What goes by what is stored, as Replace and labels, goes by the sequence number of
// that. With the documents of a call goes a part of the lexicon that counts their
// words; who meets many parts merges some (lexiconmerge.go), and the list of parts says
// in one step which of them count (lexiconlist.go).
//
// # A rebuild
//
// Reindex fills the next index from the stored documents while the old one answers and
// takes no writes, and passes the name on in one step (reindex.go). A lease has one
// process do that at a time, and others see when it has run out (besidelease.go). What a
// process left that ended meanwhile is removed by the next that opens the collection
// (tidy.go).
//
// # Beside the documents
//
// Beside has what is not searched: contents in chunks, of which a head makes a file
// once all are there (besidefiles.go, besidecontent.go), records by key
// (besiderecords.go), and leases. The index is made with the first of them.
//
// # Faults
//
// A call is tried until its context ends, or half a minute without a deadline, at one
// node after the other (client.go, tries.go). A node that keeps a connection and says
// nothing is found out within seconds (transport.go). One table says what an answer of
// the cluster means (errors.go):
//
//   - A node dies: nothing that was acknowledged is lost, and what was under way is
//     asked of another node.
//   - No node answers, or a part of the collection has no copy: index.ErrUnavailable.
//     Unavailable and Health tell, the cluster is looked for every second, and
//     everything goes on by itself (outage.go). Until then who waits asks each node once.
//   - Fewer copies than a write waits for: index.ErrUnavailable, for writes only.
//   - A disk is full: index.ErrNoSpace, for writes only.
//   - The collection is being rebuilt: index.ErrUnavailable, for writes only.
//   - Another version of OpenSearch or of the analysis, another mapping, scripts that
//     are forbidden, settings that lose what was acknowledged: index.ErrIncompatible
//     and the reason, at opening; and at the next call when another process rebuilt
//     the collection for another analysis.
//   - A document larger than the cluster takes: *index.FieldError, before anything is
//     written. A query larger than that: *index.RequestError.
//
// No answer is a part: one in which a shard is missing, or that took the cluster too
// long, is asked for again or an error. No error has a password in it (secret.go).
package remote
