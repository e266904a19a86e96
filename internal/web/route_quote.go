package web

// quoteRoutes are those of quotations that are checked.
func (s *Server) quoteRoutes() []route {
	return []route{
		{path: "/quote", face: page("quote"), get: s.gated(s.quotePage), params: quoteParams},
		{path: "/api/v1/quotes/check", face: inJSON, post: s.asking(s.checkQuote)},
	}
}
