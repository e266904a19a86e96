package remote

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"vankien/index"
	"vankien/index/plan"
)

// Options say which collection of which cluster is opened, and how.
type Options struct {
	Addresses []string   // of the nodes, as URLs without a password
	Name      string     // of the collection; "" means DefaultName
	Names     plan.Names // the zero value means the shipped ones

	User, Password string
	CA             *x509.CertPool // that certificates are checked with; nil: that of the system

	Create       bool          // a collection that is absent is made
	Shards       int           // of a new one; 0 means DefaultShards
	Replicas     int           // of each shard of a new one; 0: one, if there is a node for it; less: none
	Refresh      time.Duration // in which writes become visible; 0 means DefaultRefresh
	LexiconBytes int64         // memory for what is known of the words of the collection; 0 means DefaultLexiconBytes
}

// What Options mean by 0.
const (
	DefaultName         = "vankien"
	DefaultShards       = 3
	DefaultRefresh      = 200 * time.Millisecond
	DefaultLexiconBytes = 512 << 20
)

func (opt Options) withDefaults() Options {
	opt.Name = cmp.Or(opt.Name, DefaultName)
	opt.Shards = max(opt.Shards, 0)
	opt.Refresh = cmp.Or(max(opt.Refresh, 0), DefaultRefresh)
	opt.LexiconBytes = cmp.Or(max(opt.LexiconBytes, 0), DefaultLexiconBytes)
	if opt.Names == (plan.Names{}) {
		opt.Names = plan.DefaultNames()
	}
	return opt
}

// Index is a collection on a cluster, which other processes may have open, too. It
// is safe for concurrent use.
//
// The name of the collection is an alias of the index of its documents, NAME-1 at
// first and NAME-2 after it was rebuilt. Beside it stand NAME.meta with small records,
// and NAME.lexicon with what is known of its words.
type Index struct {
	client   *client
	name     string
	names    plan.Names
	opt      Options
	states   states
	clock    clock
	maxLine  int                               // bytes of a document with all that is indexed
	labels   atomic.Pointer[map[string]string] // that were known last
	gate     gate
	times    times
	held     atomic.Int64 // bytes of what is known of words that this process has in memory
	lexicons *lexicons
}

// Close waits for the calls under way. Afterwards everything is ErrClosed.
func (x *Index) Close() error {
	if !x.gate.shut() {
		return index.ErrClosed
	}
	x.lexicons.end()
	x.gate.inside.Wait()
	x.client.close()
	return nil
}

// Unavailable tells since when the cluster does not answer, and why.
func (x *Index) Unavailable() (time.Time, error) {
	if since := x.gate.since(); !since.IsZero() {
		return since, index.ErrClosed
	}
	return x.client.outage.state()
}

// begin says that a call begins, or why it cannot: the index is closed, or was never
// opened since the cluster is away. Each method of index.Engine that asks the cluster
// begins with it, and calls end when it has its answer.
func (x *Index) begin(ctx context.Context) (end func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return x.gate.enter()
}

// gate is what calls go through.
type gate struct {
	mu     sync.Mutex
	inside sync.WaitGroup
	closed time.Time // zero while it is open
	why    error     // it is not open yet
}

func (g *gate) enter() (leave func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case !g.closed.IsZero():
		return nil, index.ErrClosed
	case g.why != nil:
		return nil, g.why
	}
	g.inside.Add(1)
	return g.inside.Done, nil
}

// open lets calls in, or says why not.
func (g *gate) open(why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.why = why
}

// shut lets nobody in any more, and reports whether it was open.
func (g *gate) shut() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed.IsZero() {
		return false
	}
	g.closed = time.Now()
	return true
}

// since tells when it was shut.
func (g *gate) since() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}

func isClosed(err error) bool { return errors.Is(err, index.ErrClosed) }
