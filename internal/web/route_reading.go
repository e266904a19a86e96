package web

// readingRoutes are those of what stands beside a document.
func (s *Server) readingRoutes() []route {
	return []route{
		{path: "/d/{id}/diff/{other}", steady: true, face: page("diff"), get: s.gated(s.diffPage), params: diffParams},
		{path: "/compare", face: page("compare"), get: s.gated(s.comparePage), params: comparePageParams},
		{path: "/api/v1/compare", steady: true, face: inJSON, get: s.gated(s.compareJSON), params: compareParams},
		{path: "/api/v1/documents/{id}/versions", steady: true, face: inJSON, get: s.gated(s.getVersions)},
		{path: "/api/v1/documents/{id}/similar", steady: true, face: inJSON, get: s.gated(s.getSimilar)},
	}
}

var diffParams = []string{"portion", "lang"}
