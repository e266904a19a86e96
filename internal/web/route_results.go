package web

import "vankien/internal/find"

func (s *Server) resultRoutes() []route {
	return []route{
		{path: facetPath, face: page("facet"), get: s.gated(s.facetPage), params: facetParams},
		{path: "/api/v1/search/facet", face: inJSON, get: s.gated(s.facetJSON), params: find.FacetParams()},
		{path: "/api/v1/search/groups", face: inJSON, get: s.gated(s.groupsJSON), params: find.GroupParams()},
	}
}
