package web

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"vankien/internal/find"
)

// Cluster is the state of the cluster that a collection is on.
type Cluster struct {
	Colour     string `json:"colour"`     // green, yellow (copies are missing) or red (a part of the collection is); "" when the cluster does not answer
	Nodes      int    `json:"nodes"`      // that hold documents
	Unassigned int    `json:"unassigned"` // copies of parts of the collection that no node has
	Pending    int    `json:"pending"`    // changes that the cluster has not come to yet
	Bytes      int64  `json:"bytes"`      // on the disks of all nodes
	Version    string `json:"version"`
	Lexicon    int64  `json:"lexicon_bytes"` // memory of this process for what is known of words

	Requests []ClusterRequests `json:"-"`
	Repeats  uint64            `json:"-"` // requests that were sent again
}

// ClusterRequests counts requests to a cluster by what they were and how they ended.
type ClusterRequests struct {
	Kind, Outcome string
	N             uint64
}

// What the colour of a cluster is.
const (
	colourGreen  = "green"
	colourYellow = "yellow"
	colourRed    = "red"
)

// clusterTime bounds how long a cluster is asked how it is: who asks whether all is well
// wants to know it soon.
const clusterTime = 3 * time.Second

// cluster asks the cluster how it is. One that does not answer has no colour.
func (o *Options) cluster(ctx context.Context) Cluster {
	ctx, cancel := context.WithTimeout(ctx, clusterTime)
	defer cancel()
	c, err := o.Cluster(ctx)
	if err != nil {
		c.Colour = ""
	}
	return c
}

// clusterReady says why a cluster cannot answer requests; nil while it can, or where
// there is none.
func (s *Server) clusterReady(r *http.Request) error {
	if s.opt.Cluster == nil {
		return nil
	}
	switch c := s.opt.cluster(r.Context()); c.Colour {
	case "":
		return fail("index_unavailable", say("cluster.away")).with("Retry-After", "5")
	case colourRed:
		return fail("index_unavailable", say("cluster.red", c.Unassigned)).with("Retry-After", "5")
	}
	return nil
}

// facts say how a cluster is, for people.
func (c *Cluster) facts(lang find.Language) (list []string) {
	fact := func(m find.Message) { list = append(list, tables[lang].say(m)) }
	switch c.Colour {
	case "":
		fact(say("cluster.away"))
		return list
	case colourRed:
		fact(say("cluster.red", c.Unassigned))
	case colourYellow:
		fact(say("cluster.yellow", c.Unassigned))
	default:
		fact(say("cluster.green"))
	}
	fact(say("cluster.nodes", lang.Number(c.Nodes), c.Version, megabytes(lang, c.Bytes)))
	if c.Pending > 0 {
		fact(say("cluster.pending", lang.Number(c.Pending)))
	}
	return list
}

// clusterSizes asks the cluster when a scraper asks.
type clusterSizes struct{ opt *Options }

var (
	clusterStatusDesc     = prometheus.NewDesc("vankien_cluster_status", "1 for the state that the cluster is in: green, yellow, red or away.", []string{"status"}, nil)
	clusterNodesDesc      = prometheus.NewDesc("vankien_cluster_nodes", "Nodes of the cluster that hold documents.", nil, nil)
	clusterUnassignedDesc = prometheus.NewDesc("vankien_cluster_unassigned_shards", "Copies of parts of the collection that no node has.", nil, nil)
	clusterPendingDesc    = prometheus.NewDesc("vankien_cluster_pending_tasks", "Changes that the cluster has not come to yet.", nil, nil)
	clusterRequestsDesc   = prometheus.NewDesc("vankien_cluster_requests_total", "Requests to the cluster by kind and outcome.", []string{"kind", "outcome"}, nil)
	clusterRepeatsDesc    = prometheus.NewDesc("vankien_cluster_retries_total", "Requests to the cluster that were sent again.", nil, nil)
	lexiconBytesDesc      = prometheus.NewDesc("vankien_lexicon_bytes", "Memory for what is known of the words of the collection.", nil, nil)
)

// Describe implements prometheus.Collector.
func (c *clusterSizes) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{clusterStatusDesc, clusterNodesDesc, clusterUnassignedDesc, clusterPendingDesc, clusterRequestsDesc,
		clusterRepeatsDesc, lexiconBytesDesc} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (c *clusterSizes) Collect(out chan<- prometheus.Metric) {
	h := c.opt.cluster(context.Background())
	gauge := func(d *prometheus.Desc, n float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
	}
	for status, colour := range map[string]string{colourGreen: colourGreen, colourYellow: colourYellow, colourRed: colourRed, "away": ""} {
		is := 0.0
		if colour == h.Colour {
			is = 1
		}
		gauge(clusterStatusDesc, is, status)
	}
	if h.Colour != "" {
		gauge(clusterNodesDesc, float64(h.Nodes))
		gauge(clusterUnassignedDesc, float64(h.Unassigned))
		gauge(clusterPendingDesc, float64(h.Pending))
	}
	gauge(lexiconBytesDesc, float64(h.Lexicon))
	for _, r := range h.Requests {
		out <- prometheus.MustNewConstMetric(clusterRequestsDesc, prometheus.CounterValue, float64(r.N), r.Kind, r.Outcome)
	}
	out <- prometheus.MustNewConstMetric(clusterRepeatsDesc, prometheus.CounterValue, float64(h.Repeats))
}
