package find

import "vankien/internal/duplicate"

// generation is what answers depend on besides documents, and its number.
type generation struct {
	cat *catalogue
	rel *duplicate.Relations
	n   uint64
}

// Generation is a number of what answers depend on besides documents: the topics, and
// which documents say the same. As long as they stay, so does it; after a change it is
// one that never was.
func (s *Service) Generation() uint64 {
	next := &generation{cat: s.catalogue()}
	if s.relations != nil {
		next.rel = s.relations.Relations()
	}
	for {
		g := s.generation.Load()
		if g != nil {
			if g.cat == next.cat && g.rel == next.rel {
				return g.n
			}
			next.n = g.n + 1
		}
		if s.generation.CompareAndSwap(g, next) {
			return next.n
		}
	}
}
