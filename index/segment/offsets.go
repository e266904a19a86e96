package segment

import "math"

// offsets are where things begin that lie one behind the other, and the end; in
// the file numbers of four bytes where those suffice, else of eight.
type offsets struct {
	narrow []uint32
	wide   []uint64
}

// of returns where thing i begins and ends.
func (o *offsets) of(i uint32) (from, to uint64) {
	if o.wide != nil {
		return o.wide[i], o.wide[i+1]
	}
	return uint64(o.narrow[i]), uint64(o.narrow[i+1])
}

// offsetsOf reads the offsets of n things.
func offsetsOf(s *Segment, id sectionID, n int) (o offsets) {
	if len(s.sections.bytes(id)) == 8*(n+1) {
		o.wide = array[uint64](s, id, n+1)
	} else {
		o.narrow = array[uint32](s, id, n+1)
	}
	return o
}

// writeOffsets writes a section of offsets.
func writeOffsets(f *fileWriter, id sectionID, values []uint64) {
	if values[len(values)-1] > math.MaxUint32 {
		whole(f, id, values)
		return
	}
	narrow := make([]uint32, len(values))
	for i, v := range values {
		narrow[i] = uint32(v)
	}
	whole(f, id, narrow)
}
