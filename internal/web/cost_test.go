package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/find"
)

// fullRequest has everything a search can ask for; ten hits of bigServer answer it.
const fullRequest = "/api/v1/search?q=ch%C3%ADnh+quy%E1%BB%81n+%C4%91%C3%B4+th%E1%BB%8B&topic=do-thi&from=2019&to=2025&facets=topic,year&snippets=1&limit=10"

// bigServer returns a server over 200 documents of some 3 kB, with a log that
// is written and thrown away.
func bigServer(tb testing.TB) *Server {
	s := newServer(tb, Options{Logger: slog.New(slog.NewTextHandler(nowhere{}, nil))})
	var docs []index.Document
	for i := range 200 {
		d := collection[i%2]
		d.ID, d.Date = fmt.Sprintf("big-%03d", i), fmt.Sprintf("%d-01-02", 2015+i%11)
		d.Body = strings.Repeat("Hội nghị bàn nhiều việc khác nhau trong ngày. ", 20) + collection[0].Body + strings.Repeat(" Văn bản còn dài.", 60)
		docs = append(docs, d)
	}
	if err := s.opt.Index.(index.Engine).Put(context.Background(), docs...); err != nil {
		tb.Fatal(err)
	}
	return s
}

// nowhere is a writer and a response that keep nothing.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// done is an engine whose search is done already, so that what is measured is
// what stands above it.
type done struct {
	find.Engine
	result *index.Result
}

func (d done) Search(context.Context, index.Request) (*index.Result, error) { return d.result, nil }

// BenchmarkRequest answers a full request whose search is done already: what
// it costs is added to every search. Index is that search, for comparison; wire
// adds net/http and sixteen clients for each processor.
func BenchmarkRequest(b *testing.B) {
	s := bigServer(b)
	address, err := url.Parse(fullRequest)
	if err != nil {
		b.Fatal(err)
	}
	a, err := s.find.Read(address.Query(), find.Vietnamese)
	if err != nil {
		b.Fatal(err)
	}
	res, err := s.opt.Index.Search(b.Context(), a.Request)
	if err != nil || len(res.Hits) != 10 {
		b.Fatal(err, res)
	}
	h := New(Options{Index: s.opt.Index, Taxonomy: s.opt.Taxonomy, Logger: s.opt.Logger})
	h.find = find.New(done{s.opt.Index, res}, s.opt.Taxonomy)
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.opt.Index.Search(b.Context(), a.Request); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, accept := range []string{"identity", "gzip"} {
		b.Run(accept, func(b *testing.B) {
			r := httptest.NewRequest("GET", fullRequest, nil)
			r.Header.Set("Accept-Encoding", accept)
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(nowhere{http.Header{}}, r)
			}
		})
	}
	b.Run("unchanged", func(b *testing.B) {
		r := httptest.NewRequest("GET", fullRequest, nil)
		w := nowhere{http.Header{}}
		h.ServeHTTP(w, r)
		r.Header.Set("If-None-Match", w.Header().Get("ETag"))
		b.ReportAllocs()
		for b.Loop() {
			h.ServeHTTP(nowhere{http.Header{}}, r)
		}
	})
	b.Run("wire", func(b *testing.B) {
		server := httptest.NewServer(h)
		defer server.Close()
		client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}}
		b.SetParallelism(16)
		b.ReportAllocs()
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				w, err := client.Get(server.URL + fullRequest)
				if err != nil {
					b.Error(err)
					return
				}
				io.Copy(io.Discard, w.Body)
				w.Body.Close()
			}
		})
	})
}
