package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestCluster: whether requests are welcome, what is measured, and what holders of a
// key see, by how the cluster is.
func TestCluster(t *testing.T) {
	for _, c := range []struct {
		is           Cluster
		err          error
		ready        int
		vietnamese   string
		english      string
		metric, none string
	}{
		{Cluster{Colour: "green", Nodes: 3, Version: "3.8.0"}, nil, 200, "Cụm máy: tốt", "Cluster: well", `vankien_cluster_nodes 3`, ""},
		{Cluster{Colour: "yellow", Nodes: 2, Unassigned: 4}, nil, 200, "thiếu 4 bản sao", "4 copies are missing", `vankien_cluster_unassigned_shards 4`, ""},
		{Cluster{Colour: "red", Nodes: 1, Unassigned: 2}, nil, 503, "không còn trên máy nào đang chạy (thiếu 2 bản)", "on no node that runs (2 copies", `vankien_cluster_status{status="red"} 1`, ""},
		{Cluster{Lexicon: 7}, context.DeadlineExceeded, 503, "không trả lời", "does not answer", `vankien_cluster_status{status="away"} 1`, "vankien_cluster_nodes "},
	} {
		c.is.Requests, c.is.Repeats = []ClusterRequests{{"search", "refused", 5}}, 6
		s := filesServer(t, 0)
		opt := s.opt
		opt.Cluster = func(context.Context) (Cluster, error) { return c.is, c.err }
		s = New(opt)
		w := get(s, "/readyz")
		if w.Code != c.ready || c.ready == 503 && (w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), c.english)) {
			t.Errorf("%s: readyz %d %s", c.is.Colour, w.Code, w.Body)
		}
		seen := get(s, "/metrics").Body.String()
		for _, want := range []string{c.metric, `vankien_cluster_requests_total{kind="search",outcome="refused"} 5`, "vankien_cluster_retries_total 6"} {
			if !strings.Contains(seen, want+"\n") {
				t.Errorf("%s: %s is not measured", c.is.Colour, want)
			}
		}
		if c.none != "" && strings.Contains(seen, "\n"+c.none) {
			t.Errorf("%s: there is %s", c.is.Colour, c.none)
		}
		v := decode[FilesList](t, send(s, "GET", filesPath, "", authorized("")...).Body)
		if v.Cluster == nil || v.Cluster.Colour != c.is.Colour || v.Cluster.Unassigned != c.is.Unassigned {
			t.Errorf("%+v", v.Cluster)
		}
		for path, want := range map[string]string{"/files": c.vietnamese, "/files?lang=en": c.english} {
			if p := askFiles(t, s, path, http.StatusOK, "key", key); !strings.Contains(p.one(t, "main").text(), want) {
				t.Errorf("%s: %s is not said", path, want)
			}
		}
	}
}

// TestClusterLiveness: a process whose cluster is away for long is not to be started
// anew, which would not bring the cluster back.
func TestClusterLiveness(t *testing.T) {
	s := newServer(t, Options{Cluster: func(context.Context) (Cluster, error) { return Cluster{}, context.DeadlineExceeded }})
	s.opt.Index = ailing{s.opt.Index, time.Unix(0, 0)}
	for path, want := range map[string]int{"/livez": http.StatusOK, "/readyz": http.StatusServiceUnavailable} {
		if w := get(s, path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// TestClusterAway: a request that the cluster does not answer says when to come back,
// as a page and in JSON.
func TestClusterAway(t *testing.T) {
	s := newServer(t, Options{Keys: keys})
	if err := s.opt.Index.(interface{ Close() error }).Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/search?q=a", "/search?q=a", "/d/a"} {
		if w := get(s, path); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
}
