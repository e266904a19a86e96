// Package web serves the search site and its JSON interface over one index.
//
// A request goes through four steps, and each has one place:
//
//	observe   request id, security headers, log line, metrics     observe.go
//	route     one table of paths; methods, parameters, deadline   route.go
//	decide    a handler turns the request into a view or an error; it never writes
//	write     the view or the error becomes bytes, written once   write.go
//
// Pages and interface read the same parameters with the same code and show the
// same [find.SearchView], so the address of a page is a saved search and the two
// cannot drift apart. Text that people read is in one table per language.
package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"vankien/index"
	"vankien/internal/alert"
	"vankien/internal/find"
	"vankien/internal/house"
	"vankien/internal/ingest"
	"vankien/internal/originals"
	"vankien/internal/period"
	"vankien/internal/topics"

	"golang.org/x/sync/semaphore"
)

// Bounds and defaults of a server.
const (
	DefaultTimeout      = 10 * time.Second // of a request that reads
	DefaultWriteTimeout = 2 * time.Minute  // of a request that writes documents
	DefaultMaxBody      = 32 << 20         // bytes of a request body
	MaxHeader           = 128 << 10        // bytes of a request's address and headers; holds find.MaxAnalyzed code points, escaped
	DefaultQueue        = 256              // searches that may wait for one to end
)

// Options say what a server serves. Only Index is required.
type Options struct {
	Index        Engine
	Writer       *ingest.Writer                      // of all that write to Index; nil: this server's own
	Relations    find.Relations                      // which documents say the same; nil: nothing is known
	Taxonomy     *topics.Taxonomy                    // nil: only the collection's own topics
	Keys         []Key                               // one of which a write must present; without any every write is refused
	Logger       *slog.Logger                        // nil means no log
	Version      string                              // of the program, shown in /metrics and /api/openapi.json
	Timeout      time.Duration                       // of a read; 0 means DefaultTimeout
	WriteTimeout time.Duration                       // of a write, which a backup is not; 0 means DefaultWriteTimeout
	MaxBody      int64                               // bytes of a body; 0 means DefaultMaxBody
	Rate         float64                             // requests per second and client; 0 means no limit
	Burst        int                                 // requests a client may make at once; 0 means ten seconds' worth
	Concurrency  int                                 // searches at once; 0 means twice the processors; writes and probes do not count
	Queue        int                                 // searches that may wait for their turn, at most until their deadline; 0 means DefaultQueue
	Proxies      []netip.Prefix                      // peers whose X-Forwarded-For names the client
	Backup       BackupFunc                          // nil: no backups over HTTP
	Backups      func() ([]index.BackupEntry, error) // that were made, the newest first; nil: nobody knows
	SlowLog      bool                                // keep the addresses of slow requests, and with them what people look for, for holders of a key
	CORS         []string                            // origins whose pages may read the interface; "*" for all
	Embed        []string                            // origins whose pages may have the search box in a frame
	Originals    *originals.Store                    // nil: no files are kept
	Reading      ingest.Options                      // how files that are sent are read; Seen is this server's. Without Keep none is kept
	MaxFile      int64                               // bytes of a file that is sent; 0 means DefaultMaxFile
	Files        Files                               // what became of the files that were read; nil: nobody knows
	Deleted      func(ids ...string) error           // told of documents that were deleted; may be nil
	Cluster      ClusterFunc                         // how the cluster is that Index is on; nil: it is on none
	Exports      int                                 // exports at once; 0 means DefaultExports
	Changes      *ingest.Changes                     // tells of them, with the deletions of Writer; nil: those of this process
	Alerts       *alert.Alerts                       // of holders of keys; nil: there are none
	NoCrawlers   bool                                // crawlers are asked to leave, and there is no sitemap
	Site         house.Site                          // what the house that runs it says of itself

	Periods []period.Set // that time can be divided by, the usual one first; nil means the shipped ones
}

// BackupFunc backs the collection up under a plain name, or without one where
// "" says. Its context ends when the client has left, however long that takes.
type BackupFunc func(ctx context.Context, name string) (index.Backup, error)

