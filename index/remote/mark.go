package remote

import (
	"encoding/json"
	"fmt"

	"vankien/index"
	"vankien/index/answer"
)

// markOf returns the place of a hit in the order of a search, as the cluster says it.
func (s *search) markOf(h *hit) (*answer.Mark, error) {
	m := &answer.Mark{ID: h.id}
	var to any
	switch by := sorts[s.Sort]; {
	case s.scored:
		to = &m.Score
	case by == nil:
		return m, nil
	case s.Sort == index.ByTitle:
		to = &m.Key // "" without a title
	default:
		to = &m.Number // of a document without a date what puts it last
	}
	if err := json.Unmarshal(h.sort[0], to); err != nil {
		return nil, fmt.Errorf("read the place of %q: %w", h.id, err)
	}
	return m, nil
}

// behind is the place that hits come after, as the cluster takes it.
func (s *search) behind() []any {
	m := s.After
	switch by := sorts[s.Sort]; {
	case s.scored:
		return []any{m.Score, m.ID}
	case by == nil:
		return []any{m.ID}
	case s.Sort != index.ByTitle:
		return []any{m.Number, m.ID}
	case m.Key == "":
		return []any{nil, m.ID}
	}
	return []any{m.Key, m.ID}
}
