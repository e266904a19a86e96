package web

import (
	"net/http"

	"vankien/internal/find"
)

func (s *Server) trendRoutes() []route {
	return []route{
		{path: trendPath, steady: true, face: page("trends"), get: s.gated(s.trendPage), params: trendParams},
		{path: keynessPath, steady: true, face: page("keyness"), get: s.gated(s.keynessPage), params: keynessParams},
		{path: "/api/v1/keyness", steady: true, face: inJSON, get: s.gated(s.keynessJSON), params: find.KeynessParams()},
		{path: "/api/v1/histogram", steady: true, face: inJSON, get: s.gated(s.histogramJSON), params: find.HistogramParams()},
	}
}

// histogramJSON counts over time.
func (s *Server) histogramJSON(r *http.Request) (any, error) {
	h, err := s.find.ReadHistogram(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find.Histogram(r.Context(), h)
}

// keynessJSON tells the words that mark one time against another.
func (s *Server) keynessJSON(r *http.Request) (any, error) {
	k, err := s.find.ReadKeyness(r.URL.Query(), find.Vietnamese)
	if err != nil {
		return nil, err
	}
	return s.find.Keyness(r.Context(), k)
}
