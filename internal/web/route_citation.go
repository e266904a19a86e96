package web

import "vankien/internal/find"

// citationRoutes are those of who cites whom. A number has slashes of its own.
func (s *Server) citationRoutes() []route {
	return []route{
		{path: "/so/{number:.+}", steady: true, face: page("number"), get: s.gated(s.numberPage), params: homeParams},
		{path: "/api/v1/resolve", steady: true, face: inJSON, get: s.gated(s.resolveJSON), params: find.ResolveParams()},
		{path: "/api/v1/documents/{id}/cites", steady: true, face: inJSON, get: s.gated(s.citesJSON)},
		{path: "/api/v1/documents/{id}/cited-by", steady: true, face: inJSON, get: s.gated(s.citedByJSON), params: find.CitedByParams()},
	}
}
