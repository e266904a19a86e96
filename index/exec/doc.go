// Package exec answers queries over the segments of a Bleve index. Bleve
// writes, merges and stores; this package reads its segments and does all that a
// search needs: sets, scores, counts, orders. It knows no Vietnamese: a caller
// says which terms a word stands for.
//
// # Why not Bleve's own search
//
// Bleve decodes a posting list anew for each search and asks it document by
// document, for some 100 ns each; facets, filters and dates cost more still.
// Here a list is decoded once into a bitset (or, where it is short, a sorted
// array) with the frequencies beside it. A conjunction is then an AND of words
// of 64 documents, a total a count of bits, a filter one more AND.
//
// # What is held
//
// A segment never changes, so what is decoded of it is kept under its id until
// it is merged away: postings of words with all their forms, columns, lengths,
// orders. All of it is in one cache with a limit, none of it is needed: what is
// dropped is read again. Documents that were deleted since are taken out by the
// bitset of those alive, so nothing kept becomes wrong.
//
// # Scores
//
// Scores are BM25 as Lucene computes it: idf * tf / (tf + k1 * (1 - b + b *
// length / average)), with idf = ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson
// and Zaragoza 2009; BM25Similarity). N, n and the average are those of the live
// documents of the whole snapshot, so that scores do not depend on how
// documents are spread over segments. Every posting knows for each block of
// documents a bound of tf / (tf + K); a block whose bounds cannot reach the page
// is left out. The page is exactly that of the full evaluation.
//
// # Phrases
//
// The index has no positions. It knows which pairs of words stand side by side
// in a document; of what has all words and pairs, the stored text decides, and
// the verdict is kept as a posting like that of a word.
package exec
