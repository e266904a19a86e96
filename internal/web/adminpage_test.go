package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vankien/index"
)

const statePath = "/api/v1/admin/state"

// houseAnswers asks for the state in every way.
func houseAnswers(t *testing.T, c *contract) {
	s := filesServer(t, 2)
	s.slow.least = 0
	s.opt.Backups = func() ([]index.BackupEntry, error) {
		return []index.BackupEntry{{Name: "daily.tar.zst", Made: time.Unix(0, 0).UTC(), Bytes: 5}}, nil
	}
	get(s, "/search?q=a")
	c.call(t, s, 200, "GET", statePath, "", authorized("")...)
	c.call(t, s, 400, "GET", statePath+"?x=1", "", authorized("")...)
	c.call(t, s, 401, "GET", statePath, "")
	c.call(t, s, 403, "GET", statePath, "", "Authorization", "Bearer x")
	limited := newServer(t, Options{Keys: keys, Rate: 1e-9, Burst: 1})
	get(limited, "/search")
	c.call(t, limited, 429, "GET", statePath, "", authorized("")...)
	closed := newServer(t, Options{Keys: keys})
	closed.opt.Index.(io.Closer).Close()
	if v := decode[AdminState](t, c.call(t, closed, 200, "GET", statePath, "", authorized("")...).Body); v.Problem == "" || v.Collection != nil {
		t.Errorf("state of a closed collection: %+v", v)
	}
}

func TestAdminPage(t *testing.T) {
	made := 0
	s := filesServer(t, 0)
	s.opt.Version = "1.2.3"
	s.opt.Backup = func(context.Context, string) (index.Backup, error) {
		made++
		return index.Backup{Moment: "20250101T000000Z", Files: 3, Bytes: 5e6, Copied: 1e6}, nil
	}
	ask := func(status int, form url.Values) node {
		t.Helper()
		return parsePage(t, send(s, "POST", "/admin?lang=en", form.Encode(), "Content-Type", appForm), status)
	}
	if got := parsePage(t, get(s, "/admin"), 200); len(got.all("dl")) > 0 || len(got.all("form", ".keyed")) != 1 {
		t.Error("the page tells those without a key something")
	}
	p := ask(200, url.Values{"key": {key}})
	if got := p.link(t, "1 file"); got != "/files?lang=en&result=failed" {
		t.Errorf("the files that failed are at %s", got)
	}
	for _, want := range []string{"1.2.3", "Failed", "hỏng.md", "no limit"} {
		if got := p.one(t, "main").text(); !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	if made > 0 {
		t.Error("looking makes a backup")
	}
	if got := ask(200, url.Values{"key": {key}, "action": {"backup"}}).one(t, "p", ".notice").text(); made != 1 || !strings.Contains(got, "20250101T000000Z, 3 files, 5 MB") {
		t.Errorf("%d backups: %s", made, got)
	}
	if ask(403, url.Values{"key": {"x"}, "action": {"backup"}}); made != 1 {
		t.Error("a wrong key makes a backup")
	}
	ask(400, url.Values{"key": {key}, "x": {"y"}})
	if w := get(newServer(t, Options{}), "/admin"); w.Code != http.StatusNotFound {
		t.Errorf("without keys: %d", w.Code)
	}
}

// TestSlowLogKeepsNoAddresses unless it is told to.
func TestSlowLogKeepsNoAddresses(t *testing.T) {
	for _, kept := range []bool{false, true} {
		s := newServer(t, Options{Keys: keys, SlowLog: kept})
		get(s, "/search?q=quick")
		s.slow.least = 0
		for range slowKept {
			get(s, "/search?q=secret")
		}
		get(s, "/search?q=last")
		send(s, "POST", "/api/v1/documents", "[]", authorized(appJSON)...)
		body := send(s, "GET", statePath, "", authorized("")...).Body.String()
		v := decode[AdminState](t, strings.NewReader(body))
		if len(v.Slow.Requests) != slowKept || v.Slow.Requests[0].Route != "/search" || v.Slow.Addresses != kept {
			t.Errorf("%d requests, first %+v", len(v.Slow.Requests), v.Slow.Requests[0])
		}
		if strings.Contains(body, "secret") != kept || kept != (v.Slow.Requests[0].Address == "/search?q=last") || strings.Contains(body, "quick") {
			t.Errorf("kept %v: %s", kept, body)
		}
	}
}
