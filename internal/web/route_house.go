package web

func (s *Server) houseRoutes() []route { return nil }
