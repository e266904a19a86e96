package web

func (s *Server) readingRoutes() []route { return nil }
