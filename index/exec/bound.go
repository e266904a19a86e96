package exec

import "math"

// A word adds at most weight * bound to a score, where the bound of a document,
// or of a block of them, is the greatest tf / (tf + K). K falls as the average
// length rises, and every write moves the average a little, so bounds are made
// for an average somewhat greater than the present one, and made anew when it
// has come to differ by more. They are kept as bytes, in steps of 1/255 of the
// greatest bound, rounded up.

const (
	averageRoom  = 1.05 // bounds hold up to this multiple of the average they were made at
	averageSlack = 0.90 // below this part of it they are too loose to be of use
	boundSteps   = 255
)

// lengthTerm is the K of BM25: plain + slope * length / average.
type lengthTerm struct {
	plain, slope float64
	lengths      []uint32 // nil: K is plain
}

// bounded returns the posting with bounds that hold at an average length, and
// whether they were made anew.
func (p *posting) bounded(average float64, k lengthTerm) (*posting, bool) {
	if p.avg >= average && p.avg*averageSlack <= average {
		return p, false
	}
	q := *p
	q.avg = average * averageRoom
	q.setBounds(k)
	return &q, true
}

func (p *posting) setBounds(k lengthTerm) {
	impacts := make([]float32, p.n)
	docs := p.docs
	if p.bits != nil {
		docs = make([]uint32, 0, p.n)
		p.bits.each(func(d uint32) bool { docs = append(docs, d); return true })
		p.bounds = make([]uint8, (len(p.bits)+blockWords-1)/blockWords)
	}
	greatest := float32(0)
	for i, d := range docs {
		tf, v := float64(p.at(i)), k.plain
		if k.lengths != nil {
			v += k.slope / p.avg * float64(k.lengths[d])
		}
		impacts[i] = float32(tf / (tf + v))
		greatest = max(greatest, impacts[i])
	}
	p.step = float64(math.Nextafter32(greatest, 2)) / boundSteps
	p.impact = make([]uint8, p.n)
	for i, d := range docs {
		b := uint8(min(boundSteps, math.Ceil(float64(impacts[i])*(1+1e-6)/p.step)))
		p.impact[i] = b
		if p.bounds != nil {
			p.bounds[d>>blockBits] = max(p.bounds[d>>blockBits], b)
		}
	}
}

// bound returns the bound of a block, or with -1 that of the whole segment.
func (p *posting) bound(block int) float64 {
	if p.bounds != nil && block >= 0 {
		return p.step * float64(p.bounds[block])
	}
	return p.step * boundSteps
}
