package web

func (s *Server) kwicRoutes() []route { return nil }