// ClusterFunc asks a cluster how it is. What is known without the cluster it returns
// with an error, too.
type ClusterFunc func(ctx context.Context) (Cluster, error)

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.WriteTimeout <= 0 {
		o.WriteTimeout = DefaultWriteTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.MaxFile <= 0 {
		o.MaxFile = DefaultMaxFile
	}
	if o.Exports <= 0 {
		o.Exports = DefaultExports()
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Site.Examples == nil {
		o.Site.Examples = defaultExamples
	}
	return o
}

var defaultExamples = []string{
	`chính quyền đô thị`, `chuyen doi so`, `giáo dục OR y tế`, `kinh tế -số`,
}

// Server answers HTTP requests. It is safe for use from many goroutines.
type Server struct {
	opt     Options
	handler http.Handler
	site    *site
	faces   faces
	spec    spec
	sitemap sitemap
	metrics *metrics
	limits  *limiter // nil without a rate
	guesses *limiter // of keys
	gate    *gate
	exports *gate
	intake  *intake
	tools   []listTool
	writer  *ingest.Writer
	find    *find.Service
	slow    *slowLog
	started time.Time
	run     string          // names this run of the program
	paths   map[string]bool // that are served, as routes write them
	drained atomic.Bool
	now     func() time.Time
}

// New returns a server over opt.Index, which stays the caller's to close.
func New(opt Options) *Server {
	s := &Server{opt: opt.withDefaults(), now: time.Now, sitemap: sitemap{making: semaphore.NewWeighted(1)}}
	s.started, s.slow = s.now(), newSlowLog(s.opt.SlowLog)
	s.run = rand.Text()
	s.site = newSite(&s.opt.Site)
	s.faces = newFaces(s.offers, s.site)
	s.find = find.New(s.opt.Index, s.opt.Taxonomy)
	s.find.Divide(s.opt.Periods)
	if s.opt.Relations != nil {
		s.find.With(s.opt.Relations)
	}
	records := ingest.NewMemoryRecords()
	deletions := ingest.NewDeletions(func() (ingest.JournalStore, error) { return records, nil }, 0)
	if s.writer = s.opt.Writer; s.writer == nil {
		s.writer = ingest.NewWriter(s.opt.Index, ingest.WriterOptions{Taxonomy: s.opt.Taxonomy, Deletions: deletions})
	}
	if s.opt.Changes == nil {
		s.opt.Changes = &ingest.Changes{Index: s.opt.Index, Deletions: deletions, Settled: s.writer.Settled}
	}
	s.spec = newSpec(s.opt.Version, s.site.name(find.English))
	s.intake = newIntake(s.opt.MaxBody)
	s.gate = newGate(s.opt.Concurrency, s.opt.Queue)
	s.exports = newGate(s.opt.Exports, exportQueue)
	s.metrics = newMetrics(s.opt.Index, s.opt.Version, s.gate)
	if s.opt.Cluster != nil {
		s.metrics.registry.MustRegister(&clusterSizes{&s.opt})
	}
	if s.opt.Rate > 0 {
		s.limits = newLimiter(s.opt.Rate, s.opt.Burst)
	}
	s.guesses = newLimiter(guessRate, guessBurst)
	routes := s.routes()
	s.tools = newListTools(routes)
	s.paths = map[string]bool{}
	for _, rt := range routes {
		s.paths[rt.path] = true
	}
	s.handler = s.around(routes)
	return s
}

// around is the whole way of a request to the handlers of some routes.
func (s *Server) around(routes []route) http.Handler {
	return s.observe(s.crossOrigin(compress(s.router(routes))))
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain makes /readyz answer 503, so that no new requests are sent here while
// those under way are finished.
func (s *Server) Drain() { s.drained.Store(true) }

// HTTP returns a server for addr that answers with s and lets no client hold a
// connection by being slow.
func (s *Server) HTTP(addr string) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       s.opt.WriteTimeout,
		WriteTimeout:      s.opt.WriteTimeout + 10*time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    MaxHeader,
		ErrorLog:          slog.NewLogLogger(s.opt.Logger.Handler(), slog.LevelWarn),
	}
}
