package exec

import "math"

// Mark is a place in an order of hits: that of a document, which need not be there
// any more.
type Mark struct {
	Score float64 // by score; else 0
	Day   int32   // by day: the first one, or as numbers say that there is none
	Key   string  // of the titles or times by those, else the id
}

// MarkOf returns the place of a hit in an order.
func (s *Snapshot) MarkOf(h Hit, sort Sort) (m Mark, err error) {
	v := s.views[h.Segment]
	err = v.guard(func() error {
		order := v.Order(-1)
		switch sort {
		case ByScore:
			m.Score = h.Score
		case Newest, Oldest:
			m.Day = v.from[h.Local]
		case ByTitle:
			order = v.titles
		case Latest, Earliest:
			order = v.times
		}
		m.Key = string(order.Key(nil, h.Local))
		return nil
	})
	return m, err
}

// behind works out which places of a segment follow t.after: those from t.from on,
// of an equal score.
func (t *top) behind(segment int) {
	v := t.snap.views[segment]
	order := v.Order(-1)
	switch t.sort {
	case ByTitle:
		order = v.titles
	case Latest:
		t.from = v.behindLatest(t.after.Key)
		return
	case Earliest:
		order = v.times
	}
	rank, found := order.Find(t.after.Key)
	if found {
		rank++
	}
	t.from = uint64(rank)
	switch t.sort {
	case Newest:
		t.from |= uint64(newest(t.after.Day)) << 32
	case Oldest:
		t.from |= uint64(ascending(t.after.Day)) << 32
	}
}

// follows reports whether an item of the segment at hand comes after t.after.
func (t *top) follows(score float64, place uint64) bool {
	return t.after == nil || score < t.after.Score || score == t.after.Score && place >= t.from
}

// newest maps first days to numbers that put the last one first, and what has no day
// behind all.
func newest(day int32) uint32 {
	if day == noDays.From {
		day = math.MinInt32
	}
	return ^ascending(day)
}
