package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"vankien/index"
)

// healTime is how long an index may take no writes before whoever watches over
// the process had better start it anew.
const healTime = time.Minute

// live answers as long as the process does what can be expected of it. A process
// that was started anew would find a damaged file as it is, and a cluster that is
// away as far away.
func (s *Server) live(*http.Request) (any, error) {
	since, err := s.opt.Index.Unavailable()
	helps := s.opt.Cluster == nil && !as[*index.DamageError](err)
	if err != nil && helps && s.now().Sub(since) > healTime {
		return nil, unhealed(err)
	}
	return raw{textPlain, []byte("ok\n")}, nil
}

// unhealed is the problem of an index that takes no writes.
func unhealed(why error) error {
	return problemOf(fmt.Errorf("%w: %w", index.ErrUnavailable, why))
}

// ready answers while new requests are welcome.
func (s *Server) ready(r *http.Request) (any, error) {
	if s.drained.Load() {
		return nil, fail("index_unavailable", say("err.draining")).with("Retry-After", "5")
	}
	if _, err := s.opt.Index.Unavailable(); err != nil {
		return nil, unhealed(err)
	}
	if err := s.clusterReady(r); err != nil {
		return nil, err
	}
	if _, err := s.opt.Index.Get(r.Context(), "-"); err != nil && !errors.Is(err, index.ErrNotFound) {
		return nil, err
	}
	return raw{textPlain, []byte("ok\n")}, nil
}

// metrics counts requests by route template, never by address, so that their
// number is bounded and no query is in them.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	http     http.Handler
}

func newMetrics(x Health, version string, g *gate) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vankien_http_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "vankien_http_request_duration_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "vankien_build_info", Help: "Always 1; the labels tell the build.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, build, &sizes{index: x}, collectors.NewGoCollector(),
		gauge("vankien_searches_in_flight", "Searches being answered.", &g.running),
		gauge("vankien_searches_queued", "Searches that wait for their turn.", &g.waiting),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "vankien_searches_refused_total",
			Help: "Searches refused because too many waited."}, func() float64 { return float64(g.refused.Load()) }),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.http = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

func gauge(name, help string, n *atomic.Int64) prometheus.GaugeFunc {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(n.Load()) })
}

var knownMethods = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true,
	http.MethodPut: true, http.MethodDelete: true}

func (m *metrics) saw(route, method string, status int, took time.Duration) {
	if !knownMethods[method] {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// show answers in the exposition format that the scraper asks for.
func (m *metrics) show(r *http.Request) (any, error) {
	b := &buffer{header: http.Header{}, status: http.StatusOK}
	m.http.ServeHTTP(b, r)
	return reply{status: b.status, view: raw{b.header.Get("Content-Type"), b.Bytes()}}, nil
}

// buffer is a response kept in memory.
type buffer struct {
	bytes.Buffer
	header http.Header
	status int
}

func (b *buffer) Header() http.Header    { return b.header }
func (b *buffer) WriteHeader(status int) { b.status = status }

// sizes reads the index when a scraper asks.
type sizes struct{ index Health }

var (
	documentsDesc = prometheus.NewDesc("vankien_documents", "Documents in the index.", nil, nil)
	bytesDesc     = prometheus.NewDesc("vankien_index_bytes", "Size of the index on disk.", nil, nil)

	cacheBytesDesc   = prometheus.NewDesc("vankien_cache_bytes", "Memory that holds whole answers, kept for equal requests, and labels of topics.", nil, nil)
	cacheLimitDesc   = prometheus.NewDesc("vankien_cache_limit_bytes", "Most of that memory that is used.", nil, nil)
	cacheEntriesDesc = prometheus.NewDesc("vankien_cache_entries", "Answers held there.", nil, nil)
	cacheHitsDesc    = prometheus.NewDesc("vankien_cache_hits_total", "Searches answered from there.", nil, nil)
	cacheMissesDesc  = prometheus.NewDesc("vankien_cache_misses_total", "Searches that were worked out.", nil, nil)
	cacheDroppedDesc = prometheus.NewDesc("vankien_cache_dropped_total", "Answers that had to go for others.", nil, nil)
)

// Describe implements prometheus.Collector.
func (c *sizes) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{documentsDesc, bytesDesc, cacheBytesDesc, cacheLimitDesc, cacheEntriesDesc,
		cacheHitsDesc, cacheMissesDesc, cacheDroppedDesc} {
		out <- d
	}
}

// Collect implements prometheus.Collector. A closed index has no sizes. Counts
// of the cache begin anew when the index opens its store anew.
func (c *sizes) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), DefaultTimeout)
	defer cancel()
	st, err := c.index.Stats(ctx)
	if err != nil {
		return
	}
	send := func(d *prometheus.Desc, kind prometheus.ValueType, n float64) {
		out <- prometheus.MustNewConstMetric(d, kind, n)
	}
	send(documentsDesc, prometheus.GaugeValue, float64(st.Documents))
	send(bytesDesc, prometheus.GaugeValue, float64(st.DiskBytes))
	held := c.index.Cache()
	send(cacheBytesDesc, prometheus.GaugeValue, float64(held.Bytes))
	send(cacheLimitDesc, prometheus.GaugeValue, float64(held.Limit))
	send(cacheEntriesDesc, prometheus.GaugeValue, float64(held.Entries))
	send(cacheHitsDesc, prometheus.CounterValue, float64(held.Hits))
	send(cacheMissesDesc, prometheus.CounterValue, float64(held.Misses))
	send(cacheDroppedDesc, prometheus.CounterValue, float64(held.Dropped))
}
