package web

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
)

func init() {
	for _, kind := range []string{"application/atom+xml", "application/xml", "application/opensearchdescription+xml", "text/markdown"} {
		openapi3filter.RegisterBodyDecoder(kind, asText)
	}
	for _, kind := range []string{"application/feed+json", "application/x-suggestions+json"} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.JSONBodyDecoder)
	}
}

// followAnswers asks for all with which a collection is followed.
func followAnswers(t *testing.T, c *contract) {
	s := newServer(t, Options{Keys: keys})
	for _, path := range []string{"/search.atom?q=%C4%91%E1%BA%A5t&lang=en", "/search.json?kind=report", "/opensearch.xml", "/suggest.json?q=tr", "/robots.txt", "/llms.txt", "/sitemap.xml", "/sitemap/1.xml"} {
		c.call(t, s, 200, "GET", path, "")
	}
	c.call(t, s, 404, "GET", "/sitemap/9.xml", "")
	for _, path := range []string{"/search.atom?q=a", "/search.json?q=a"} {
		c.call(t, s, 304, "GET", path, "", "If-None-Match", get(s, path).Header().Get("Etag"))
		c.call(t, s, 400, "GET", path+"&match=x", "")
	}
	first := decode[changesView](t, c.call(t, s, 200, "GET", "/api/v1/changes?limit=1000", "").Body)
	if len(first.Changes) != len(collection) || first.Changes[0].Document == nil {
		t.Errorf("%d changes", len(first.Changes))
	}
	send(s, "PUT", "/api/v1/documents/b", `{"title":"x"}`, authorized(appJSON)...)
	send(s, "DELETE", "/api/v1/documents/a", "", authorized(appJSON)...)
	then := decode[changesView](t, c.call(t, s, 200, "GET", "/api/v1/changes?since="+first.Next, "").Body)
	if len(then.Changes) != 2 || then.Changes[0].ID != "b" || !then.Changes[1].Deleted {
		t.Errorf("%+v", then)
	}
	c.call(t, s, 400, "GET", "/api/v1/changes?since=x&limit=0", "")
	c.call(t, s, 400, "GET", "/api/v1/changes?since=x", "")
	c.call(t, s, 410, "GET", "/api/v1/changes?since=2020-01-01", "")
	c.call(t, s, 400, "GET", "/suggest.json?q=a&types=nope", "")
	late, limited := newServer(t, Options{Timeout: time.Nanosecond}), newServer(t, Options{Rate: 1e-9, Burst: 1})
	closed := newServer(t, Options{})
	closed.opt.Index.(io.Closer).Close()
	get(limited, "/api/v1/topics")
	for _, path := range strings.Fields("/search.atom /search.json /suggest.json?q=a /api/v1/changes") {
		c.call(t, late, 504, "GET", path, "")
		c.call(t, limited, 429, "GET", path, "")
		c.call(t, closed, 503, "GET", path, "")
	}
}
