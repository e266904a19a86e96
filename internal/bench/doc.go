// Command bench gives one collection and one set of queries to several search
// engines and prints what each of them costs:
//
//	go run . --corpus FILE.jsonl.gz [--n N] [--seconds S] [--engines a,b] [--json]
//
// The engines are Bleve set up as its documentation does (text with term
// vectors, the composite field, Highlight, Facets, DateRange queries, BM25),
// SQLite FTS5, bluge, and vankien through its public API. They stand in a
// module of their own, so that the product depends on none of them.
//
// # What is the same for all
//
// Every engine gets the same documents, normalised beforehand (normalise), so
// that all of them cut a text into the same words, and stores all of each. All
// that can take documents from two goroutines do, in durable batches of 1,000.
// Queries are drawn from the collection by a fixed seed: words by the share of
// documents that have them, phrases from words that stand side by side. Each
// asks for the exact number of matches and the ten best of them, by the
// engine's own score or by date. Totals are compared query by query, and every
// disagreement is printed.
//
// # How it is measured
//
// Each engine builds in a process of its own and searches in another, so
// that memory and processor time are the engine's alone. Building includes
// closing. The memory is the peak of the building process; the size is that of
// all files after the index has been opened and closed once more, since some
// engines drop what they have merged only then. A search costs the processor
// time of the whole process, collection of garbage included. Cold is the first
// run of a query, in the order of the classes, after opening, with the
// operating system's file cache warm; warm is the mean of a block of
// repetitions. Both are medians over the queries of a class. Results are kept
// by no engine; vankien keeps decoded terms, and the others pages or postings,
// as they do when left alone.
//
// # What is not compared
//
// Not the quality of the order, latency under load, updates and deletions.
// Vankien does more than is asked for, without a way to switch it off: it
// counts a facet over all filters but its own, looks into the fields for numbers
// and speakers (empty here), and counts words that stand side by side for more.
// When it is opened it decodes the commonest words ahead of any search; that is
// waited for and not counted. Its phrases end where a sentence does, so only phrases
// are drawn whose words stand side by side nowhere else. A prefix, to vankien,
// stands for at most 1,024 words, so prefixes of fewer are drawn.
package main
