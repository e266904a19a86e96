package rank

// BM25 does not see where words stand. A document that has all of a question in
// one place answers it more likely than one that has them here and there, so the
// first hits get a second look: the best window of some words, by what its
// distinct words of the query weigh together, is added to their scores. Only the
// first hits are looked at, whichever page is asked for, so pages fit together.

// Constants of the second look.
const (
	CloserShare = 0.5     // of what the words of the best window weigh is added
	CloserMost  = 1 << 14 // words of a document that are looked at
	closerWords = 25      // of a window
)

// Standing is a word of the query where it stands in a document.
type Standing struct{ Word, Place int }

// Closest finds the best windows of documents, for words of some weights.
type Closest struct {
	weights []float64
	count   []int // of each word in the window
}

// NewClosest returns what finds the best windows of words of some weights.
func NewClosest(weights []float64) *Closest {
	return &Closest{weights, make([]int, len(weights))}
}

// Best returns what the distinct words of the best window weigh together; seen are
// in the order of their places.
func (c *Closest) Best(seen []Standing) (best float64) {
	clear(c.count)
	sum, from := 0.0, 0
	for _, s := range seen {
		for ; s.Place-seen[from].Place >= closerWords; from++ {
			if k := seen[from].Word; c.count[k] == 1 {
				sum -= c.weights[k]
				c.count[k] = 0
			} else {
				c.count[k]--
			}
		}
		if c.count[s.Word]++; c.count[s.Word] == 1 {
			sum += c.weights[s.Word]
		}
		best = max(best, sum)
	}
	return best
}
