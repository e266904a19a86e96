// Package lexicon is how often words stand in the texts of a collection, alone, side
// by side and as names, as the sum of what its parts know (plan.Lexicon), with what
// completing a beginning asks besides. Parts are the segments of the embedded engine,
// or Tables, which a collection on a cluster is counted into.
package lexicon

import "vankien/index/runs"

// Part is the lexicon of some documents of a collection. Its words have numbers, of
// this part alone, and are told by their keys (package content). The counts of parts
// add up.
//
// What is asked is asked within Guard, and neither keeps what it is given nor gives
// away what may be kept. Parts are compared with ==: equal ones are the same part.
type Part interface {
	// Guard runs what reads the part. Its error names the part if that cannot be read.
	Guard(read func() error) error

	// Written returns how many documents are counted, and the sum of the counts of words.
	Written() (documents, words uint64)

	// Group calls yield with the words with a fold, in the order of their keys.
	Group(fold string, yield func(number uint32, key string))

	// Beginning returns the words whose keys begin so: at most two ranges of them, the
	// common words and the rare ones.
	Beginning(begins string) [2]runs.Range

	// Held calls yield with the keys of a field that begin so and how many documents have
	// each, until it returns false: of the running text the words, common ones first.
	Held(field, begins string, yield func(key string, documents int) bool)

	// HeldBy returns how many documents have a key of a field.
	HeldBy(field, key string) int

	// WordAt returns the key of a word.
	WordAt(number uint32) string

	// Count returns the count of a word or of a run of two or three common ones.
	Count(run []uint32) uint32

	// After appends the words of a range, in order, that stand behind a run of one or two.
	After(to []Follower, run []uint32, words runs.Range) []Follower

	// Before returns the common word that stands most often before a run of two, at least
	// so often, and how often; 0: none does.
	Before(first, second, least uint32) (word, count uint32)

	// Name returns how often some words were written as a name, and whether any name
	// begins with them.
	Name(words []uint32) (count uint32, begins bool)

	// Names calls yield with the names that begin with some words, in the order of
	// numbers, until it returns false. words is valid until then.
	Names(begin []uint32, yield func(words []uint32, count uint32) bool)
}

// Follower is a word behind others, and how often it stands there.
type Follower struct{ Word, Count uint32 }
