package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"vankien/index"
)

// getDocument answers the stored document.
func (s *Server) getDocument(r *http.Request) (any, error) {
	d, err := s.stored(r)
	if err != nil {
		return nil, err
	}
	return &d, nil
}

// stored returns the document whose id the path names.
func (s *Server) stored(r *http.Request) (index.Document, error) {
	d, err := s.opt.Index.Get(r.Context(), id(r))
	if errors.Is(err, index.ErrNotFound) {
		return d, fail("document_not_found", say("err.document", id(r)))
	}
	return d, err
}

// deleteDocument removes a document.
func (s *Server) deleteDocument(r *http.Request) (any, error) {
	gone, err := s.opt.Index.Delete(r.Context(), id(r))
	if err != nil {
		return nil, err
	}
	if len(gone) == 0 {
		return nil, fail("document_not_found", say("err.document", id(r)))
	}
	return reply{status: http.StatusNoContent}, nil
}

// putDocument stores one document under the id of the path and answers it as
// it is stored.
func (s *Server) putDocument(r *http.Request) (any, error) {
	body, err := s.body(r, appJSON)
	if err != nil {
		return nil, err
	}
	defer s.release()
	recs, err := oneRecord(body, id(r))
	if err != nil {
		return nil, err
	}
	done, err := s.store(r.Context(), recs)
	if err != nil {
		return nil, err
	}
	if done[0].Error != nil {
		return nil, done[0].Error
	}
	d, err := s.opt.Index.Get(r.Context(), id(r))
	if err != nil {
		return nil, err
	}
	out := reply{status: http.StatusOK, view: &d}
	if done[0].Status == statusCreated {
		out.status = http.StatusCreated
		out.header = http.Header{"Location": {"/api/v1/documents/" + url.PathEscape(d.ID)}}
	}
	return out, nil
}

// TopicsView is the answer of /api/v1/topics.
type TopicsView struct {
	Topics []TopicView `json:"topics"`
}

// TopicView is a topic of the taxonomy or of the collection, with the number of
// documents that have it.
type TopicView struct {
	ID      string            `json:"id"`
	Label   string            `json:"label"`
	Labels  map[string]string `json:"labels"`
	Broader string            `json:"broader,omitempty"`
	Count   int               `json:"count"`
}

func (s *Server) topicsJSON(r *http.Request) (any, error) {
	counts, err := s.topicCounts(r.Context())
	if err != nil {
		return nil, err
	}
	view := TopicsView{Topics: []TopicView{}}
	for _, t := range s.catalog().All() {
		view.Topics = append(view.Topics, TopicView{t.ID, t.Label(string(Vietnamese)), t.Labels, t.Broader, counts[t.ID]})
	}
	return &view, nil
}

// topicCounts returns how many documents have each topic, for every topic that
// a document has.
func (s *Server) topicCounts(ctx context.Context) (map[string]int, error) {
	res, err := s.opt.Index.Search(ctx, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic}, FacetValues: index.AllFacetValues})
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, v := range res.Facets[index.FieldTopic].Values {
		counts[v.Value] = v.Count
	}
	return counts, nil
}
