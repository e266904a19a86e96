package indextest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/query"
)

// Reopener is an engine whose collection outlives it.
type Reopener interface {
	index.Engine

	// Reopen closes the engine and opens the same collection in its place, or ends
	// the test.
	Reopen(t testing.TB)
}

// Piecemeal is an engine on which a call that writes several documents is no
// transaction: readers may see some of them before the others, and after an error some
// may be written. What was acknowledged is whole all the same, no document is half
// written, and repeating a call is safe.
type Piecemeal interface {
	index.Engine

	Piecemeal() bool
}

func isPiecemeal(x index.Engine) bool {
	p, says := x.(Piecemeal)
	return says && p.Piecemeal()
}

// opener returns a new engine that holds some documents.
type opener func(docs ...index.Document) index.Engine

// Run checks each law of index.Engine on engines that open returns, a new and
// empty one each time. If they are Reopeners, they are also closed and opened, and
// random histories are shorter. Laws run in parallel.
func Run(t *testing.T, open func(t testing.TB) index.Engine) {
	for _, law := range slices.Concat(tables, rules, extremes, randomised) {
		t.Run(law.name, func(t *testing.T) {
			t.Parallel()
			law.check(t, func(docs ...index.Document) index.Engine {
				return Open(t, func() (index.Engine, error) { return open(t), nil }, docs...)
			})
		})
	}
}

// law is a promise of index.Engine.
type law struct {
	name  string
	check func(t *testing.T, open opener)
}

// tables say what is found, marked, counted and scored.
var tables = []law{
	{"words", found},
	{"highlights", highlighted},
	{"title marks and openings", titleAndOpening},
	{"hits own their text", hitsOwnTheirText},
	{"ids only", idsOnly},
	{"filters, facets, sorts", filtersFacetsSorts},
	{"pages", pages},
	{"times of indexing", indexedTimes},
	{"columns and scores", columnsScore},
	{"citations", citations},
	{"any word", anyWord},
	{"any word of columns", anyWordOfColumns},
	{"readings", readings},
	{"readings are said", readingsAreSaid},
	{"readings count for their words", readingsCountForTheirWords},
	{"scores of readings", readingScores},
	{"plain word among marked", plainAmongMarked},
	{"level meant", levelMeant},
	{"level meant of combined queries", levelCombined},
	{"level auto", levelAuto},
	{"level auto on long pages", alsoFills},
	{"level meant beside quotation marks", optionalBeside},
	{"level by date", levelByDate},
	{"readings taken back", takenBack},
	{"loose marks", looseMarks},
	{"suggestions", suggestions},
	{"tallies", tallies},
	{"tallies of levels", talliesOfLevels},
}

// rules are what every method promises.
var rules = []law{
	{"put, get, delete", putGetDelete},
	{"put is all or none", putIsAllOrNone},
	{"every document", everyDocument},
	{"walks", walks},
	{"walks and cursors at all levels", walkLevels},
	{"cursors and changes", goneOn},
	{"cursor errors", cursorErrors},
	{"states", states},
	{"odd documents", oddDocuments},
	{"signs beside words", signsBesideWords},
	{"outcomes", outcomes},
	{"changes", changes},
	{"changes side by side", changesSideBySide},
	{"repairs", repairs},
	{"origin", origin},
	{"pages of originals", pagesOfOriginals},
	{"guesses and corrections", guessesAndCorrections},
	{"corrections of documents", correctionsOfDocuments},
	{"equal requests", equalRequests},
	{"composed or not", composedOrNot},
	{"labels", labels},
	{"stats", stats},
	{"similar documents", similar},
	{"deadline", deadline},
	{"request errors", requestErrors},
	{"errors of tallies", tallyErrors},
	{"completions", completions},
	{"kinds of completions", kindsOfCompletions},
	{"completion errors", completionErrors},
	{"closed", closed},
	{"whole batches", wholeBatches},
	{"calls broken off", callsBrokenOff},
	{"writers side by side", writersSideBySide},
	{"reopening", reopening},
	{"reindexing", reindexing},
}

// randomised laws ask an oracle.
var randomised = []law{
	{"oracle", manyWords},
	{"oracle of repeated words", repeatedWords},
	{"oracle after reopening", reopened},
	{"completions are counted", completionsAreCounted},
}

// Open opens a collection for the time of a test and puts documents into it.
func Open[E index.Engine](t testing.TB, open func() (E, error), docs ...index.Document) E {
	t.Helper()
	x, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil && !errors.Is(err, index.ErrClosed) {
			t.Error(err)
		}
	})
	if err := x.Put(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
	return x
}

// Parse reads a query that has no faults.
func Parse(t testing.TB, q string) query.Node {
	t.Helper()
	n, _, err := query.Parse(q)
	if err != nil {
		t.Fatalf("parse %q: %v", q, err)
	}
	return n
}

// Search asks what must be answered.
func Search(t testing.TB, x index.Engine, req index.Request) *index.Result {
	t.Helper()
	res, err := x.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// IDs lists the hits in order.
func IDs(res *index.Result) string {
	var list []string
	for _, h := range res.Hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

// Sorted lists the hits by id.
func Sorted(res *index.Result) string {
	list := strings.Fields(IDs(res))
	slices.Sort(list)
	return strings.Join(list, " ")
}
