package web

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"vankien/index"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

// AdminState is how a server and its collection are, for those who run it. What
// cannot be known now is absent, and Problem says why: who looks wants to see the
// rest.
type AdminState struct {
	Version    string           `json:"version"`
	Go         string           `json:"go"`
	Started    time.Time        `json:"started"`
	Uptime     int64            `json:"uptime_seconds"`
	Problem    string           `json:"problem,omitempty"` // of the collection
	Collection *index.Stats     `json:"collection,omitempty"`
	Cluster    *Cluster         `json:"cluster,omitempty"`
	Memory     AdminMemory      `json:"memory"`
	Searches   AdminSearches    `json:"searches"`
	Limits     AdminLimits      `json:"limits"`
	Files      *AdminFiles      `json:"files,omitempty"`
	Review     *AdminReview     `json:"review,omitempty"`
	Duplicates *AdminDuplicates `json:"duplicates,omitempty"`
	Backups    *AdminBackups    `json:"backups,omitempty"`
	Slow       AdminSlow        `json:"slow"`
}

// AdminMemory is what the process holds.
type AdminMemory struct {
	Heap       int64 `json:"heap_bytes"`
	System     int64 `json:"system_bytes"`
	Goroutines int   `json:"goroutines"`
	Cache      int64 `json:"cache_bytes"`
	CacheLimit int64 `json:"cache_limit_bytes"`
	CacheHits  int64 `json:"cache_hits"`
	CacheMiss  int64 `json:"cache_misses"`
}

// AdminSearches counts searches.
type AdminSearches struct {
	Running int64 `json:"running"`
	Waiting int64 `json:"waiting"`
	Refused int64 `json:"refused"`
}

// AdminLimits are the bounds that the server was started with; 0 for none.
type AdminLimits struct {
	Rate      float64 `json:"rate"`
	TimeoutMS float64 `json:"timeout_ms"`
	MaxBody   int64   `json:"max_body"`
	MaxFile   int64   `json:"max_file"`
}

// AdminFiles is what became of the files that were read.
type AdminFiles struct {
	Total        int                   `json:"total"`
	Counts       map[ingest.Result]int `json:"counts"`
	WaitingPages int                   `json:"waiting_pages"`
	Originals    *KeptView             `json:"originals,omitempty"`
	Last         []FileState           `json:"last"`
	Failed       []FileState           `json:"failed"`
}

// AdminReview counts documents with something to look at.
type AdminReview struct {
	Guessed   int `json:"guessed"`
	Corrected int `json:"corrected"`
}

// AdminDuplicates counts groups of documents that say the same.
type AdminDuplicates struct {
	Groups    int `json:"groups"`
	Documents int `json:"documents"`
}

// AdminBackups are the backups that were made here, the newest first.
type AdminBackups struct {
	Total   int                 `json:"total"`
	Made    []index.BackupEntry `json:"made"`
	Problem string              `json:"problem,omitempty"`
}

// AdminSlow are the latest requests that took long.
type AdminSlow struct {
	LeastMS   float64       `json:"least_ms"`
	Addresses bool          `json:"addresses"` // are kept, too
	Requests  []SlowRequest `json:"requests"`
}

// Bounds of the lists of a state.
const (
	adminFiles   = 10
	adminBackups = 20
)

func (s *Server) adminJSON(r *http.Request) (any, error) { return s.adminState(r.Context()), nil }

func (s *Server) adminState(ctx context.Context) *AdminState {
	v := &AdminState{Version: s.opt.Version, Go: runtime.Version(), Started: s.started.UTC().Truncate(time.Second),
		Uptime: int64(s.now().Sub(s.started).Seconds()), Memory: s.memory(),
		Searches: AdminSearches{s.gate.running.Load(), s.gate.waiting.Load(), s.gate.refused.Load()},
		Limits:   AdminLimits{s.opt.Rate, find.Milliseconds(s.opt.Timeout), s.opt.MaxBody, s.opt.MaxFile},
		Slow:     AdminSlow{find.Milliseconds(s.slow.least), s.slow.addresses, s.slow.latest()}}
	v.unless(s.unwell())
	if st, err := s.opt.Index.Stats(ctx); err == nil {
		v.Collection = &st
	} else {
		v.unless(err)
	}
	if s.opt.Cluster != nil {
		c := s.opt.cluster(ctx)
		v.Cluster = &c
	}
	v.unless(s.addCounts(ctx, v))
	v.unless(s.addFiles(ctx, v))
	s.addBackups(v)
	return v
}

// unless notes the first thing that is wrong.
func (v *AdminState) unless(err error) {
	if err != nil && v.Problem == "" {
		v.Problem = problemOf(err).Detail
	}
}

// unwell says why the collection takes no writes; nil while it does.
func (s *Server) unwell() error {
	if _, err := s.opt.Index.Unavailable(); err != nil {
		return unhealed(err)
	}
	return nil
}

func (s *Server) memory() AdminMemory {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	c := s.opt.Index.Cache()
	return AdminMemory{Heap: int64(m.HeapAlloc), System: int64(m.Sys), Goroutines: runtime.NumGoroutine(), Cache: c.Bytes, CacheLimit: c.Limit,
		CacheHits: int64(c.Hits), CacheMiss: int64(c.Misses)}
}

// addCounts counts what is to be looked at.
func (s *Server) addCounts(ctx context.Context, v *AdminState) error {
	res, err := s.opt.Index.Search(ctx, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldGuessed, index.FieldCorrected}})
	if err != nil {
		return err
	}
	with := func(f index.Field) int { return res.Total - res.Facets[f].Missing }
	v.Review = &AdminReview{with(index.FieldGuessed), with(index.FieldCorrected)}
	if same := s.find.Relations(); same != nil {
		v.Duplicates = new(AdminDuplicates)
		for _, group := range same.Groups() {
			v.Duplicates.Groups++
			v.Duplicates.Documents += len(group)
		}
	}
	return nil
}

func (s *Server) addFiles(ctx context.Context, v *AdminState) error {
	if s.opt.Files == nil {
		return nil
	}
	last, err := s.listFiles(ctx, filesAsked{page: 1})
	if err != nil {
		return err
	}
	failed, err := s.listFiles(ctx, filesAsked{page: 1, result: string(ingest.ResultFailed)})
	if err != nil {
		return err
	}
	v.Files = &AdminFiles{Total: last.all, Counts: last.Counts, WaitingPages: last.WaitingPages, Originals: last.Originals,
		Last: last.Files[:min(len(last.Files), adminFiles)], Failed: failed.Files[:min(len(failed.Files), adminFiles)]}
	return nil
}

func (s *Server) addBackups(v *AdminState) {
	if s.opt.Backups == nil {
		return
	}
	v.Backups = &AdminBackups{Made: []index.BackupEntry{}}
	all, err := s.opt.Backups()
	if err != nil {
		v.Backups.Problem = err.Error()
	}
	v.Backups.Total = len(all)
	v.Backups.Made = append(v.Backups.Made, all[:min(len(all), adminBackups)]...)
}
