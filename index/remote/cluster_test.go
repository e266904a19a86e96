package remote_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// cluster is nodes of a test's own, which it may kill.
type cluster struct {
	t         testing.TB
	dir       string
	addresses []string // of node 1, 2, …
}

const script = "../../.ci/opensearch"

// newCluster starts n nodes, which are gone after the test. They take some minutes,
// so the test is skipped unless VANKIEN_OPENSEARCH_NODES asks for them.
func newCluster(t testing.TB, n int) *cluster {
	t.Helper()
	if os.Getenv("VANKIEN_OPENSEARCH_NODES") == "" {
		t.Skip("VANKIEN_OPENSEARCH_NODES=1 asks for tests that start nodes and kill them")
	}
	dir, err := os.MkdirTemp("", "nodes") // nobody, who runs them, may not go into that of t
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t: t, dir: dir}
	t.Cleanup(func() {
		c.run("wipe")
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	c.addresses = strings.Split(c.run("start", "--fast", "--heap", "400", "--nodes", fmt.Sprint(n)), ",")
	return c
}

// run runs a verb of the script and returns what it prints.
func (c *cluster) run(verb string, args ...string) string {
	c.t.Helper()
	cmd := exec.Command(script, append([]string{verb, "--dir", c.dir}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("%s %s: %v", verb, args, err)
	}
	return strings.TrimSpace(string(out))
}

// numbered are nodes as the script has them.
func numbered(nodes ...int) (list []string) {
	for _, k := range nodes {
		list = append(list, fmt.Sprint(k))
	}
	return list
}

func (c *cluster) kill(nodes ...int)   { c.t.Helper(); c.run("kill", numbered(nodes...)...) }
func (c *cluster) again(nodes ...int)  { c.t.Helper(); c.run("again", numbered(nodes...)...) }
func (c *cluster) pause(nodes ...int)  { c.t.Helper(); c.run("pause", numbered(nodes...)...) }
func (c *cluster) resume(nodes ...int) { c.t.Helper(); c.run("resume", numbered(nodes...)...) }

// patience is how long a test waits for what must come about.
const patience = 5 * time.Minute

// green waits until every shard has all its copies, and tells how long that took.
func (c *cluster) green() time.Duration {
	c.t.Helper()
	began := time.Now()
	for i := 0; time.Since(began) < patience; i++ {
		var health struct{ Status string }
		at := c.addresses[i%len(c.addresses)]
		err := tryAsking(http.MethodGet, at+fmt.Sprintf("/_cluster/health?wait_for_nodes=%d&wait_for_status=green&timeout=10s", len(c.addresses)), &health)
		if err == nil && health.Status == "green" {
			return time.Since(began)
		}
	}
	var shards []map[string]string
	ask(c.t, http.MethodGet, c.addresses[0]+"/_cat/shards?format=json&h=index,shard,prirep,state,node,unassigned.reason,unassigned.details", &shards)
	c.t.Fatalf("the cluster is not green after %v: %v", patience, shards)
	return 0
}

// copies returns the nodes that have a copy of shard k of a collection.
func (c *cluster) copies(name string, k int) (nodes []int) {
	c.t.Helper()
	var list []struct{ Shard, Node string }
	ask(c.t, http.MethodGet, c.addresses[0]+"/_cat/shards/"+name+"?format=json", &list)
	for _, s := range list {
		var n int
		if _, err := fmt.Sscanf(s.Node, "node%d", &n); err == nil && s.Shard == fmt.Sprint(k) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
