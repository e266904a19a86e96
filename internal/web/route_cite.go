package web

func (s *Server) citeRoutes() []route { return nil }
