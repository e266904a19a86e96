package main

import (
	"net/http"
	"os/exec"
	"testing"
)

// A server that starts while its cluster is away says so to all who ask.
func TestServeWhileTheClusterIsAway(t *testing.T) {
	c := exec.Command("vankien", "serve", "--opensearch", "http://127.0.0.1:1", "--addr", "127.0.0.1:0")
	addr := started(t, c)
	for path, want := range map[string]int{"/livez": http.StatusOK, "/readyz": http.StatusServiceUnavailable, "/api/v1/search?q=a": http.StatusServiceUnavailable} {
		res, err := http.Get("http://" + addr + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want || want != http.StatusOK && res.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %s, Retry-After %q", path, res.Status, res.Header.Get("Retry-After"))
		}
	}
}
