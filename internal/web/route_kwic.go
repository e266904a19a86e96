package web

import "vankien/internal/find"

// kwicRoutes are those of the concordance.
func (s *Server) kwicRoutes() []route {
	return []route{
		{path: "/kwic", steady: true, face: page("kwic"), get: s.gated(s.kwicPage), params: kwicParams},
		{path: "/api/v1/kwic", steady: true, face: inJSON, get: s.gated(s.kwicJSON), params: find.KWICParams()},
	}
}
