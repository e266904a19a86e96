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
// A file or record that cannot be used is a Problem and stops nothing; a store
// that cannot write stops the run. Held in memory are at most two batches for
// each worker, and the record that is being read.
//
// A folder may be full of traps. Whatever is in it, only regular files are
// opened, and nothing outside of it unless links are to be followed; see walker.
package ingest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vankien/internal/extract"
)

// DefaultWorkers is the default of Options.Workers.
const DefaultWorkers = 2

// How many problems a Summary keeps: of one file and in all. One bad file hides
// nothing of the others.
const (
	MaxFileProblems = 10
	MaxProblems     = 100
)

// Options change how Run works. The zero value means the defaults.
type Options struct {
	Extract  extract.Options // limits on single records
	Follow   bool            // links that lead out of their folder are followed
	Workers  int             // batches written at once; 0 means DefaultWorkers
	Problem  func(Problem)   // told every problem, one at a time; may be nil
	Progress func(Progress)  // called from one goroutine at a time, about ten times a second; may be nil
}

// Progress is how far a run has come.
type Progress struct {
	File      string // being read
	Bytes     int64  // read so far
	Total     int64  // bytes of all files; 0 when a stream is among them
	Documents int    // added, updated or found unchanged
}

// Summary counts what a run did. Every record is counted once, as its Outcome
// says.
type Summary struct {
	Files     int // files and streams that were read
	Added     int
	Updated   int
	Unchanged int
	Failed    int   // problems
	Bytes     int64 // bytes read

	Problems   []Problem      // the first MaxFileProblems of each file, MaxProblems in all, in order of reading
	ProblemsOf map[string]int // all problems of each file that Problems names
}

// keep notes a problem.
func (s *Summary) keep(p Problem) {
	s.Failed++
	if n := s.ProblemsOf[p.File]; n < MaxFileProblems && len(s.Problems) < MaxProblems {
		s.Problems = append(s.Problems, p)
	} else if n == 0 {
		return
	}
	if s.ProblemsOf == nil {
		s.ProblemsOf = map[string]int{}
	}
	s.ProblemsOf[p.File]++
}

// Documents is the number of records that were dealt with.
func (s *Summary) Documents() int { return s.Added + s.Updated + s.Unchanged }

// Problem is a file or record that could not be used.
type Problem struct {
	File   string // path as found, "-" for the stream
	Line   int    // from 1; 0 for the whole file
	Code   string // what kind of problem it is, for programs
	Reason string
}

// Run adds the documents of sources to the collection of w. Run returns an error
// when the store fails or ctx ends; what was put by then stays, and the summary
// says what it was. A blocked read of a stream may outlast a cancelled Run.
func Run(ctx context.Context, w *Writer, sources []Source, opt Options) (Summary, error) {
	r := &run{writer: w, opt: opt}
	if opt.Progress != nil {
		r.total = totalSize(sources, opt.Follow)
	}
	if opt.Workers <= 0 {
		opt.Workers = DefaultWorkers
	}
	group, within := errgroup.WithContext(ctx)
	l := newLanes(w, opt.Workers)
	for q := range opt.Workers {
		group.Go(func() error { return l.work(within, q, r.tell) })
	}
	group.Go(func() error {
		defer l.close()
		return r.readAll(within, sources, l)
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

// run is the state of one Run.
type run struct {
	writer *Writer
	opt    Options
	total  int64     // bytes of all files, 0 when unknown
	told   time.Time // of the last progress report; used by the reading goroutine

	mu  sync.Mutex // guards what follows
	sum Summary
}

// count changes the summary.
func (r *run) count(change func(*Summary)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.sum)
}

// tell counts an outcome.
func (r *run) tell(o Outcome) {
	if o.Status == Refused {
		r.problem(o.File, o.Line, o.Err)
		return
	}
	r.count(func(s *Summary) {
		switch o.Status {
		case Added:
			s.Added++
		case Updated:
			s.Updated++
		default:
			s.Unchanged++
		}
	})
}

// problem notes a problem. All but those of labels come from the reading
// goroutine, in its order.
func (r *run) problem(file string, line int, err error) {
	p := Problem{file, line, code(err, line), reason(err)}
	r.count(func(s *Summary) {
		s.keep(p)
		if r.opt.Problem != nil {
			r.opt.Problem(p)
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
