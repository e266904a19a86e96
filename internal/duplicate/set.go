package duplicate

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
)

// A Set keeps signatures and what was measured of pairs. Which pairs are to be
// measured is worked out from all signatures each time, which costs sorting and
// no reading; only pairs that were never measured have their texts read. So a set
// to which documents came one by one has the same pairs as one that was made at
// once, and a change costs what it changes and some sorting.
//
// Of equal texts one stands for all. Buckets of more than maxBucket texts are
// skipped: they come from what a whole series of texts opens with, and make
// quadratic work.
const (
	maxBucket = 60
	maxRaw    = 256 // pairs in buckets for each text, on average; buckets beyond are skipped, so that memory is bounded
)

// Set holds the signatures of a collection. The zero value is an empty one. It
// takes some 350 bytes a document, and 16 for each pair that was measured. It is
// for one goroutine at a time.
type Set struct {
	docs  []entry // by slot
	free  []uint32
	at    map[string]uint32
	pairs []pair          // ascending
	stale map[uint32]bool // slots whose pairs must be measured again
}

// entry is a document; its id is empty in a free slot.
type entry struct {
	id  string
	sum uint64
	Signature
}

// pair is what was measured of the texts in two slots, the first one lower.
type pair struct {
	a, b                 uint32
	jaccard, containment float32
}

func (p pair) key() uint64 { return uint64(p.a)<<32 | uint64(p.b) }

// Sum returns a number for all that Sign looks at: texts with equal ones have
// equal signatures.
func (t Text) Sum() uint64 {
	h := sha256.New()
	var n [8]byte
	for _, s := range []string{t.Title, t.Body, t.Number, t.Date} {
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// Len is the number of documents.
func (s *Set) Len() int { return len(s.at) }

// Has reports whether the set has the signature of a document with that sum.
func (s *Set) Has(id string, sum uint64) bool {
	i, ok := s.at[id]
	return ok && s.docs[i].sum == sum
}

// All yields the ids of all documents, in no order.
func (s *Set) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for id := range s.at {
			if !yield(id) {
				return
			}
		}
	}
}

// Put adds the signature of a document, or replaces it.
func (s *Set) Put(id string, sum uint64, g Signature) {
	i, ok := s.at[id]
	switch n := len(s.free); {
	case ok && s.docs[i].Same != g.Same, !ok && n > 0:
		if !ok {
			i, s.free = s.free[n-1], s.free[:n-1]
		}
		s.touch(i)
	case !ok:
		i, s.docs = uint32(len(s.docs)), append(s.docs, entry{})
	}
	if s.at == nil {
		s.at = map[string]uint32{}
	}
	s.at[id], s.docs[i] = i, entry{id, sum, g}
}

// Delete removes a document.
func (s *Set) Delete(id string) {
	if i, ok := s.at[id]; ok {
		delete(s.at, id)
		s.docs[i] = entry{}
		s.free = append(s.free, i)
		s.touch(i)
	}
}

func (s *Set) touch(slot uint32) {
	if s.stale == nil {
		s.stale = map[uint32]bool{}
	}
	s.stale[slot] = true
}

// valid yields the pairs whose texts are as they were measured.
func (s *Set) valid() iter.Seq[pair] {
	return func(yield func(pair) bool) {
		for _, p := range s.pairs {
			if !s.stale[p.a] && !s.stale[p.b] && !yield(p) {
				return
			}
		}
	}
}

// Report tells what Relate did.
type Report struct {
	Texts    int // different ones
	Pairs    int // candidates
	Measured int // of those: their texts were read
	Skipped  int // buckets that were too full
	InThem   int // texts in those, each as often as it stands in one
}

// Relate measures the pairs of texts that may be alike and were not measured yet.
// body returns the text of a document, or false when it is no longer there. After
// an error the set is as it was.
func (s *Set) Relate(ctx context.Context, body func(id string) (text string, ok bool, err error)) (Report, error) {
	var r Report
	candidates := s.candidates(&r)
	known := 0
	m := measuring{set: s, body: body}
	list := make([]pair, 0, len(candidates))
	for _, c := range candidates {
		a, b := uint32(c>>32), uint32(c)
		for known < len(s.pairs) && s.pairs[known].key() < c {
			known++
		}
		if known < len(s.pairs) && s.pairs[known].key() == c && !s.stale[a] && !s.stale[b] {
			list = append(list, s.pairs[known])
			continue
		}
		if err := ctx.Err(); err != nil {
			return r, err
		}
		p, ok, err := m.measure(a, b)
		if err != nil {
			return r, err
		}
		if ok {
			list = append(list, p)
			r.Measured++
		}
	}
	r.Pairs, s.pairs, s.stale = len(list), list, nil
	return r, nil
}

