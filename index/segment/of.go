package segment

import scorchapi "github.com/blevesearch/scorch_segment_api/v2"

// Of returns the segment behind one of Scorch's, whatever embeds it; not ok: it
// is of another format.
func Of(s scorchapi.Segment) (of *Segment, ok bool) {
	x, ok := s.(interface{ segment() *Segment })
	if !ok {
		return nil, false
	}
	return x.segment(), true
}
