package web

import (
	"encoding/json"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
)

// TestExamplesOfCallsRun runs what the page of the interface says can be run.
func TestExamplesOfCallsRun(t *testing.T) {
	site := httptest.NewServer(newServer(t, Options{}))
	defer site.Close()
	s := newServer(t, Options{})
	s.site.BaseURL = site.URL
	p := parsePage(t, get(s, "/api"), 200)
	for class, run := range map[string][]string{"curl": {"sh", "-c"}, "python": {"python3", "-c"}} {
		tool := map[string]string{"curl": "curl", "python": "python3"}[class]
		if _, err := exec.LookPath(tool); err != nil {
			t.Logf("no %s is installed", tool)
			continue
		}
		all := p.all("pre", "."+class)
		if len(all) < 2 {
			t.Errorf("%d examples for %s", len(all), class)
		}
		for _, pre := range all {
			code := pre.one(t, "code").FirstChild.Data
			out, err := exec.CommandContext(t.Context(), run[0], run[1], code).CombinedOutput()
			if first, _, _ := strings.Cut(string(out), "\n"); err != nil || strings.Contains(code, "/api/v1/search") && !json.Valid([]byte(first)) {
				t.Errorf("%s\n%v: %s", code, err, out)
			}
		}
	}
}

func TestCallsAreQuoted(t *testing.T) {
	o := &operation{Method: "GET", Path: "/x", Parameters: []specParameter{{Name: "q", Example: `it's "a"`}, {Name: "b"}}}
	c := newCalls("http://h", o)
	if want := "curl -fsSG 'http://h/x' \\\n  --data-urlencode 'q=it'\\''s \"a\"'"; c.Curl != want {
		t.Errorf("got %s, want %s", c.Curl, want)
	}
	if !strings.Contains(c.Python, `urlencode({"q": "it's \"a\""})`) {
		t.Error(c.Python)
	}
	o.Parameters[1].Required = true
	if newCalls("http://h", o) != nil {
		t.Error("a call lacks what it needs")
	}
}
