package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"vankien/internal/find"
)

// handler decides what to answer and never writes. The view is what the
// route's face can show, perhaps inside a reply.
type handler func(*http.Request) (view any, err error)

// route is one path with everything that differs between paths.
type route struct {
	path    string // as gorilla/mux reads it
	face    face
	get     handler
	put     handler
	post    handler
	patch   handler
	delete  handler
	params  []string // names the address may carry
	reading []string // names that that of a GET may carry, too
	reason  bool     // that of a PATCH may carry "why", too
	steady  bool     // a GET is read off the collection alone: it has a tag
	anyway  bool     // a probe: takes any parameter and is not rate limited
}

// routes are all paths: those of the site and the interface, and of each part of them.
func (s *Server) routes() []route {
	return slices.Concat(s.siteRoutes(), s.resultRoutes(), s.readingRoutes(), s.citationRoutes(), s.citeRoutes(), s.kwicRoutes(), s.trendRoutes(),
		s.quoteRoutes(), s.takeRoutes(), s.followRoutes(), s.developerRoutes(), s.houseRoutes())
}

func (s *Server) siteRoutes() []route {
	return []route{
		{path: "/", face: page("home"), get: s.gated(s.home), params: homeParams},
		{path: "/search", steady: true, face: page("search"), get: s.gated(s.searchPage), params: pageParams},
		{path: "/d/{id}", steady: true, face: page("document"), get: s.gated(s.documentPage), params: documentParams},
		{path: "/d/{id}/edit", face: page("edit"), get: s.gated(s.editPage), post: s.editDocument, params: homeParams},
		{path: "/upload", face: page("upload"), get: s.uploadPage, post: s.uploadFiles, params: homeParams},
		{path: "/files", face: page("files"), get: s.filesPage, post: s.filesList, params: filesPageParams},
		{path: "/review", face: page("review"), get: s.gated(s.reviewPage), params: homeParams},
		{path: "/d/{id}/original", face: page("error"), get: s.original},
		{path: "/analyze", face: page("analyze"), get: s.analyzePage, params: analyzePageParams},
		{path: "/api", face: page("api"), get: s.apiPage, params: homeParams},
		{path: "/api/openapi.json", face: inJSON, get: s.openAPI},
		{path: "/api/v1/search", steady: true, face: inJSON, get: s.gated(s.searchJSON), post: s.asking(s.searchPosted), params: find.SearchParams()},
		{path: "/api/v1/suggest", steady: true, face: inJSON, get: s.gated(s.suggestJSON), params: find.CompleteParams()},
		{path: "/api/v1/topics", steady: true, face: inJSON, get: s.gated(s.topicsJSON)},
		{path: "/api/v1/analyze", face: inJSON, get: s.analyzeJSON, params: find.AnalyzeParams()},
		{path: "/api/v1/documents", face: inJSON, post: s.keyed(s.postDocuments)},
		{path: "/api/v1/documents/{id}/duplicates", steady: true, face: inJSON, get: s.gated(s.getDuplicates)},
		{path: "/api/v1/documents/{id}", face: inJSON, get: s.gated(s.getDocument), reading: find.DocumentParams(), put: s.keyed(s.putDocument),
			patch: s.keyed(s.patchDocument), reason: true, delete: s.keyed(s.deleteDocument)},
		{path: "/api/v1/documents/{id}/original", face: inJSON, get: s.original},
		{path: "/api/v1/admin/backup", face: inJSON, post: s.keyed(s.makeBackup)},
		{path: "/api/v1/admin/files", face: inJSON, get: s.keyed(s.filesJSON), params: filesParams},
		{path: "/static/{name}", face: inText, get: s.static, anyway: true},
		{path: "/livez", face: inText, get: s.live, anyway: true},
		{path: "/readyz", face: inText, get: s.ready, anyway: true},
		{path: "/metrics", face: inText, get: s.metrics.show, anyway: true},
	}
}

// router takes paths as they were sent: an escaped slash is part of an id, and
// nothing is cleaned, so that no path means another one.
func (s *Server) router(routes []route) http.Handler {
	m := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, rt := range routes {
		m.Handle(rt.path, s.serve(rt))
		if rt.path != "/" {
			m.Handle(rt.path+"/", s.serve(route{path: rt.path, face: rt.face, get: withoutSlash, put: withoutSlash,
				post: withoutSlash, patch: withoutSlash, delete: withoutSlash, anyway: true}))
		}
	}
	m.NotFoundHandler = s.notFound()
	return m
}

