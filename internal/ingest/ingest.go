// Package ingest brings records into a collection: those of files, folders and
// streams (Run), and those of a request (Writer.Write, Writer.WriteAll). All go
// the same way, and it is the only one.
//
// In a Run one goroutine reads records, makes documents of what they state
// (Stated) and deals these out, by a hash of their id, into one batch for each
// of a few workers; so records of one id keep their order. A worker tags the
// documents of its batch that state no topics, asks the store which it does not
// already hold as they are, and puts those. Adding the same content again
// therefore writes nothing. Everything that hangs on order is done by the
// reading goroutine, so equal input makes equal collections.
//
// A file is more than its text. What the text says of itself is read where the
// source states nothing, with how sure it is (read.go), and what people corrected
// wins over both (Correct). The file is kept before the document that names it is
// put (Keep). A Journal remembers the files, so that what is as it was is not read
// again and what was moved keeps its ids. A Watcher runs whenever files in its
// folders change; Receive takes a file that somebody sends; Recognize reads the
// pages that are images, when there is time; Duplicates knows which documents say
// the same.
//
// Of every file that is seen it is told what became of it (Seen). A file or
// record that cannot be used stops nothing; a store that cannot write stops the
// run. Held in memory are at most two batches for each worker, and the record
// that is being read.
//
// A folder may be full of traps. Whatever is in it, only regular files are
// opened, and nothing outside of it unless links are to be followed; see walker.
package ingest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vankien/internal/extract"
	"vankien/internal/originals"
)

// Defaults of Options.
const (
	DefaultWorkers = 2
	DefaultHold    = 5 * time.Second
)

// Options change how Run works. The zero value means the defaults.
type Options struct {
	Extract  extract.Options // limits on single records
	Follow   bool            // links that lead out of their folder are followed
	Workers  int             // batches written at once; 0 means DefaultWorkers
	Hold     time.Duration   // that a document waits for its batch while files are read; 0 means DefaultHold
	Seen     func(Seen)      // told of every file, one at a time; may be nil
	Progress func(Progress)  // called from one goroutine at a time, about ten times a second; may be nil

	Journal *Journal         // of the files that were read before; nil: none is known
	Again   bool             // what has not changed is read all the same
	Rules   string           // by what else than its bytes a file is read; when it changes, all is read again
	Keep    *originals.Store // keeps the files that documents are read from; may be nil

	// Remove deletes the documents of files that are gone from the folders that are
	// read, and those that a changed file no longer has. With nil all of them stay.
	Remove     Remover
	RemoveMany bool // also of more than half of the files of a folder; see MaxFew
}

// Remover is what deleting asks of an engine; index.Engine says what it promises.
type Remover interface {
	Delete(ctx context.Context, ids ...string) ([]string, error)
}

// readingRules change when files are read otherwise than before.
const readingRules = "1"

func (o *Options) rules() string {
	return digest(fmt.Sprint(readingRules, o.Rules, o.Extract.MaxText, o.Extract.MaxLine))[:8]
}

// Progress is how far a run has come.
type Progress struct {
	File      string // being read
	Bytes     int64  // of the files that were read so far or passed over
	Total     int64  // of all files; 0 when a stream is among them
	Documents int    // added, updated or found unchanged
}

// Summary counts what a run did. Every record is counted once, as its Outcome
// says; those of a file that has not changed are unchanged.
type Summary struct {
	Files     int // files and streams that were read, or are as they were
	Added     int
	Updated   int
	Unchanged int
	Failed    int   // problems
	Bytes     int64 // bytes read

	Results map[Result]int // files by what became of them
	Skipped map[string]int // files that were skipped, by code
}

// Documents is the number of records that were dealt with.
func (s *Summary) Documents() int { return s.Added + s.Updated + s.Unchanged }

func (s *Summary) saw(seen Seen) {
	if s.Results == nil {
		s.Results, s.Skipped = map[Result]int{}, map[string]int{}
	}
	if s.Results[seen.Result]++; seen.Result == ResultSkipped {
		s.Skipped[seen.Code]++
	}
}

// Run adds the documents of sources to the collection of w. Run returns an error
// when the store fails or ctx ends; what was put by then stays, and the summary
// says what it was. A blocked read of a stream may outlast a cancelled Run.
func Run(ctx context.Context, w *Writer, sources []Source, opt Options) (Summary, error) {
	r := newRun(w, opt)
	if opt.Progress != nil {
		r.total = totalSize(sources, opt.Follow)
	}
	found, stop := r.readAhead(ctx, files(sources, opt.Follow, func() int { return r.used }), files(sources, opt.Follow, nil))
	err := r.over(ctx, found)
	if stop(); err == nil {
		err = r.removeGone(ctx, sources)
	}
	return r.end(ctx, err)
}

// run is the state of one Run.
type run struct {
	writer  *Writer
	opt     Options
	rules   string // by which files are read
	journal *Journal
	kept    *originals.Batch // nil: no files are kept
	total   int64            // bytes of all files, 0 when unknown

	// of the reading goroutine
	told  time.Time       // of the last progress report
	used  int             // files that were of use
	still map[string]bool // SHA-256 of files of which none was moved from its place

	mu     sync.Mutex // guards what follows
	sum    Summary
	passed int64      // bytes of files that were not read
	queue  []*tracked // in the order of reading, until it is told what became of them
	left   []string   // keys of files with documents of earlier contents
}

func newRun(w *Writer, opt Options) *run {
	if opt.Workers <= 0 {
		opt.Workers = DefaultWorkers
	}
	if opt.Hold <= 0 {
		opt.Hold = DefaultHold
	}
	r := &run{writer: w, opt: opt, rules: opt.rules(), journal: opt.Journal, still: map[string]bool{}}
	if r.journal == nil {
		r.journal = newJournal()
	}
	if opt.Keep != nil {
		r.kept = opt.Keep.Begin()
	}
	return r
}

// over reads files and puts their documents.
func (r *run) over(ctx context.Context, found iter.Seq2[file, error]) error {
	group, within := errgroup.WithContext(ctx)
	l := newLanes(r.writer, r.opt.Workers, r.opt.Hold)
	for q := range r.opt.Workers {
		group.Go(func() error { return l.work(within, q, r.beforePut, r.tell, r.journal.flush) })
	}
	group.Go(func() error {
		defer l.close()
		return r.readAll(within, found, l)
	})
	return cmp.Or(group.Wait(), r.journal.flush())
}

// end says how the run went.
func (r *run) end(ctx context.Context, err error) (Summary, error) {
	if r.report("", true); r.kept != nil {
		r.kept.Discard()
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		r.journal.flush() // what is held is on disk, whatever failed
		return r.sum, fmt.Errorf("stopped after %d documents: %w", r.sum.Documents(), err)
	}
	return r.sum, nil
}

// count changes the summary.
func (r *run) count(change func(*Summary)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.sum)
}

// reportEvery is the least time between two progress reports.
const reportEvery = 100 * time.Millisecond

// report calls Options.Progress unless it was called just before; last means at
// any rate.
func (r *run) report(file string, last bool) {
	if r.opt.Progress == nil || !last && time.Since(r.told) < reportEvery {
		return
	}
	r.told = time.Now()
	var p Progress
	r.count(func(s *Summary) { p = Progress{file, s.Bytes + r.passed, r.total, s.Documents()} })
	r.opt.Progress(p)
}
