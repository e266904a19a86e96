package web

import (
	"net/http"
	"strings"
)

// embedPage is a search box for pages of other sites, and nothing around it. Results
// open in the site itself.
type embedPage struct{ frame }

func (s *Server) embedPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	if len(s.opt.Embed) == 0 {
		return nil, fail("not_found", say("err.path", r.URL.Path))
	}
	p := &embedPage{newFrame("embed", lang, "/embed", st)}
	p.Private = true
	policy := strings.Replace(headers["Content-Security-Policy"], "frame-ancestors 'none'", "frame-ancestors "+strings.Join(s.opt.Embed, " "), 1)
	return reply{status: http.StatusOK, header: http.Header{"Content-Security-Policy": {policy}}, view: p}, nil
}
