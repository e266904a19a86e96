package find

import (
	"context"

	"vankien/index"
)

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

// Topics lists every topic, labelled in a language.
func (s *Service) Topics(ctx context.Context, lang Language) (*TopicsView, error) {
	counts, err := s.topicCounts(ctx)
	if err != nil {
		return nil, err
	}
	view := TopicsView{Topics: []TopicView{}}
	for _, t := range s.catalogue().All() {
		view.Topics = append(view.Topics, TopicView{t.ID, t.Label(string(lang)), t.Labels, t.Broader, counts[t.ID]})
	}
	return &view, nil
}

// topicCounts returns how many documents have each topic, for every topic that
// a document has.
func (s *Service) topicCounts(ctx context.Context) (map[string]int, error) {
	res, err := s.engine.Search(ctx, index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic}, FacetValues: index.AllFacetValues})
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, v := range res.Facets[index.FieldTopic].Values {
		counts[v.Value] = v.Count
	}
	return counts, nil
}
