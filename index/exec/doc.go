// Package exec answers queries over the segments of a Bleve index. Bleve keeps
// states, batches and merges; package segment lays documents out in files; this
// package does all that a search needs: sets, scores, counts, orders. It knows no
// Vietnamese: a caller says which keys a word stands for.
//
// # Why not Bleve's own search
//
// Bleve asks posting lists document by document, through interfaces, for some
// 100 ns each; facets, filters and dates cost more still. Here lists are mapped as
// bitsets (or, where they are short, as sorted numbers) with the frequencies beside
// them, and are used as they lie. A conjunction is then an AND of words of 64
// documents, a total a count of bits, a filter one more AND. Nothing is decoded and
// nothing of a segment is kept on the heap, so a query costs the first time what it
// costs later, but for pages that the system has yet to read.
//
// # A search
//
// A query is a tree of nodes. It is compiled over a snapshot: every form is looked
// up once, in every segment, and every phrase is found, so that the counts of
// documents, and with them all weights, are known. Then the tree is gone through
// chunk by chunk, 65,536 documents of a segment at most: its matches as a set,
// those that are deleted or filtered out taken away, the rest counted, tallied for
// facets, and offered to the page. Sets of a chunk fit the first cache of a
// processor.
//
// One arena has the memory of a search: sets, lists of documents and frequencies,
// postings. It goes to the next search, so one of a known shape allocates little.
// What it hands out is valid until the end of the search, and so is every view of
// mapped bytes: results hold numbers, and the values of facets, which callers copy.
//
// # Forms
//
// A form is what one word of a query stands for: keys and groups of keys, each with
// a weight. Where it is one list, its posting is that list. A group of several words
// has the union of their lists in the segment, so it is one list, too; of a member
// that weighs more or less than the rest, the list is added inside, with the
// difference as its weight: it corrects frequencies and adds no document. Lists that
// do overlap, of other forms or of a field without unions, are united here.
//
// A beginning is all keys that begin so, by groups where the whole group does. Of
// more than ManyWords words how often they stand in a document would say little and
// cost a look at each list: it is flat then, a set in which all documents score the
// same; a segment has those of short beginnings ready. Whether words are many is decided over the whole snapshot and by documents
// that are not deleted, so that the answer does not depend on how they are spread
// over segments.
//
// # Phrases
//
// Two neighbours are a pair of the segment, which has its documents and
// frequencies; of two forms, the pairs of all their words are added up. A longer
// phrase has few candidates after an AND of the pairs within it, and of its words
// where pairs do not tell. In those the forward index, the words of a document as
// numbers in their order, is compared with the sets of numbers that the forms are,
// around the rarest pair that a document is known to have. It also decides where words
// are too rare to have pairs, where a pair stands in a document more often than a
// byte tells, where the phrase is asked for in one part of the text, and which words
// are near each other. A field without a running text is a column: each of its
// values is looked at once, by the caller's Count.
//
// # Scores
//
// Scores are BM25 as Lucene computes it: idf * tf / (tf + k1 * (1 - b + b *
// length / average)), with idf = ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson
// and Zaragoza 2009; BM25Similarity). N, n and the average are those of the live
// documents of the whole snapshot, so that scores do not depend on how documents are
// spread over segments. A phrase scores as one word whose idf is the sum of those of
// its words. Groups of words near each other count 1/(1 + other words between) each.
//
// What decides which documents match need not be what scores them: Must matches and
// does not score, Scored scores and does not decide, and what Lifted matches, too,
// scores a factor more. The first hits can be put into the order of a second look,
// at how closely the words of the query stand there together (closer.go).
//
// A segment has for each 128 documents of a longer list a bound of tf / (tf + K),
// made for an average length that it names. For another average the bound is
// multiplied by looseBound, the ratio of the two, as K shrinks by no more; a form of
// several lists is bounded by their sum, a phrase by the least of its words. Blocks
// go by their bounds: the most promising ones first, then none that cannot reach
// the page. What is left is weighed word by word (score.go), always in the same
// order of additions, so the page is exactly that of the full evaluation, ties
// included.
//
// # Orders
//
// Equals follow by id. Within a segment the rank of ids, titles, days or times decides, a
// number; so each segment has a page of its own, and keys are read only of equals
// of different segments, when all chunks are done.
//
// # Passages
//
// What is shown of a hit is cut from its stored text, which is for the caller. Of a
// long one the forward index and the offsets of sampled words tell in which stretches
// words of the query stand at all (stretch.go), so that only those are searched.
//
// # Faults
//
// Mapped memory may fail, and a damaged file may lead anywhere. All reading is done
// under Guard, which makes an error of both that names the segment. A search that
// meets one, or the end of its context, has no answer, not even a part of one.
package exec
