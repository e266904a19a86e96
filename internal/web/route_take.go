package web

func (s *Server) takeRoutes() []route { return nil }
