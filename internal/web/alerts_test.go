package web

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vankien/internal/alert"
	"vankien/internal/ingest"
)

func alertsFor(hosts ...string) *alert.Alerts {
	records := ingest.NewMemoryRecords()
	return alert.New(func() (alert.Store, error) { return records, nil }, alert.Options{Hosts: hosts, Version: "test"})
}

// alertAnswers makes, lists and deletes alerts in every way.
func alertAnswers(t *testing.T, c *contract) {
	s, off := newServer(t, Options{Keys: keys, Alerts: alertsFor()}), newServer(t, Options{Keys: keys})
	const path = "/api/v1/alerts"
	auth := authorized(appJSON)
	made := decode[alertView](t, c.call(t, s, 201, "POST", path, `{"name":"Đất","search":"q=%C4%91%E1%BA%A5t","url":"https://example.org/hook"}`, auth...).Body)
	if w := c.call(t, s, 200, "GET", path, "", auth...); strings.Contains(w.Body.String(), made.Secret) || made.Secret == "" || !strings.Contains(w.Body.String(), made.ID) {
		t.Error(w.Body)
	}
	feed := strings.TrimPrefix(made.Feed, "http://example.com")
	if w := c.call(t, s, 200, "GET", feed, ""); strings.Count(w.Body.String(), "<entry>") != 2 {
		t.Error(w.Body)
	}
	c.call(t, s, 404, "GET", "/alerts/x.atom", "")
	for _, body := range []string{`{`, `{"search":"sort=title"}`, `{"search":"q=%zz"}`, `{"search":"","url":"http://example.org/"}`, `{"search":"","url":"https://10.0.0.1/"}`,
		`{"search":"","name":"` + strings.Repeat("x", 201) + `"}`, `{"search":"","other":1}`} {
		c.call(t, s, 400, "POST", path, body, auth...)
	}
	c.call(t, s, 415, "POST", path, `x`, authorized("text/csv")...)
	for _, at := range [][2]string{{"GET", path}, {"POST", path}, {"POST", path + "/x"}, {"DELETE", path + "/x"}} {
		c.call(t, s, 401, at[0], at[1], "", "Content-Type", appJSON)
		c.call(t, s, 403, at[0], at[1], "", "Content-Type", appJSON, "Authorization", "Bearer x")
		c.call(t, off, 404, at[0], at[1], `{"search":""}`, auth...)
	}
	c.call(t, s, 204, "POST", path+"/"+made.ID, "", auth...)
	c.call(t, s, 204, "DELETE", path+"/"+made.ID, "", auth...)
	c.call(t, s, 404, "DELETE", path+"/"+made.ID, "", auth...)
}

// TestAlertsTellOfWhatIsNew has a receiver told of a document that was added.
func TestAlertsTellOfWhatIsNew(t *testing.T) {
	t.Parallel()
	bodies := make(chan string)
	ctx, stop := context.WithCancel(t.Context())
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		select {
		case bodies <- string(body):
		case <-ctx.Done():
		}
	}))
	defer receiver.Close()
	s := newServer(t, Options{Keys: keys, Alerts: alertsFor("127.0.0.1")})
	ended := make(chan struct{})
	defer func() { stop(); <-ended }()
	in, _ := json.Marshal(newAlert{Search: "q=đô+thị&kind=report", URL: receiver.URL})
	if w := send(s, "POST", "/api/v1/alerts", string(in), authorized(appJSON)...); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	for _, d := range []string{`{"id":"x","title":"Đô thị","kind":"speech"}`, `{"id":"y","title":"Đô thị mới","kind":"report"}`} {
		if w := send(s, "POST", "/api/v1/documents", d, authorized(appNDJSON)...); w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
	}
	go func() { defer close(ended); s.Tell(ctx) }()
	got := decode[struct {
		Documents []struct{ ID string }
		More      bool
	}](t, strings.NewReader(<-bodies))
	if len(got.Documents) != 1 || got.Documents[0].ID != "y" || got.More {
		t.Errorf("%+v", got)
	}
}
