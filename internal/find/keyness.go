package find

import (
	"cmp"
	"context"
	"math"
	"net/url"
	"runtime"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/period"
)

// What marks the words of one time against those of another is told by their
// log-likelihood (Dunning 1993; Rayson and Garside 2000): how unlikely the two counts of
// a word would be if it were as frequent in both. With a and b of it among c and d words,
// and e = c(a+b)/(c+d), f = d(a+b)/(c+d) expected, it is 2(a ln(a/e) + b ln(b/f)). It
// grows with the size of a set, so the log ratio says besides how many times more
// frequent a word is there, as a power of two (Hardie 2014); half a word stands for none,
// or half of those expected where that is less.
//
// Words are syllables as everywhere, so the compounds that most Vietnamese words are
// are counted too: two neighbours within a sentence, neither of which only joins others.
//
// All texts of both sets are read once, by all processors; 30 MB of text take about a
// second of one, and each different pair of words some 30 bytes. There is no sample, so
// all counts are exact: a request that would take longer than it may is an error.

// Keyness is what a set of parameters asks for: the words of two times that differ most.
type Keyness struct {
	Search *Search
	A, B   KeySpan // B without a span is all that A is not
	Min    int     // how often a word must stand in the set that it marks
}

// KeySpan is days from From to To, both ISO dates of any precision; "" is an open end.
type KeySpan struct {
	Name, Label string // as it was asked for, and what it is called
	From, To    string
	Rest        bool
}

// KeynessView is the JSON of /api/v1/keyness.
type KeynessView struct {
	A       KeySet    `json:"a"`
	B       KeySet    `json:"b"`
	Neither int       `json:"neither"` // documents of what was searched that are in no set
	More    []KeyWord `json:"more"`    // that mark a against b, best first
	Less    []KeyWord `json:"less"`    // that mark b against a
}

// KeySet is one of the sets.
type KeySet struct {
	Name      string `json:"name"`
	From      string `json:"from"`
	To        string `json:"to"`
	Documents int    `json:"documents"`
	Words     int    `json:"words"`
}

// KeyWord is a word, or two that stand together, with how often each set has it.
type KeyWord struct {
	Text          string  `json:"text"`
	Kind          string  `json:"kind"` // word or pair
	A             int     `json:"a"`
	B             int     `json:"b"`
	LogLikelihood float64 `json:"log_likelihood"`
	LogRatio      float64 `json:"log_ratio"` // of a to b; negative where b has more
}

// Bounds of a keyness: words listed of each side, and the least count of one.
const (
	KeyWords   = 50
	DefaultMin = 5
)

// KeynessParams returns what the address of a keyness may carry.
func KeynessParams() []string {
	return slices.Concat([]string{"a", "b", "min", "q"}, FilterParams(), []string{"from", "to", "accents", "match"})
}

// ReadKeyness reads the parameters of a keyness; the error is a *Refused.
func (s *Service) ReadKeyness(raw url.Values, lang Language) (*Keyness, error) {
	v := &Params{Values: raw}
	k := &Keyness{Min: v.Number("min", DefaultMin, 1, 1_000_000)}
	k.A, k.B = v.span("a", s.Periods(), lang), v.span("b", s.Periods(), lang)
	if !v.has("a") {
		v.Refuse("invalid_parameter", "a", Say("err.noset", "a"))
	}
	if k.B.Rest = !v.has("b"); !k.B.Rest && v.Err() == nil && k.A.meets(&k.B) {
		v.Refuse("invalid_parameter", "b", Say("err.sets", k.A.Name, k.B.Name))
	}
	if err := v.Err(); err != nil {
		return nil, err
	}
	var err error
	k.Search, err = s.Read(raw, lang)
	return k, err
}

// span reads the id of a period, a date, or FROM..TO.
func (v *Params) span(name string, sets []period.Set, lang Language) (s KeySpan) {
	s.Name = strings.TrimSpace(v.Get(name))
	s.Label = s.Name
	for i := range sets {
		for k := range sets[i].Periods {
			if p := &sets[i].Periods[k]; p.ID == s.Name {
				return KeySpan{Name: s.Name, Label: p.Label(string(lang)), From: p.From, To: p.To}
			}
		}
	}
	from, to, several := strings.Cut(s.Name, "..")
	if !several {
		to = from
	}
	day := func(text string) string {
		if text = strings.TrimSpace(text); text == "" {
			return ""
		}
		iso, why := isoDate(text)
		if why != "" {
			v.Refuse("invalid_parameter", name, Say("err.set", parameter(name), s.Name))
		}
		return iso
	}
	if s.From = day(from); from != to || several {
		s.To = day(to)
	} else {
		s.To = s.From
	}
	if s.From != "" && s.To != "" && firstDay(s.From) > lastDay(s.To) {
		v.Refuse("invalid_date", name, Say("err.set", parameter(name), s.Name))
	}
	return s
}

