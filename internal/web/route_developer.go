package web

func (s *Server) developerRoutes() []route {
	return []route{
		{path: "/embed", face: page("embed"), get: s.embedPage, params: homeParams},
	}
}
