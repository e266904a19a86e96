package web

func (s *Server) citationRoutes() []route { return nil }
