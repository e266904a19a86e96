package exec

import (
	"github.com/RoaringBitmap/roaring/v2"

	"vankien/index/rank"
	"vankien/index/segment"
)

// Layout names what has a role of its own.
type Layout struct {
	From, To string // columns of numbers: first and last day of a document, as in Days
	Titles   string // order of the titles; its keys tell any two documents apart
	Times    string // order of times, whose keys do so, too; those of documents without one begin with NoTime
}

// Source is a segment with what was deleted of it since it was written.
type Source struct {
	Name    string // of its file; "" in memory
	Segment *segment.Segment
	Deleted *roaring.Bitmap // nil: nothing
}

// Snapshot is one state of the index with its statistics: documents that are
// not deleted, and the average length of those. It is valid as long as the bytes
// of its segments, and safe for concurrent use.
type Snapshot struct {
	scoring rank.Scoring
	views   []*view
	chunks  []chunk
	docs    int
	length  uint64
	k0, k1  float64 // BM25's length term is k0 + k1 * length
}

// view is a segment within one snapshot.
type view struct {
	*segment.Segment
	name       string
	live       bitset // nil when no document is deleted
	deleted    uint64
	alive      int
	length     uint64 // sum of the lengths of live documents
	from, to   []int32
	titles     *segment.Order
	times      *segment.Order
	timed      uint32  // documents with a time, deleted ones too: they are the first in that order
	looseBound float64 // by which bounds are multiplied for the average of the snapshot
}

// chunk is a chunk of a segment within one snapshot: a search goes from one to
// the next, with sets that hold a bit for each of its documents.
type chunk struct {
	*view
	segment int    // number of the segment
	number  int    // of the chunk there
	base    uint32 // document of the segment that is the first here
	n       int    // documents
	words   int    // length of a bitset
	live    bitset // nil when no document is deleted
}

// NewSnapshot reads the statistics of some segments. What it worked out for
// segments that stand in before, which may be nil, is taken from there.
func NewSnapshot(layout *Layout, scoring rank.Scoring, sources []Source, before *Snapshot) (*Snapshot, error) {
	s := &Snapshot{scoring: scoring}
	for _, x := range sources {
		v := &view{Segment: x.Segment, name: x.Name}
		if err := v.guard(func() error { v.open(layout, x.Deleted, before); return nil }); err != nil {
			return nil, err
		}
		s.views = append(s.views, v)
		s.docs += v.alive
		s.length += v.length
	}
	s.k0, s.k1 = scoring.Length(s.docs, s.length)
	for i, v := range s.views {
		v.looseBound = max(1, s.average()/v.Reference())
		s.addChunks(i, v)
	}
	return s, nil
}

func (s *Snapshot) addChunks(number int, v *view) {
	for c := range v.Chunks() {
		base := c * segment.ChunkSize
		n := min(segment.ChunkSize, v.Documents()-base)
		x := chunk{view: v, segment: number, number: c, base: uint32(base), n: n, words: wordsFor(n)}
		if v.live != nil {
			x.live = v.live[base/64:][:x.words]
		}
		s.chunks = append(s.chunks, x)
	}
}

// guard runs f, which reads the segment and nothing else.
func (v *view) guard(f func() error) error { return Guard(v.name, f) }

func (v *view) open(layout *Layout, deleted *roaring.Bitmap, before *Snapshot) {
	if i := number(v.Layout().Numbers, layout.From); i >= 0 {
		v.from = v.Numbers(i)
	}
	if i := number(v.Layout().Numbers, layout.To); i >= 0 {
		v.to = v.Numbers(i)
	}
	if i := number(v.Layout().Orders, layout.Titles); i >= 0 {
		v.titles = v.Order(i)
	}
	if i := number(v.Layout().Orders, layout.Times); i >= 0 {
		v.times = v.Order(i)
		v.timed = v.place(NoTime)
	}
	if deleted != nil {
		v.deleted = deleted.GetCardinality()
	}
	if same := before.view(v); same != nil {
		v.live, v.alive, v.length = same.live, same.alive, same.length
		return
	}
	v.setLive(deleted)
}

func number(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

// view returns the segment of an earlier snapshot that has the same live
// documents, or nil. A segment only ever loses documents, so their number says
// which they are.
func (s *Snapshot) view(v *view) *view {
	if s == nil {
		return nil
	}
	for _, x := range s.views {
		if x.Segment == v.Segment && x.deleted == v.deleted {
			return x
		}
	}
	return nil
}

// setLive works out which documents are not deleted, and their total length.
func (v *view) setLive(deleted *roaring.Bitmap) {
	n := v.Documents()
	v.alive, v.length = n-int(v.deleted), v.Length()
	if v.deleted == 0 {
		return
	}
	v.live = make(bitset, wordsFor(n))
	v.live.fill(n)
	lengths := v.Lengths()
	for it := deleted.Iterator(); it.HasNext(); {
		d := it.Next()
		v.live[d>>6] &^= 1 << (d & 63)
		v.length -= uint64(lengths[d])
	}
}

// Documents is the number of documents.
func (s *Snapshot) Documents() int { return s.docs }

// average is the mean length of a document, at least 1.
func (s *Snapshot) average() float64 { return rank.Average(s.docs, s.length) }

func (s *Snapshot) idf(n int) float64 { return rank.IDF(s.docs, n) }

// lengths are those of the documents of the chunk.
func (c *chunk) lengths() []uint32 { return c.Lengths()[c.base:][:c.n] }
