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
// time of the whole process, collection of garbage included; the operating
// system's file cache is warm.
//
// Two processes search, the one with every other query first, the other with the
// rest first. Cold is the first run of one of those after opening, in the order of
// the classes; warm is the mean of a block of repetitions of it. Then the other
// queries come, once each: new is what users meet, in a process that has long been
// searching, as hardly any query comes twice, but its words do. Vankien may keep
// the whole answer of an equal request, so that its warm figure tells what keeping
// saves and not what searching costs; the others keep pages or postings, as
// they do when left alone. Figures are medians over the queries of a class, and
// percentiles over all of them. The load of the machine at the beginning and
// the end says how much other work may have disturbed.
//
// # What is not compared
//
// Not the quality of the order, latency under load, updates and deletions.
// Vankien does more than is asked for, without a way to switch it off: it
// counts a facet over all filters but its own, looks into the fields for numbers
// and speakers (empty here), and counts words that stand side by side for more.
// Its phrases end where a sentence does, so only phrases are drawn whose words
// stand side by side nowhere else. Of a prefix of at most 16 words it counts how
// often they stand in a document, where others score all documents alike.
package main
