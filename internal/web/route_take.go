package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"runtime"

	"vankien/internal/export"
	"vankien/internal/find"
)

func (s *Server) takeRoutes() []route {
	return []route{
		{path: "/export", face: page("error"), get: s.export, params: find.ExportParams()},
		{path: "/api/v1/export", face: inJSON, get: s.export, params: find.ExportParams()},
	}
}

// DefaultExports is how many exports may run at once unless a server says otherwise:
// half as many as there are processors. Each keeps one busy, and searches have the rest.
func DefaultExports() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// exportQueue is how many may wait for one to end, at most until their deadline.
const exportQueue = 16

// export answers a search as a file of all that it finds. Counting is a search like
// others. Writing has places of its own: it takes as long as it takes, and would
// else keep searches from theirs.
func (s *Server) export(r *http.Request) (any, error) {
	v := r.URL.Query()
	if lang := traceOf(r.Context()).lang; v.Get("lang") == "" && lang != "" {
		v.Set("lang", string(lang))
	}
	e, err := s.find.ReadExport(v)
	if err != nil {
		return nil, err
	}
	e.Site, e.Accessed = s.base(r), s.now()
	if err := s.exports.enter(r.Context()); err != nil {
		return nil, err
	}
	if _, err := s.gated(func(r *http.Request) (any, error) { return nil, e.Count(r.Context()) })(r); err != nil {
		s.exports.leave()
		return nil, err
	}
	return stream{contentType: e.Format.ContentType(), filename: e.Name(), packed: e.Format == export.XLSX || e.Format == export.DOCX,
		write: func(ctx context.Context, w io.Writer) error { return e.Write(ctx, w, nil) }, done: s.exports.leave}, nil
}

// exportMenu leads from a list of hits to files of all that it lists.
type exportMenu struct{ Links []link }

// newExportMenu offers the formats for a search. Lines with matches are for a query.
func newExportMenu(lang find.Language, st state, query bool) *exportMenu {
	m := &exportMenu{}
	v := url.Values(st.clone())
	if !st.has("duplicates") {
		v.Set("duplicates", "fold") // as the page does
	}
	for _, f := range export.Formats() {
		if query || !ofLines(f) {
			m.add(lang, v, f)
		}
	}
	return m
}

// newLineMenu offers the lines of a concordance, all of them, in the order of the
// documents.
func newLineMenu(lang find.Language, st state) *exportMenu {
	m := &exportMenu{}
	for _, f := range export.Formats() {
		if ofLines(f) {
			m.add(lang, url.Values(st.clone()), f)
		}
	}
	return m
}

func ofLines(f export.Format) bool { return f == export.KWIC || f == export.TSV }

func (m *exportMenu) add(lang find.Language, v url.Values, f export.Format) {
	v.Set("format", string(f))
	m.Links = append(m.Links, link{Label: tables[lang].say(say("take." + string(f))), Href: find.Address("/export", v, find.ExportParams())})
}
