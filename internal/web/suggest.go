package web

import "net/http"

// suggestJSON answers what a query that is being typed may become.
func (s *Server) suggestJSON(r *http.Request) (any, error) {
	return s.find.Complete(r.Context(), r.URL.Query())
}
