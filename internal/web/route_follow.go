package web

func (s *Server) followRoutes() []route { return nil }
