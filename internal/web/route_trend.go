package web

func (s *Server) trendRoutes() []route { return nil }
