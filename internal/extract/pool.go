package extract

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"vankien/internal/extract/ocr"
)

// CrashError is the error for a file that ended the worker which read it, or had
// to be stopped: trying it again will most likely end the same way.
type CrashError struct{ Detail string }

func (e *CrashError) Error() string { return "the file ended the worker that read it: " + e.Detail }

// ErrClosed is the error for asking a Pool that was closed.
var ErrClosed = errors.New("the workers have been stopped")

// Allowance is how long a worker may take for a request.
type Allowance struct {
	Processor time.Duration
	Wall      time.Duration
}

// PoolOptions describe the workers of a Pool. The zero value works in a program
// that has the verb extract-worker.
type PoolOptions struct {
	Workers    int      // how many files are read at a time; 0 means 1
	Executable string   // of a worker; "" means this program again
	Args       []string // nil means extract-worker
	Env        []string // added to the environment
	Cache      string   // directory for compiled readers, made if need be; "" means that each worker compiles its own
	OCR        ocr.Mode // what recognises pages; "" means ocr.Auto

	Text    Allowance // for a file; zero means what its size allows (see allowance)
	Page    Allowance // to recognise a page; zero means one minute of processor, five in all
	Prepare Allowance // to make a reader ready; zero means two minutes of processor, ten in all
}

// or returns the allowance, or one of so many minutes if it is zero.
func (a Allowance) or(processor, wall time.Duration) Allowance {
	if a == (Allowance{}) {
		return Allowance{processor * time.Minute, wall * time.Minute}
	}
	return a
}

// A small file gets five seconds, for what takes longer is hostile; a long document
// takes longer in earnest: about 50 ms a page of PDF, of 5 kB or more.
const (
	leastTime   = 5 * time.Second
	mostTime    = 2 * time.Minute
	timePerByte = time.Second / (32 << 10)
)

// allowance returns the time for reading a file of so many bytes. Where processor
// time is counted it decides, and the wall clock only ends what waits for ever:
// on a busy machine a good file may take long.
func allowance(size int) Allowance {
	t := min(leastTime+time.Duration(size)*timePerByte, mostTime)
	if countsProcessor {
		return Allowance{t, 6 * t}
	}
	return Allowance{t, 2 * t}
}

// Pool reads files in other processes, which live on from file to file and are
// replaced when one dies. It implements Apart, for any number of goroutines.
type Pool struct {
	opt    PoolOptions
	free   chan *child   // holds Workers places; nil is one that has no process yet
	fresh  chan struct{} // holds a new process until its first answer: what it compiles the next one finds in the cache
	closed chan struct{}
	close  sync.Once
}

// NewPool returns a pool that starts its processes when they are needed.
func NewPool(opt PoolOptions) *Pool {
	opt.Workers = max(opt.Workers, 1)
	p := &Pool{opt: opt, free: make(chan *child, opt.Workers), fresh: make(chan struct{}, 1), closed: make(chan struct{})}
	for range opt.Workers {
		p.free <- nil
	}
	return p
}

// Close ends the workers, also those that are reading, whose callers get
// ErrClosed. It returns when they are gone.
func (p *Pool) Close() error {
	p.close.Do(func() {
		close(p.closed)
		for range p.opt.Workers {
			if c := <-p.free; c != nil {
				c.kill()
			}
		}
	})
	return nil
}

// Extract returns the records that Read yields for the file. The error is that of
// Read, a *CrashError, or that of ctx.
func (p *Pool) Extract(ctx context.Context, name string, data []byte, opt Options) ([]Record, error) {
	limit := p.opt.Text
	if limit == (Allowance{}) {
		limit = allowance(len(data))
	}
	a, err := p.ask(ctx, request{Op: opExtract, Name: name, MaxText: opt.MaxText, MaxLine: opt.MaxLine, Pages: opt.Pages}, data, limit)
	if err != nil {
		return nil, err
	}
	return a.Records, a.Failure.err()
}

// Recognize returns the text of a page, from 1, that is an image.
func (p *Pool) Recognize(ctx context.Context, name string, data []byte, page int) (Recognized, error) {
	limit := p.opt.Page.or(1, 5)
	a, err := p.ask(ctx, request{Op: opRecognize, Name: name, Page: page}, data, limit)
	if err != nil {
		return Recognized{}, err
	}
	return a.Recognized, a.Failure.err()
}

// readApart yields what another process reads of a file.
func readApart(name string, b []byte, opt Options, yield func(Record, error) bool) {
	list, err := opt.Apart.Extract(context.Background(), name, b, opt)
	for _, rec := range list {
		if !yield(rec, nil) {
			return
		}
	}
	if err != nil {
		yield(Record{}, err)
	}
}

func (p *Pool) ask(ctx context.Context, q request, data []byte, limit Allowance) (answer, error) {
	if len(data) > maxRequestData {
		return answer{}, &SizeError{fmt.Sprintf("the file is over the limit of %d bytes", maxRequestData)}
	}
	var c *child
	select {
	case <-ctx.Done():
		return answer{}, ctx.Err()
	case <-p.closed:
		return answer{}, ErrClosed
	case c = <-p.free:
	}
	defer func() { p.free <- c }()
	if c == nil || c.gone() {
		select {
		case <-ctx.Done():
			return answer{}, ctx.Err()
		case <-p.closed:
			return answer{}, ErrClosed
		case p.fresh <- struct{}{}:
		}
		defer func() { <-p.fresh }()
		var err error
		if c, err = p.start(); err != nil {
			return answer{}, err
		}
	}
	q.Setup = setup{p.opt.Cache, p.opt.OCR}
	a, err := p.exchange(ctx, c, q, data, limit)
	if err != nil || a.Retires {
		c.kill()
		c = nil
	}
	return a, err
}

func (p *Pool) start() (*child, error) {
	select {
	case <-p.closed:
		return nil, ErrClosed
	default:
	}
	if p.opt.Cache != "" {
		if err := os.MkdirAll(p.opt.Cache, 0o700); err != nil {
			return nil, fmt.Errorf("make the directory for compiled readers: %w", err)
		}
	}
	c, err := startChild(p.opt)
	if err != nil {
		return nil, fmt.Errorf("start a worker to read files: %w", err)
	}
	return c, nil
}

// exchange sends a request and waits for its answer, under guard.
func (p *Pool) exchange(ctx context.Context, c *child, q request, data []byte, limit Allowance) (answer, error) {
	prepare := p.opt.Prepare.or(2, 10)
	g := newGuard(c, limit)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		g.watch(ctx, p.closed)
	}()
	a, err := c.exchange(q, data, func(s state) {
		if s == preparing {
			g.allow(prepare)
		} else {
			g.allow(limit)
		}
	})
	g.stop()
	<-ended
	if err == nil {
		return a, nil
	}
	if why := g.why(); why != nil {
		return answer{}, why
	}
	return answer{}, &CrashError{c.cause(err)}
}
