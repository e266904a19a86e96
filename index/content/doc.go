// Package content says what of a document every engine indexes: the words of its
// running text, the words of fields that are asked by themselves, the values that
// filter and count, its days and its place among titles. Engines only lay it out.
//
// # The running text
//
// A word without a field is looked for in everything that people expect to find
// a document by. Five fields would cost five look-ups for each form of the word
// and have five statistics, none of them right for the document; so these texts
// are the running text of a document, in which a word of the title counts several
// times (BM25F with its fields combined, Robertson and Zaragoza 2009, section
// 3.6.1; CombinedFieldQuery of Lucene does the same). The length of a document is
// its words, each counted with the weight of its part.
//
// # Keys
//
// A word is kept under its fold and, where it has marks, its exact term; so a
// word with marks is one key and a word without any the group of its fold. A
// plain word of a passage written without any marks may stand for any word of
// its fold, so it is a form of its own there (rule F05).
//
// Names that tokens have beside their words (aliases) are terms without a place:
// they count with the part that they stand in, but not to its length.
package content
