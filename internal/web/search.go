package web

import (
	"net/http"

	"vankien/internal/find"
)

// searchJSON answers a search.
func (s *Server) searchJSON(r *http.Request) (any, error) {
	a, err := s.find.Read(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find.Find(r.Context(), a)
}
