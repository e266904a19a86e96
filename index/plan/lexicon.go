package plan

// Lexicon is how often words stand in the texts of a collection, alone, side by
// side within a part of a sentence, and as names. These are statistics: they
// decide how a query is read, never what a document holds. They may lag, as words of
// documents that were deleted count until the last is gone, and without any a query
// is read word by word.
//
// Words are given place by place, as the words that may stand there: one, where
// a word is certain, all readings of a word without marks, or what a slip may
// have been. What is known of any of them side by side comes with one look.
type Lexicon interface {
	// Total is the sum of the counts of all words; 0: nothing is known.
	Total() float64

	// Readings returns the words with a fold, most frequent first. Callers do not
	// change them.
	Readings(fold string) ([]Reading, error)

	// Runs returns what is known of words side by side. Of a place at most
	// MaxChoices words are looked at.
	Runs(places [][]string) (*Runs, error)

	// NamesEnding returns the names whose last word has the fold last and of whose
	// other words each begins with one of begins in turn, folded too ("" begins any
	// word): most frequent first, all of len(begins)+1 words.
	NamesEnding(last string, begins ...string) ([]Name, error)
}

// Name is a name that a collection has, whole as in Runs.Names.
type Name struct {
	Terms []string
	Count float64
}

// Reading is a word of a collection and how often it stands there.
type Reading struct {
	Term  string
	Count float64
}

// Bounds of a look into a lexicon.
const (
	MaxChoices = 255 // words of one place
	MaxName    = 6   // words of a name
)

// Runs is what a lexicon knows of words side by side. Pairs, Triples and Names
// go by the place of their first word. Of a large collection those that stand
// there once are not known.
type Runs struct {
	Words   [][]float64 // by place, then by choice
	Pairs   [][]Run
	Triples [][]Run
	Names   [][]Run // of 2 to MaxName words, whole: no capitalised word stood beside them
}

// Run is words side by side, and how often they stand so.
type Run struct {
	Choices [MaxName]uint8 // of each place from the first; 0 behind the last
	Len     int
	Count   float64
}
