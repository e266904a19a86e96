package topics

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/internal/viet"
)

// MaxTags is the largest number of topics Tag gives to one text.
const MaxTags = 3

// The constants of the formula in the package comment.
const (
	titleBonus     = 1.5
	abstractFactor = 2
	halfBase       = 0.6
	halfWords      = 1000 // words of text that raise half by 1
	shareOfBest    = 0.55
)

// window bounds the memory of Tag, in bytes of text looked at together. A cue
// that lies across its border is missed, which can happen once in a window.
const window = 64 << 10

// Tagged is a topic of a text, and why.
type Tagged struct {
	ID    string
	Score float64
	Cues  []Evidence // most telling first
}

// Evidence is a cue that was read.
type Evidence struct {
	Phrase string // as the taxonomy has it
	Count  int    // in title, abstract and body together
}

// scratch is what one call of Tag needs and the next can use again.
type scratch struct {
	toks   []viet.Token
	counts []count   // by cue number
	scores []float64 // by topic
	words  int
	used   int // most tokens held at once
}

// count is how often a cue was read.
type count struct{ title, abstract, body int }

func (c count) total() int { return c.title + c.abstract + c.body }

// strength is what a cue of weight 1 adds to a score: from 0 to 1, and
// titleBonus more when it stands in the title.
func (c count) strength(half float64) float64 {
	n := float64(c.title + abstractFactor*c.abstract + c.body)
	v := n / (n + half)
	if c.title > 0 {
		v += titleBonus
	}
	return v
}

// Tag returns the topics of a text by the rules of the package comment, best
// first; equal scores are in file order. The parts may be empty, and need not
// be composed or valid UTF-8. Time is linear in the length of the text.
func (t *Taxonomy) Tag(title, abstract, body string) []Tagged {
	if t == nil || len(t.cues) == 0 {
		return nil
	}
	s := t.get()
	defer t.put(s)
	t.read(s, title, func(c *count) { c.title++ })
	t.read(s, abstract, func(c *count) { c.abstract++ })
	t.read(s, body, func(c *count) { c.body++ })
	return t.choose(s)
}

func (t *Taxonomy) get() *scratch {
	s, ok := t.scratch.Get().(*scratch)
	if !ok {
		return &scratch{counts: make([]count, len(t.cues)), scores: make([]float64, len(t.topics))}
	}
	clear(s.counts)
	s.words, s.used = 0, 0
	return s
}

// put gives s back without the text that its tokens may keep alive.
func (t *Taxonomy) put(s *scratch) {
	clear(s.toks[:s.used])
	t.scratch.Put(s)
}

// read counts the cues of text, window by window.
func (t *Taxonomy) read(s *scratch, text string, hit func(*count)) {
	found := func(node int32) {
		for _, cue := range t.phrases.ends[node] {
			hit(&s.counts[cue])
		}
	}
	for len(text) > 0 {
		n := cut(text)
		s.toks = viet.Words(s.toks[:0], viet.Compose(text[:n]))
		s.words += len(s.toks)
		s.used = max(s.used, len(s.toks))
		t.phrases.each(s.toks, found)
		text = text[n:]
	}
}

// cut returns the length of the first window of text: up to the last line end
// that fits, else the last space, else the last whole character.
func cut(text string) int {
	if len(text) <= window {
		return len(text)
	}
	for _, sep := range []byte{'\n', ' '} {
		if i := strings.LastIndexByte(text[:window], sep); i >= 0 {
			return i + 1
		}
	}
	n := window
	for n > window-utf8.UTFMax && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// choose turns the counts into the answer of Tag.
func (t *Taxonomy) choose(s *scratch) []Tagged {
	half := halfBase + float64(s.words)/halfWords
	clear(s.scores)
	for i, ref := range t.cues {
		if c := s.counts[i]; c.total() > 0 {
			s.scores[ref.topic] += t.weight(ref) * c.strength(half)
		}
	}
	least := slices.Max(s.scores) * shareOfBest
	var out []Tagged
	for i, score := range s.scores {
		if score >= t.topics[i].Minimum && score >= least {
			out = append(out, Tagged{ID: t.topics[i].ID, Score: score, Cues: t.evidence(s, i, half)})
		}
	}
	slices.SortStableFunc(out, func(a, b Tagged) int { return cmp.Compare(b.Score, a.Score) })
	return slices.Clip(out[:min(len(out), MaxTags)])
}

// evidence returns the cues of one topic that were read, those first that
// added most to its score.
func (t *Taxonomy) evidence(s *scratch, topic int, half float64) []Evidence {
	var seen []int
	for i, ref := range t.cues {
		if ref.topic == topic && s.counts[i].total() > 0 {
			seen = append(seen, i)
		}
	}
	gain := func(i int) float64 { return t.weight(t.cues[i]) * s.counts[i].strength(half) }
	slices.SortStableFunc(seen, func(a, b int) int { return cmp.Compare(gain(b), gain(a)) })
	out := make([]Evidence, len(seen))
	for i, cue := range seen {
		ref := t.cues[cue]
		out[i] = Evidence{t.topics[ref.topic].Cues[ref.cue].Phrase, s.counts[cue].total()}
	}
	return out
}

func (t *Taxonomy) weight(ref cueRef) float64 { return t.topics[ref.topic].Cues[ref.cue].Weight }
