// Package segment is a format of segments for Scorch, the store of Bleve, whose
// bytes are the data structures of a search: a file is mapped and used as it is.
// Nothing is decoded, nothing is kept on the heap, so a question that nobody
// asked before costs what it costs the second time.
//
// The package knows neither a language nor queries. Who writes says what the
// words of a document are; who reads asks for lists of documents, pairs of
// neighbours, the words of a document in order, columns, orders and stored
// values. No other package reads the bytes.
//
// # Sections
//
// A file is a row of sections, each aligned to 8 bytes, and behind them a table
// with place, length and CRC-32C (Castagnoli) of each, which has a sum of its
// own. Sections are written one after the other, so that memory while writing
// depends on the number of keys and documents, not on the text. Opening reads
// the table and the head, which have to be as they were written, and compares
// the lengths of sections; [Segment.Verify] and, of a file that is not mapped,
// [VerifyFile] and [Verifier] read everything and name the section that is
// damaged: every byte belongs to a section, to the table, or is zero. Of a
// damaged file [OpenDocuments] reads ids and stored values, and
// [Segment.VerifyDocuments] tells whether those are as they were. Whatever the
// bytes are, nothing outside of them is read: a wrong offset is a panic that the
// methods of Scorch's interfaces return as an error and that other callers must
// expect. Numbers are little-endian. A reader skips sections that it does not
// know.
//
// A merge streams as well: it holds arrays of documents and keys, and what pairs
// there are, but neither texts nor lists; and it gives the pages of its sources
// back as it goes, so that they do not count as memory of the process.
//
// # Chunks
//
// Documents are numbered from 0 and fall into chunks of 65,536. Within a chunk a
// document is a number of two bytes, a set is at most 8 KiB, and whether a list
// is better kept as a bitset is decided there; so a segment of a million
// documents is as thrifty as one of fifty thousand, and a search goes through it
// chunk by chunk with sets that fit the first cache of a processor.
//
// # Lists
//
// A list of documents within a chunk is a bitset with a count before every 256
// documents where it holds a sixteenth of them or more, else sorted numbers.
// Beside it stand a byte of frequency for each document (larger frequencies
// follow as pairs) and, for longer lists, a byte for each 128 documents that
// bounds what a document there can score. A list of one document, as half of all
// are, stands in the record of its key.
//
// Bounds must not depend on the average length, which changes with every write.
// They are tf/(tf+K) at a reference average, that of the segment times 1.15,
// rounded up to 1/255. For another average a, K shrinks by at most a/reference,
// so a bound times max(1, a/reference) holds.
//
// # Words
//
// A word of the running text belongs to a group, for example of all words that
// differ in their marks only. Its key is group, 0x01, and the word itself where
// it differs from its group. Words are numbered in the order of their keys, the
// common ones before the rarer ones. So the words of a group, and those that begin
// alike, are ranges of numbers, one of either kind, and common words keep their
// order when segments are merged. A group of several words has the union of their
// lists beside them; so has a beginning of up to three bytes that more than 64
// words share, without frequencies.
//
// The forward index has the words of each document in order as numbers of two
// bytes. The commonest 57,344 words come first in the numbering; rarer ones take
// two units. Marks stand between parts and where a sentence ends. It decides
// phrases, proximity and snippets without reading stored text; the byte offset
// of every 32nd word tells where to cut the text.
//
// Pairs are all neighbouring words of the common part of the vocabulary, with
// documents and frequency: for each first word the second ones in order. Their
// documents are a bitset where that is smaller, and frequencies that are all 1,
// as those of most pairs, are not kept. They answer phrases of two words by
// themselves and leave few candidates for longer ones.
//
// # Lexicon
//
// Where the layout asks for it, words, runs of two and three words, and names are
// counted over all documents, for splitting queries into units. Words are numbers
// there too (package runs); counts of segments add up. What was written counts, whether or not it was deleted since: taking
// documents out would need their text cut anew, and shares hardly change by it.
// A merge adds the tables up.
//
// # Columns and orders
//
// A column has for each document the places of its keys in a field, with offsets
// before them where some document has several. Numbers are arrays by document. An
// order has the documents as its key sorts them, the rank of each, and the keys
// themselves, each as what differs from the one before; that of ids finds
// documents.
//
// # Stored values
//
// They are compressed with dictionaries that the segment has, what is kept apart
// a document each, the rest in small blocks. Merging copies what is kept apart
// with its dictionaries, where those are worth their room.
//
// # Not done
//
// Positions by word, as Lucene has them, would cost as much again and be slower
// for phrases of two common words. Lists are not compressed further: bit packing
// would save a fifth of the file and decode on every use.
package segment