// notFound answers in the manner of the paths around the one that is missing.
func (s *Server) notFound() http.Handler {
	missing := func(r *http.Request) (any, error) { return nil, fail("not_found", say("err.path", r.URL.Path)) }
	at := func(f face) http.Handler {
		return s.serve(route{path: "none", face: f, get: missing, put: missing, post: missing, patch: missing, delete: missing,
			anyway: true})
	}
	site, api := at(page("error")), at(inJSON)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			api.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	})
}

// withoutSlash leads from an address with a trailing slash to the one meant.
func withoutSlash(r *http.Request) (any, error) {
	to := strings.TrimRight(r.URL.EscapedPath(), "/")
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return redirect(http.StatusPermanentRedirect, to), nil
}

// method returns the handler for an HTTP method; HEAD is a GET whose body is
// not sent.
func (rt *route) method(name string) handler {
	switch name {
	case http.MethodGet, http.MethodHead:
		return rt.get
	case http.MethodPut:
		return rt.put
	case http.MethodPost:
		return rt.post
	case http.MethodPatch:
		return rt.patch
	case http.MethodDelete:
		return rt.delete
	}
	return nil
}

// known are the names that the address of a request may carry.
func (rt *route) known(method string) []string {
	switch {
	case rt.reason && method == http.MethodPatch:
		return append(slices.Clone(rt.params), "why")
	case method == http.MethodGet || method == http.MethodHead:
		return slices.Concat(rt.params, rt.reading)
	}
	return rt.params
}

func (rt *route) allow() string {
	all := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	return strings.Join(slices.DeleteFunc(all, func(m string) bool { return rt.method(m) == nil }), ", ")
}

// timeout is how long a request may take, by its method.
func (s *Server) timeout(method string) time.Duration {
	switch method {
	case http.MethodPut, http.MethodPost, http.MethodPatch, http.MethodDelete:
		return s.opt.WriteTimeout
	}
	return s.opt.Timeout
}

// unhurried returns a context for work that takes as long as it needs: it ends
// when the client has left. The connection is kept meanwhile. A handler asks for
// it once it knows who asks and has read the body: until then nobody may be slow.
func unhurried(r *http.Request) context.Context {
	t := traceOf(r.Context())
	t.unhurried = true
	t.conn.SetReadDeadline(time.Time{}) // at one, net/http takes the client to have left
	t.conn.SetWriteDeadline(time.Time{})
	return t.client
}

// serve makes a route an http.Handler.
func (s *Server) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t := traceOf(r.Context())
		t.route, t.client, t.conn = rt.path, r.Context(), http.NewResponseController(w)
		ctx, cancel := context.WithTimeout(r.Context(), s.timeout(r.Method))
		defer cancel()
		r = r.WithContext(ctx)
		pace(w, r)
		view, err := s.decide(&rt, r)
		if err != nil {
			s.drain(r)
		}
		s.write(w, r, rt.face, view, err)
	})
}

// decide checks what is common to all routes, then asks the route's handler.
// A panic in it becomes an error of this request alone.
func (s *Server) decide(rt *route, r *http.Request) (view any, err error) {
	defer func() {
		if v := recover(); v != nil {
			view, err = nil, s.panicked(r, v)
		}
	}()
	h := rt.method(r.Method)
	if h == nil {
		p := fail("method_not_allowed", say("err.method", r.Method, rt.allow()))
		return nil, p.with("Allow", rt.allow())
	}
	if rt.anyway {
		return h(r)
	}
	if err := s.admit(r); err != nil {
		return nil, err
	}
	v, bad := url.ParseQuery(r.URL.RawQuery)
	if bad != nil {
		return nil, fail("invalid_parameter", say("err.address"))
	}
	if err := find.CheckParams(v, rt.known(r.Method)); err != nil {
		return nil, err
	}
	if rt.steady {
		return s.steadily(r, h)
	}
	return h(r)
}

// id returns the document id that the path names. What cannot be unescaped
// names no document.
func id(r *http.Request) string {
	id, err := url.PathUnescape(mux.Vars(r)["id"])
	if err != nil {
		return ""
	}
	return id
}
