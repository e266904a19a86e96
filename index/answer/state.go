package answer

import (
	"context"

	"vankien/index"
	"vankien/index/plan"
)

// State is one state of a collection as answering asks of it. H is what the engine
// knows a document found by, until it is shown.
type State[H any] interface {
	// Read plans requests, as plan.Read does or, with certain, plan.Reread. They are
	// read together since one look may be a journey.
	Read(ctx context.Context, names plan.Names, certain bool, reqs ...*index.Request) ([]*plan.Plan, error)

	// Lexicon is that of plan.Collection.
	Lexicon() plan.Lexicon

	// Find answers queries, each as if it were asked alone. They are asked together
	// since one look may be a journey.
	Find(ctx context.Context, queries ...*Query) ([]Found[H], error)

	// Tally counts the documents of a query by the values of a field, as
	// index.Engine.Tally does; m is what mentions are, nil: nobody asks for them.
	Tally(ctx context.Context, q *Query, by index.Field, m *Marks) (*index.Tally, error)

	// Show makes hits of documents found, with what the marks find in them. Their
	// text is their own.
	Show(ctx context.Context, req *index.Request, found []H, m Marks) ([]index.Hit, error)
}

// Query asks for documents.
type Query struct {
	Match  plan.Clause
	Filter *index.Filter
	Facets []index.Field // each counted without its own part of the filter
	Values int           // that a facet lists, as in index.Request
	Sort   index.Sort
	Window int   // number of the last hit
	After  *Mark // hits are counted from behind it, and Offset is 0; nil: from the first
	Offset int   // hits that are left out before it; counts alone have neither
	Brief  bool  // hits are shown by id and score alone

	Lifted plan.Clause // by score, documents that it matches, too, score Lift times as much; nil: none
	Lift   float64     // at least 1
	Closer int         // by score, so many of the first hits are put into the order of a second look (package rank)
}

// Found answers a Query. All counts are exact, and of one look.
type Found[H any] struct {
	Total  int
	Hits   []H   // from Offset up to Window
	Next   *Mark // of the last of them, when others follow; as it stands without a second look
	Facets map[index.Field]index.Facet
}

// Marks is what is marked in hits.
type Marks struct {
	Clause   plan.Clause
	Together []plan.Terms // that are read together
}
