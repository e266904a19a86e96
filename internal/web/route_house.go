package web

func (s *Server) houseRoutes() []route {
	return []route{
		{path: "/help", face: page("help"), get: s.gated(s.helpPage), params: homeParams},
		{path: "/admin", face: page("admin"), get: s.adminPage, post: s.adminAsked, params: homeParams},
		{path: "/api/v1/admin/state", face: inJSON, get: s.keyed(s.adminJSON)},
	}
}