func (s *KeySpan) first() string {
	if s.From == "" {
		return ""
	}
	return firstDay(s.From)
}

func (s *KeySpan) last() string {
	if s.To == "" {
		return "9999-12-31"
	}
	return lastDay(s.To)
}

// meets reports whether two spans have a day in common.
func (s *KeySpan) meets(o *KeySpan) bool { return s.first() <= o.last() && o.first() <= s.last() }

// has reports whether a date lies in the span as a whole.
func (s *KeySpan) has(date string) bool {
	return date != "" && s.first() <= firstDay(date) && lastDay(date) <= s.last()
}

// Keyness reads all documents of both sets. It returns the error of ctx when its deadline
// passes.
func (s *Service) Keyness(ctx context.Context, k *Keyness) (*KeynessView, error) {
	req := k.Search.Request
	req.Sort, req.Suggest = index.FirstIndexed, false // about as they are stored, so that they are read one after the other
	v := &KeynessView{A: KeySet{Name: k.A.Name, From: k.A.From, To: k.A.To}, B: KeySet{Name: k.B.Name, From: k.B.From, To: k.B.To}}
	c := newWordCounts(runtime.GOMAXPROCS(0))
	err := s.engine.Walk(ctx, req, index.WantBody, func(w *index.Walked) error {
		set, at := &v.A, 0
		if !k.A.has(w.Document.Date) {
			if set, at = &v.B, 1; !k.B.Rest && !k.B.has(w.Document.Date) {
				v.Neither++
				return nil
			}
		}
		set.Documents++
		c.add(at, w.Document.Title, w.Document.Abstract, w.Document.Body)
		return ctx.Err()
	})
	c.done()
	if err != nil {
		return nil, err
	}
	v.A.Words, v.B.Words = c.totals[0][0], c.totals[0][1]
	v.More, v.Less = c.marking(k.Min)
	return v, nil
}

// marking returns what marks each set against the other.
func (c *wordCounts) marking(least int) (more, less []KeyWord) {
	var sides [2]keyRanking
	keep := func(text func() string, kind string, n, total [2]int) {
		if max(n[0], n[1]) < least {
			return
		}
		x := KeyWord{Kind: kind, A: n[0], B: n[1], LogLikelihood: logLikelihood(n, total), LogRatio: logRatio(n, total)}
		side := 0
		if x.LogRatio < 0 {
			side = 1
		}
		if n[side] >= least && x.LogRatio != 0 {
			sides[side].add(x, text)
		}
	}
	for number, n := range c.words {
		keep(func() string { return c.names[number] }, "word", n, c.totals[0])
	}
	for i := range c.pairs {
		for _, p := range c.pairs[i].slots {
			keep(func() string { return c.names[p.key>>32] + " " + c.names[uint32(p.key)] }, "pair", [2]int{int(p.n[0]), int(p.n[1])}, c.totals[1])
		}
	}
	return sides[0].best(), sides[1].best()
}

// keyRanking keeps the first KeyWords of those added, in an order that is always the same.
type keyRanking struct {
	list []KeyWord
	bar  float64 // a word below it is not among them
}

func (r *keyRanking) add(x KeyWord, text func() string) {
	if x.LogLikelihood < r.bar {
		return
	}
	x.Text = text()
	if r.list = append(r.list, x); len(r.list) == 20*KeyWords {
		r.best()
		r.bar = r.list[KeyWords-1].LogLikelihood
	}
}

// best returns them; it is never nil.
func (r *keyRanking) best() []KeyWord {
	slices.SortFunc(r.list, func(a, b KeyWord) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), strings.Compare(a.Text, b.Text))
	})
	r.list = append([]KeyWord{}, r.list[:min(len(r.list), KeyWords)]...)
	return r.list
}

// logLikelihood is that of n of all in two sets.
func logLikelihood(n, all [2]int) float64 {
	sum, whole := 0.0, float64(all[0]+all[1])
	for i := range n {
		if expected := float64(all[i]) * float64(n[0]+n[1]) / whole; n[i] > 0 {
			sum += float64(n[i]) * math.Log(float64(n[i])/expected)
		}
	}
	return math.Max(0, 2*sum)
}

// logRatio is how many times more frequent it is in the first set, as a power of two; 0
// where a set has no words.
func logRatio(n, all [2]int) float64 {
	if all[0] == 0 || all[1] == 0 {
		return 0
	}
	share := func(i int) float64 {
		if n[i] > 0 {
			return float64(n[i]) / float64(all[i])
		}
		expected := float64(all[i]) * float64(n[0]+n[1]) / float64(all[0]+all[1])
		return math.Min(0.5, expected/2) / float64(all[i])
	}
	return math.Log2(share(0) / share(1))
}
