package web

func (s *Server) houseRoutes() []route {
	return []route{
		{path: "/help", face: page("help"), get: s.gated(s.helpPage), params: homeParams},
	}
}
