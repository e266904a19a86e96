package ingest

import (
	"context"
	"iter"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/topics"
)

// Store is what a Writer asks of an engine; index.Engine says what its methods
// promise.
type Store interface {
	Get(ctx context.Context, id string) (index.Document, error)
	Corrections(ctx context.Context, ids ...string) (map[string][]index.Correction, error)
	Diff(ctx context.Context, docs []index.Document) (absent, different []index.Document, err error)
	Replace(ctx context.Context, changes ...index.Change) (refused []string, err error)
	Delete(ctx context.Context, ids ...string) ([]string, error)
	Labels() map[string]string
	PutLabels(ctx context.Context, labels map[string]string) error
}

// Status says what became of a record.
type Status int

// What can become of a record.
const (
	Refused   Status = iota // it is no record, or cannot become a document; Outcome.Err says why
	Added                   // the store did not have its document
	Updated                 // the store had it otherwise
	Unchanged               // the store has it as it is
)

// Outcome tells what became of one record.
type Outcome struct {
	File   string // where it was read, for Run
	Line   int    // of its source, from 1; 0 for all of it
	ID     string // of its document, as far as it has one
	Status Status
	Err    error // of a refused one: an *index.FieldError, or what extract.Read says

	// Document is what was put, or what the store has already, but for anchors then;
	// nil for a refused one. A later write may have changed the store's since. Callers do not change
	// it.
	Document *index.Document
}

// Defaults of WriterOptions.
const (
	DefaultBatchDocs  = 3000
	DefaultBatchBytes = 16 << 20
)

// WriterOptions change how a Writer works. The zero value means the defaults.
type WriterOptions struct {
	Taxonomy   *topics.Taxonomy // tags records without topics; nil tags nothing
	BatchDocs  int              // records of a batch; 0 means DefaultBatchDocs
	BatchBytes int              // text of a batch, in bytes; 0 means DefaultBatchBytes
	Deletions  *Deletions       // where deletions are recorded; nil: nowhere
}

// Writer is the one way of records into a collection: each is checked, given
// what it does not state, tagged and put, unless the store has it so already.
// Records travel in batches of bounded size; a batch is on disk when its
// outcomes are told. It is safe for use from many goroutines, and a collection
// should have one at a time, because it gives labels that no taxonomy knows
// their ids, and keeps corrections from being lost to what is read at the same
// time.
//
// What people corrected wins over what sources say: a batch takes over the
// corrections that the store has of its documents. Where the store has none, those
// that a record states count, so that a collection can be moved as lines of JSON.
//
// What is added or changed gets the time at which that is done (index.Document.Indexed).
//
// Of several records with one id in a batch only the last is put. The first is
// told to be what the batch makes of the document, the others to update it,
// unless the batch changes nothing or they equal the one before.
type Writer struct {
	store  Store
	opt    WriterOptions
	labels *registry
	lock   lock
	clock  *clock
}

// NewWriter returns the writer of a collection.
func NewWriter(store Store, opt WriterOptions) *Writer {
	return &Writer{store, opt.withDefaults(), newRegistry(store), newLock(), newClock()}
}

// With returns the same writer with other options: both can be used at once, and record
// what they delete in the same place.
func (w *Writer) With(opt WriterOptions) *Writer {
	if opt.Deletions == nil {
		opt.Deletions = w.opt.Deletions
	}
	return &Writer{w.store, opt.withDefaults(), w.labels, w.lock, w.clock}
}

func (o WriterOptions) withDefaults() WriterOptions {
	if o.BatchDocs <= 0 {
		o.BatchDocs = DefaultBatchDocs
	}
	if o.BatchBytes <= 0 {
		o.BatchBytes = DefaultBatchBytes
	}
	return o
}

// Write brings records in, as extract.Read yields them, each for itself. It
// tells one outcome for each record, in their order. An error is one of the
// store or of ctx: then the batch under way and what follows is not told of,
// and what was told stays.
func (w *Writer) Write(ctx context.Context, records iter.Seq2[extract.Record, error], tell func(Outcome)) error {
	var b batch
	for rec, err := range records {
		d := w.draft("", rec, err)
		w.settle(&d)
		b.add(d)
		if !w.full(&b) {
			continue
		}
		if err := w.commit(ctx, &b, tell); err != nil {
			return err
		}
		b = batch{}
	}
	return w.commit(ctx, &b, tell)
}

// WriteAll brings records in as one change: all or, when one of them is refused
// or an error is returned, none. Then only those refused are told of.
func (w *Writer) WriteAll(ctx context.Context, records iter.Seq2[extract.Record, error], tell func(Outcome)) error {
	var b batch
	defer w.release(&b)
	for rec, err := range records {
		b.add(w.draft("", rec, err))
	}
	if !b.refuses() {
		for i := range b.drafts {
			w.settle(&b.drafts[i])
		}
	}
	if !b.refuses() {
		if err := w.saveLabels(ctx, &b); err != nil {
			return err
		}
	}
	if b.refuses() {
		b.tellRefused(tell)
		return nil
	}
	return w.put(ctx, &b, tell)
}

// draft makes the document of a record, or says why there is none. Its topics
// are settled before it goes into a batch that is committed.
func (w *Writer) draft(file string, rec extract.Record, err error) draft {
	d := draft{file: file, line: rec.Line, err: err}
	if err == nil {
		d.doc, d.labels, d.err = Stated(rec, w.opt.Taxonomy)
	}
	if d.err == nil {
		d.err = restore(&d.doc, &rec)
	}
	if d.doc.ID == "" {
		d.doc.ID = rec.ID
	}
	return d
}

// settle gives the labels of a draft their ids in the collection. Calls are made
// in the order in which records were read: ids are numbered in that order.
func (w *Writer) settle(d *draft) {
	if d.err == nil {
		d.err = w.labels.settle(d)
	}
}

// release gives up what is held for the drafts of a batch. What was settled is
// released, whatever becomes of it.
func (w *Writer) release(b *batch) {
	for i := range b.drafts {
		w.labels.release(&b.drafts[i])
	}
}

// full reports whether a batch should be committed.
func (w *Writer) full(b *batch) bool {
	return len(b.drafts) >= w.opt.BatchDocs || b.bytes >= w.opt.BatchBytes
}
