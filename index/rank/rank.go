// Package rank has the formulas by which documents are put into order. They are the
// same whatever engine finds the documents, or its order would be another; pure.
package rank

import "math"

// Scoring holds the parameters of BM25 (Robertson and Zaragoza 2009): a word scores
// idf * tf / (tf + K1 * (1 - B + B * length / average)).
type Scoring struct {
	K1, B float64
	Near  float64 // what a pair of neighbours counts for, beside 1 for a word
}

// Default returns what Lucene takes, too; Near was chosen on judged queries.
func Default() Scoring { return Scoring{K1: 1.2, B: 0.75, Near: 0.6} }

// Length returns the numbers of K = k0 + k1 * length, by the length of all documents
// together; the average of an empty collection, and of empty documents, is 1.
func (s Scoring) Length(documents int, length uint64) (k0, k1 float64) {
	return s.K1 * (1 - s.B), s.K1 * s.B / Average(documents, length)
}

// Average is the mean length of a document, at least 1.
func Average(documents int, length uint64) float64 {
	if documents == 0 {
		return 1
	}
	return max(1, float64(length)/float64(documents))
}

// IDF is ln(1 + (N - n + 0.5) / (n + 0.5)) of a word that n of N documents have, as
// in Lucene's BM25Similarity.
func IDF(documents, n int) float64 {
	return math.Log(1 + (float64(documents-n)+0.5)/(float64(n)+0.5))
}
