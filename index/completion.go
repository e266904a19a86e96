package index

import (
	"fmt"
	"slices"

	"vankien/index/query"
)

// CompletionKind says where in a collection a completion stands.
type CompletionKind string

// The kinds of completions. Topics are not among them: a collection knows only
// their ids.
const (
	CompleteWord     CompletionKind = "word"     // of the running text
	CompleteCompound CompletionKind = "compound" // words that stand side by side in it
	CompleteName     CompletionKind = "name"     // words that are written there as a name
	CompleteTitle    CompletionKind = "title"    // of a document, unless it is a guess of no more than Even
	CompleteSpeaker  CompletionKind = "speaker"
	CompleteNumber   CompletionKind = "number" // of a document
)

// CompletionKinds returns all kinds in the order in which equals are listed.
func CompletionKinds() []CompletionKind {
	return []CompletionKind{CompleteNumber, CompleteSpeaker, CompleteName, CompleteCompound, CompleteWord, CompleteTitle}
}

// Bounds of a beginning.
const (
	MaxCompletions   = 10
	MaxBegunWords    = 12 // the last ones of a longer beginning are looked at
	MaxBegunBytes    = 256
	completionsOfOne = 4 // of a kind among others, so that none crowds the others out
)

// Beginning is what somebody has typed so far.
type Beginning struct {
	// Text is words; the last of them may go on, unless a blank follows it. Words
	// without marks stand for words with any, typed marks bind.
	Text string

	Within query.Node       // completions are counted where this matches, too; nil: everywhere
	Kinds  []CompletionKind // nil: all
	Limit  int              // at most MaxCompletions; 0 means that many
}

// Completion is what a beginning may become.
type Completion struct {
	Kind CompletionKind
	Text string // the words, name, title or number as a whole; of a compound, a name and a word in their usual writing

	// From is how many bytes of Beginning.Text stay before Text. They are words that
	// Text does not take in.
	From int

	// Query asks for Text, and for the words that stay. With Within it finds Count
	// documents at LevelAll without a filter: that number is exact, and never 0.
	// Untold: so many documents may have the words that looking which of them do
	// would take longer than typing.
	Query query.Node
	Count int
}

// Untold is a Count that is not told.
const Untold = -1

// Check fills in defaults and returns a *RequestError for what is out of range.
func (b *Beginning) Check() error {
	if b.Limit == 0 {
		b.Limit = MaxCompletions
	}
	if b.Limit < 0 || b.Limit > MaxCompletions {
		return &RequestError{fmt.Sprintf("limit %d is not from 1 to %d", b.Limit, MaxCompletions)}
	}
	if len(b.Text) > MaxBegunBytes {
		return &RequestError{fmt.Sprintf("a beginning of %d bytes is longer than %d", len(b.Text), MaxBegunBytes)}
	}
	all := CompletionKinds()
	if b.Kinds == nil {
		b.Kinds = all
	}
	for _, k := range b.Kinds {
		if !slices.Contains(all, k) {
			return &RequestError{fmt.Sprintf("%q is no kind of completion", k)}
		}
	}
	return nil
}

// OfKind returns how many completions of a kind are worth gathering for a checked
// beginning.
func (b *Beginning) OfKind(k CompletionKind) int {
	switch {
	case !slices.Contains(b.Kinds, k):
		return 0
	case len(b.Kinds) == 1:
		return b.Limit
	}
	return min(b.Limit, completionsOfOne)
}
