package web

func (s *Server) developerRoutes() []route { return nil }
