// Package ingest keeps an index in step with files, folders and streams.
//
// One goroutine reads records, makes documents of what they state (Stated) and
// deals these out, by a hash of their id, into one batch for each of a few
// workers; so records of one id keep their order. A worker tags the documents
// of its batch that state no topics, asks the index which it does not already
// hold as they are, and puts those. Adding the same content again therefore
// writes nothing. Everything that hangs on order is done by the reading
// goroutine, so equal input makes equal collections.
//
// A file or record that cannot be used is a Problem and stops nothing; an index
// that cannot write stops the run. Held in memory are at most two batches for
// each worker, and the record that is being read.
package ingest

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/topics"
)

// Defaults of Options.
const (
	DefaultBatchDocs  = 1000
	DefaultBatchBytes = 8 << 20
	DefaultWorkers    = 2
)

// MaxProblems is how many problems a Summary keeps.
const MaxProblems = 100

// Options change how Run works. The zero value means the defaults.
type Options struct {
	Taxonomy   *topics.Taxonomy // tags records without topics; nil tags nothing
	Extract    extract.Options  // limits on single records
	BatchBytes int              // text of a batch, in bytes; 0 means DefaultBatchBytes
	BatchDocs  int              // documents of a batch; 0 means DefaultBatchDocs
	Workers    int              // batches written at once; 0 means DefaultWorkers
	Progress   func(Progress)   // called from one goroutine at a time, about ten times a second; may be nil
}

// Progress is how far a run has come.
type Progress struct {
	File      string // being read
	Bytes     int64  // read so far
	Total     int64  // bytes of all files; 0 when a stream is among them
	Documents int    // added, updated or found unchanged
}

// Summary counts what a run did. Every record is counted once.
type Summary struct {
	Files     int   // files and streams that were read
	Added     int   // documents the index did not have
	Updated   int   // documents the index had otherwise
	Unchanged int   // records that changed nothing: in the index as they are, or followed in their batch by one of the same id
	Failed    int   // problems
	Bytes     int64 // bytes read

	Problems []Problem // the first MaxProblems, in order of reading
}

// Documents is the number of records that were dealt with.
func (s *Summary) Documents() int { return s.Added + s.Updated + s.Unchanged }

// Problem is a file or record that could not be used.
type Problem struct {
	File   string // path as found, "-" for the stream
	Line   int    // from 1; 0 for the whole file
	Reason string
}

// Run adds the documents of paths to the index. A path is a file, a folder, of
// which all files with a known ending are read in order of their names, except
// those whose name begins with a dot, or "-" for stdin. Run returns an error
// when the index fails or ctx ends; what was put by then stays, and the summary
// says what it was. A blocked read of stdin may outlast a cancelled Run.
func Run(ctx context.Context, x index.Engine, paths []string, stdin io.Reader, opt Options) (Summary, error) {
	r := &run{index: x, opt: opt.withDefaults()}
	if opt.Progress != nil {
		r.total = totalSize(paths)
	}
	group, within := errgroup.WithContext(ctx)
	queues := make([]chan []index.Document, r.opt.Workers)
	for i := range queues {
		queues[i] = make(chan []index.Document)
		group.Go(func() error { return r.write(within, queues[i]) })
	}
	group.Go(func() error {
		d := newDealer(queues, NewRegistry(x), r.opt)
		defer d.close()
		return r.readAll(within, paths, stdin, d)
	})
	err := group.Wait()
	r.report("", true)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return r.sum, fmt.Errorf("stopped after %d documents: %w", r.sum.Documents(), err)
	}
	return r.sum, nil
}

func (o Options) withDefaults() Options {
	if o.BatchBytes <= 0 {
		o.BatchBytes = DefaultBatchBytes
	}
	if o.BatchDocs <= 0 {
		o.BatchDocs = DefaultBatchDocs
	}
	if o.Workers <= 0 {
		o.Workers = DefaultWorkers
	}
	return o
}

// run is the state of one Run.
type run struct {
	index index.Engine
	opt   Options
	total int64     // bytes of all files, 0 when unknown
	told  time.Time // of the last progress report; used by the reading goroutine

	mu  sync.Mutex // guards what follows
	sum Summary
}

// count changes the summary.
func (r *run) count(change func(*Summary)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.sum)
}

// problem notes a problem; only the reading goroutine does, in its order.
func (r *run) problem(file string, line int, err error) {
	r.count(func(s *Summary) {
		s.Failed++
		if len(s.Problems) < MaxProblems {
			s.Problems = append(s.Problems, Problem{file, line, reason(err)})
		}
	})
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
	r.count(func(s *Summary) { p = Progress{file, s.Bytes, r.total, s.Documents()} })
	r.opt.Progress(p)
}