// distinct returns the slots of different texts, of equal ones the lowest, in the
// order of their sums.
func (s *Set) distinct() []uint32 {
	slots := make([]uint32, 0, len(s.docs))
	for i := range s.docs {
		if s.docs[i].Words > 0 {
			slots = append(slots, uint32(i))
		}
	}
	slices.SortFunc(slots, func(a, b uint32) int {
		if c := slices.Compare(s.docs[a].Same[:], s.docs[b].Same[:]); c != 0 {
			return c
		}
		return int(a) - int(b)
	})
	return slices.CompactFunc(slots, func(a, b uint32) bool { return s.docs[a].Same == s.docs[b].Same })
}

// candidates returns the pairs of different texts that share a bucket, ascending.
func (s *Set) candidates(r *Report) []uint64 {
	slots := s.distinct()
	r.Texts = len(slots)
	var found []uint64
	room := make([]uint64, 0, len(slots))
	raw, compacted := 0, 1<<16
	for band := range maxBands {
		bucket := room[:0]
		for _, i := range slots {
			if h, ok := s.docs[i].band(band); ok {
				bucket = append(bucket, uint64(h)<<32|uint64(i))
			}
		}
		slices.Sort(bucket)
		for len(bucket) > 0 {
			n := 1
			for n < len(bucket) && bucket[n]>>32 == bucket[0]>>32 {
				n++
			}
			if pairs := n * (n - 1) / 2; n > maxBucket || raw+pairs > maxRaw*len(slots) {
				r.Skipped, r.InThem = r.Skipped+1, r.InThem+n
			} else {
				raw, found = raw+pairs, appendPairs(found, bucket[:n])
			}
			bucket = bucket[n:]
		}
		if len(found) > 2*compacted {
			found = sorted(found)
			compacted = max(compacted, len(found))
		}
	}
	return sorted(found)
}

// band returns the hash of one of maxBands bands: the classic ones come first.
func (g *Signature) band(i int) (uint32, bool) {
	way, at := uint32(i/bandsOf), i%bandsOf
	if len(g.Bands) == maxBands {
		at = i
	}
	if at >= len(g.Bands) || g.Bands[at]&1 != way {
		return 0, false
	}
	return g.Bands[at], true
}

func appendPairs(list, bucket []uint64) []uint64 {
	for i, a := range bucket {
		for _, b := range bucket[i+1:] {
			list = append(list, a<<32|b&(1<<32-1))
		}
	}
	return list
}

func sorted(list []uint64) []uint64 {
	slices.Sort(list)
	return slices.Compact(list)
}

// measuring reads texts; shingles that were made lately are kept.
type measuring struct {
	set    *Set
	body   func(id string) (string, bool, error)
	signer Signer
	kept   map[uint32][]uint64
	held   int // shingles in kept
}

// maxKept bounds the shingles that are kept: 32 MB.
const maxKept = 4 << 20

func (m *measuring) measure(a, b uint32) (p pair, ok bool, err error) {
	x, ok, err := m.shingles(a)
	if !ok || err != nil {
		return p, ok, err
	}
	y, ok, err := m.shingles(b)
	if !ok || err != nil {
		return p, ok, err
	}
	j, c := Jaccard(x, y)
	return pair{a, b, float32(j), float32(c)}, true, nil
}

func (m *measuring) shingles(slot uint32) ([]uint64, bool, error) {
	if x, ok := m.kept[slot]; ok {
		return x, x != nil, nil
	}
	text, ok, err := m.body(m.set.docs[slot].id)
	if err != nil {
		return nil, false, err
	}
	var x []uint64
	if ok {
		x = append([]uint64{}, m.signer.Shingles(text)...)
	}
	if m.held+len(x) > maxKept || m.kept == nil {
		m.kept, m.held = map[uint32][]uint64{}, 0
	}
	m.kept[slot], m.held = x, m.held+len(x)
	return x, ok, nil
}
