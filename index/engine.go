package index

import (
	"context"
	"time"

	"vankien/index/snippet"
)

// Engine keeps a collection and answers requests over it. It is the sum of what
// the rooms above ask of one; each of them declares the methods it uses.
// Everything is safe for concurrent use.
type Engine interface {
	// Search answers a request over one state of the collection. Totals and the
	// counts of facets are exact. It returns the error of ctx when its deadline
	// passes, never a part of the answer, and a *RequestError for a request it
	// cannot serve. Callers do not change what hits and facets point to: an equal
	// request may get the same.
	Search(ctx context.Context, req Request) (*Result, error)

	// Marks returns where req.Query matches the title, abstract and body of d, a
	// stored document, in text order: at LevelMeant its units, each as a whole, else its
	// words.
	Marks(ctx context.Context, req Request, d Document) (map[Field][]snippet.Match, error)

	// Complete returns what a beginning may become in one state of the collection: at
	// most b.Limit completions, those that find most documents first, none twice. It
	// looks for them among what is commonest, so there may be others; but what is
	// returned finds as many documents as it says. A text without a word becomes
	// nothing, nor does one with a whole word that no document has. The error is as that of Search.
	Complete(ctx context.Context, b Beginning) ([]Completion, error)

	// Walk calls f with every document that matches a request, in its order and of one
	// state, until f returns an error, and returns that. It does not look at what a
	// request says of hits, facets and suggestions, and has no bound; memory is bounded
	// by a few bytes for each match. f must not keep what it gets. After an error of the
	// engine f was given a part.
	Walk(ctx context.Context, req Request, want Want, f func(*Walked) error) error

	// Tally counts the documents that match a request by the values of a field: mentions
	// only if asked for, which costs much more.
	Tally(ctx context.Context, req Request, by Field, mentions bool) (*Tally, error)

	// Similar returns the documents that have most of what is rare in d, a stored
	// document, in common with it, best first and at most n; never d itself.
	Similar(ctx context.Context, d Document, n int) ([]Hit, error)

	// Get returns a stored document, or ErrNotFound.
	Get(ctx context.Context, id string) (Document, error)

	// Each calls f with every stored document of one state, whole and in no
	// particular order, until f returns an error, and returns that. After another
	// error what f was given may be wrong.
	Each(ctx context.Context, f func(Document) error) error

	// State names the documents of the present state. As long as it stays the same,
	// so do they, also after reopening; every change of documents gives a name that
	// was never there. "" says nothing but that nothing changed since the collection
	// was made or rebuilt.
	State(ctx context.Context) (string, error)

	// Corrections returns the corrections of those of some documents that have any,
	// by id. Where none of the collection has any, it costs next to nothing.
	Corrections(ctx context.Context, ids ...string) (map[string][]Correction, error)

	// Diff returns the documents that are not stored and those that are stored
	// with other content; of equal ids the last counts.
	Diff(ctx context.Context, docs []Document) (absent, different []Document, err error)

	// Put stores documents, replacing those with the same id: all or, on error,
	// none. When it returns nil they are on disk and the next search finds them.
	//
	// An engine whose documents are on several machines may have stored some of them
	// after an error other than a *FieldError, and may show some before the others;
	// calling again is safe. So it is with Delete and Replace.
	Put(ctx context.Context, docs ...Document) error

	// Delete removes documents, all or, on error, none, and returns the ids of those
	// that were there.
	Delete(ctx context.Context, ids ...string) ([]string, error)

	// Replace makes changes, each only if the document stored under its id at that
	// moment is as the change says, whoever else writes. It returns the ids of those
	// that were not made, of which nothing is changed; no two changes are of one
	// document. Otherwise it is as Put.
	Replace(ctx context.Context, changes ...Change) (refused []string, err error)

	// Labels returns the labels of the collection's own topics by id. Callers do
	// not change the map.
	Labels() map[string]string

	// PutLabels adds labels, or replaces those of the same id. To make room it
	// may remove labels that no document has, except those of the call: a caller
	// names again what documents on their way have.
	PutLabels(ctx context.Context, labels map[string]string) error

	// Stats describes the collection, Cache what is held of it in memory.
	Stats(ctx context.Context) (Stats, error)
	Cache() CacheStats

	// Reindex rebuilds the collection from the documents it stores, while it
	// answers. progress, if not nil, is told how many are done.
	Reindex(ctx context.Context, progress func(done, total int)) error

	// Unavailable tells since when the collection takes no writes, and why; it
	// heals by itself. While all is well it returns the zero time and nil.
	Unavailable() (since time.Time, err error)

	// Close waits for the writes under way. Afterwards everything is ErrClosed.
	Close() error
}

// CacheStats tells what is held in memory of a collection.
type CacheStats struct {
	Bytes, Limit int64
	Entries      int
	Hits, Misses uint64 // look-ups answered from it, and not
	Dropped      uint64 // entries that had to go for others
}

// Stats describes an index.
type Stats struct {
	Documents       int            `json:"documents"`
	Kinds           map[string]int `json:"kinds"` // documents of each kind
	Dated           int            `json:"dated"` // documents with a date
	First           string         `json:"first"` // earliest and latest date; "" without any
	Last            string         `json:"last"`
	Topics          int            `json:"topics"` // distinct topics
	Segments        int            `json:"segments"`
	DiskBytes       int64          `json:"disk_bytes"`        // 0 in memory
	CacheLimit      int64          `json:"cache_limit_bytes"` // memory that searches may keep, as SetCache says
	Dir             string         `json:"dir"`               // "" in memory
	AnalysisVersion string         `json:"analysis_version"`
}
