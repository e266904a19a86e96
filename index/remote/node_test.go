package remote_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"vankien/index"
	"vankien/index/remote"
)

// addresses are those of the cluster that tests ask. Without one they are skipped.
func addresses(t testing.TB) []string {
	t.Helper()
	list := os.Getenv("VANKIEN_OPENSEARCH")
	if list == "" {
		t.Skip("VANKIEN_OPENSEARCH names no cluster: .ci/opensearch start starts one")
	}
	return strings.Split(list, ",")
}

// engine is an Index that the laws can close and open again.
type engine struct {
	index.Engine
	opt remote.Options
}

func (e *engine) Reopen(t testing.TB) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e.Engine = opened(t, e.opt)
}

// Piecemeal says that a bulk is no transaction.
func (e *engine) Piecemeal() bool { return true }

// empty opens a new collection, which is deleted after the test. It is as small and
// as quickly visible as a test wants it, but for what opt says.
func empty(t testing.TB, opt remote.Options) *engine {
	t.Helper()
	if opt.Addresses == nil {
		opt.Addresses = addresses(t)
	}
	opt.Name, opt.Create, opt.Shards = "test-"+strings.ToLower(rand.Text()), true, max(1, opt.Shards)
	if opt.Refresh == 0 {
		opt.Refresh = 50 * time.Millisecond
	}
	t.Cleanup(func() { drop(t, opt) })
	return &engine{opened(t, opt), opt}
}

func opened(t testing.TB, opt remote.Options) index.Engine {
	t.Helper()
	x, err := remote.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// drop deletes a collection and all that belongs to it.
func drop(t testing.TB, opt remote.Options) {
	t.Helper()
	var list []struct{ Index string }
	at := strings.TrimSuffix(opt.Addresses[0], "/")
	ask(t, http.MethodGet, at+"/_cat/indices/"+opt.Name+"*?format=json&expand_wildcards=all", &list)
	for _, i := range list {
		ask(t, http.MethodDelete, at+"/"+i.Index, nil)
	}
}

// ask asks a node directly and decodes its answer into out unless that is nil.
func ask(t testing.TB, method, url string, out any) {
	t.Helper()
	if err := tryAsking(method, url, out); err != nil {
		t.Error(err)
	}
}

func tryAsking(method, url string, out any) error {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 30 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s", method, url, raw)
	}
	if err != nil || out == nil {
		return err
	}
	return json.Unmarshal(raw, out)
}
