package web

import "vankien/internal/find"

func (s *Server) resultRoutes() []route {
	return []route{
		{path: facetPath, steady: true, face: page("facet"), get: s.gated(s.facetPage), params: facetParams},
		{path: "/api/v1/search/facet", steady: true, face: inJSON, get: s.gated(s.facetJSON), params: find.FacetParams()},
		{path: "/api/v1/search/groups", steady: true, face: inJSON, get: s.gated(s.groupsJSON), params: find.GroupParams()},
	}
}
