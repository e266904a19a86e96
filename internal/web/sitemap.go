package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"golang.org/x/sync/semaphore"

	"vankien/index"
	"vankien/internal/find"
)

// A sitemap names every document, in parts of at most 50,000 as the protocol has it
// (sitemaps.org). It is made with one walk over the collection, kept compressed, some
// ten bytes for a document, and made again when the collection has changed and it is
// not quite new: crawlers come again anyway.

const (
	sitemapPart = 50_000 // documents
	sitemapAge  = 10 * time.Minute
	sitemapNS   = "http://www.sitemaps.org/schemas/sitemap/0.9"
)

// sitemap is made when it is asked for, by one request at a time; others wait for it as
// long as their clients do.
type sitemap struct {
	making *semaphore.Weighted // held by whoever looks at the rest
	state  string
	made   time.Time
	parts  []mapPart
}

// mapPart is lines of path and day, compressed.
type mapPart struct {
	lines   []byte
	changed string // the last day among them
}

// of returns the parts for the present state, or for one that was not long ago.
func (m *sitemap) of(ctx context.Context, s *Server) ([]mapPart, error) {
	if err := m.making.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer m.making.Release(1)
	state, err := s.opt.Index.State(ctx)
	if err != nil {
		return nil, err
	}
	if !m.made.IsZero() && (state == m.state || s.now().Sub(m.made) < sitemapAge) {
		return m.parts, nil
	}
	w := mapWriter{}
	if err := s.opt.Index.Walk(ctx, index.Request{Sort: index.FirstIndexed}, 0, func(d *index.Walked) error { return w.add(&d.Document) }); err != nil {
		return nil, err
	}
	if err := w.end(); err != nil {
		return nil, err
	}
	m.state, m.made, m.parts = state, s.now(), w.parts
	return m.parts, nil
}

// mapWriter makes parts.
type mapWriter struct {
	parts   []mapPart
	n       int // documents of the part under way
	changed string
	out     bytes.Buffer
	zip     *gzip.Writer
}

func (w *mapWriter) add(d *index.Document) error {
	if w.n == sitemapPart {
		if err := w.end(); err != nil {
			return err
		}
	}
	if w.n == 0 {
		w.zip = gzip.NewWriter(&w.out)
	}
	w.n++
	day := d.Date
	if d.Indexed != "" {
		day = d.Indexed[:len(time.DateOnly)]
	}
	w.changed = max(w.changed, day)
	_, err := io.WriteString(w.zip, find.DocumentPath(d.ID)+" "+day+"\n")
	return err
}

// end ends the part under way, if there is one.
func (w *mapWriter) end() error {
	if w.n == 0 {
		return nil
	}
	err := w.zip.Close()
	w.parts = append(w.parts, mapPart{bytes.Clone(w.out.Bytes()), w.changed})
	w.n, w.changed = 0, ""
	w.out.Reset()
	return err
}

// mapEntry is a document, or a part.
type mapEntry struct {
	Loc     string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

type mapIndex struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []mapEntry `xml:"sitemap"`
}

func (s *Server) sitemapIndex(r *http.Request) (any, error) {
	parts, err := s.mapParts(r)
	if err != nil {
		return nil, err
	}
	var out mapIndex
	for i, p := range parts {
		out.Parts = append(out.Parts, mapEntry{fmt.Sprintf("%s/sitemap/%d.xml", s.base(r), i+1), p.changed})
	}
	body, err := asXML(out)
	return raw{appXML, body}, err
}

const appXML = "application/xml; charset=utf-8"

// mapParts are those of the sitemap, which takes as long as it does where there are
// many documents.
func (s *Server) mapParts(r *http.Request) ([]mapPart, error) {
	if s.opt.NoCrawlers {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	return s.sitemap.of(unhurried(r), s)
}

func (s *Server) sitemapPart(r *http.Request) (any, error) {
	parts, err := s.mapParts(r)
	if err != nil {
		return nil, err
	}
	name, isXML := strings.CutSuffix(mux.Vars(r)["part"], ".xml")
	n, err := strconv.Atoi(name)
	if !isXML || err != nil || n < 1 || n > len(parts) {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	body, err := parts[n-1].xml(s.base(r))
	return raw{appXML, body}, err
}

// xml writes a part by hand, as there are many entries: days have nothing to escape, and
// of what XML does not take paths have two signs. The address before them may have any.
func (p *mapPart) xml(base string) ([]byte, error) {
	zip, err := gzip.NewReader(bytes.NewReader(p.lines))
	if err != nil {
		return nil, err
	}
	lines, err := io.ReadAll(zip)
	if err != nil {
		return nil, err
	}
	var at, b bytes.Buffer
	if err := xml.EscapeText(&at, []byte(base)); err != nil {
		return nil, err
	}
	b.WriteString(xml.Header + `<urlset xmlns="` + sitemapNS + `">` + "\n")
	for line := range strings.Lines(string(lines)) {
		path, day, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		b.WriteString("<url><loc>" + at.String() + strings.ReplaceAll(strings.ReplaceAll(path, "&", "&amp;"), "'", "&apos;") + "</loc>")
		if day != "" {
			b.WriteString("<lastmod>" + day + "</lastmod>")
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes(), nil
}
