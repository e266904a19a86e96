package plan

// Clause is a node of a plan: one of the types below. Engines lower it to what
// they search with, package match finds the same in a stored text. Both must
// agree, or a hit would show no mark.
type Clause any

type (
	// Everything is every document.
	Everything struct{}

	// Nothing is no document.
	Nothing struct{}

	// Word is one term in any of its fields.
	Word struct {
		Form   Form
		Fields []string
		Boost  float64
		Term   int // number of the query term, as in snippet.Match
	}

	// Phrase is several terms in one field. With Slop 0 they stand at the given
	// distances; with more, in any order with at most Slop other words between.
	Phrase struct {
		Forms  []Form
		At     []int // position of each term relative to the first
		Slop   int
		Fields []string
		Boost  float64
		Term   int // number of the query term, as in snippet.Match
	}

	// Values is one of the whole values of a field that filters.
	Values struct {
		Field  string
		Values []string
	}

	// Dates is an overlap with the days From to To, each YYYY, YYYY-MM,
	// YYYY-MM-DD or "".
	Dates struct{ From, To string }

	// And is all of its parts; each of Near that stands in a document makes it
	// count for more.
	And struct {
		Of   []Clause
		Near []Phrase
	}

	// Or is any of its parts; Near is as in And.
	Or struct {
		Of   []Clause
		Near []Phrase
	}

	// Not is every document that Of does not match.
	Not struct{ Of Clause }

	// Best is what was written and the other ways to read it.
	Best struct{ Of []Clause }

	// Must is what its part matches, and adds nothing to a score. It and Scored say
	// that what decides which documents match need not be what scores them; marks
	// are never asked of them.
	Must struct{ Of Clause }

	// Scored is every document, and scores as its part does.
	Scored struct{ Of Clause }
)
