package legacy

// vote gathers what the lines in question decide.
type vote struct {
	*counter
	words [readings]int // of the lines that decided for it
	most  reading       // so far

	asked       bool
	bytes       bool    // some line is not UTF-8
	all         tallies // of the lines counted in all readings
	size, chars int     // of those, bytes and characters
	sure        int     // characters of lines beyond question
}

// clearly is the share with which a reading that has most votes is taken
// without asking the others: they could not beat it.
const clearly = 1 - margin/2

func (v *vote) ask(l *line) {
	if !l.open() {
		if l.only > 0 {
			v.sure += l.chars
		}
		return
	}
	v.asked = true
	v.bytes = v.bytes || l.bytes
	if v.size > maxLine && v.most != asItStands {
		var only wanted
		only[v.most] = true
		t := v.count(*l, only)
		if r, ok := decide(&t, l.chars); ok && t[r].share() >= clearly {
			v.words[r] += t[r].words
			return
		}
	}
	t := v.count(*l, every)
	v.all.add(&t)
	v.size, v.chars = v.size+len(l.shown), v.chars+l.chars
	if r, ok := decide(&t, l.chars); ok {
		v.words[r] += t[r].words
		if v.words[r] > v.words[v.most] {
			v.most = r
		}
	}
}

// result returns the readings that were decided for, and the one with most
// words. If no line decided, all of them may together.
func (v *vote) result() (deciders wanted, most reading) {
	if v.most == asItStands && v.chars > v.sure {
		together := v.all
		if v.bytes {
			together[asMisread], together[asVIQR] = tally{}, tally{}
		}
		if r, ok := decide(&together, v.chars); ok {
			v.words[r], v.most = 1, r
		}
	}
	for r, n := range v.words {
		deciders[r] = n > 0
		if n > v.words[v.most] {
			v.most = reading(r)
		}
	}
	return deciders, v.most
}

// decide returns the reading that the tallies of so many characters prove.
func decide(t *tallies, chars int) (reading, bool) {
	best := asItStands
	for r := asTCVN3; r < readings; r++ {
		if t[r].share() > t[best].share() {
			best = r
		}
	}
	b := t[best]
	beats := b.share()-t[asItStands].share() >= margin || best == asVIQR && float64(b.marked) >= viqrMarked*float64(b.words)
	return best, beats && chars >= minChars && b.share() >= minShare && b.marked >= minMarked
}
