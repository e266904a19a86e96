package viet

import (
	"slices"
	"strings"
	"sync"
)

// A slip of the fingers changes one letter of a word or swaps two; a slip of the
// ear takes one tone or one sound for another (rule I06). Edit distance on
// syllables as they are written knows neither that hỏi and ngã are easily
// confused nor that most of what is one letter away is no syllable. So what may
// have been meant is looked for among the folds of syllables, and how far a
// word is from another counts its letters and its tone apart.

// SyllablesNear returns the folds of syllables that are one slip of the fingers,
// or one confusion of sounds at the beginning, away from a fold, without it.
func SyllablesNear(fold string) (near []string) {
	if len(fold) > maxSyllable+1 || !isPlain(fold) {
		return nil
	}
	known := syllableFolds()
	see := func(b []byte) {
		if s, ok := known[string(b)]; ok && s != fold && !slices.Contains(near, s) {
			near = append(near, s)
		}
	}
	eachSlip(fold, see)
	if rest, ok := strings.CutPrefix(fold, "ye"); ok { // iện, a slip for hiện, has the term yện
		eachSlip("ie"+rest, see)
	}
	for _, c := range soundOnsets {
		for i := range c {
			if rest, ok := strings.CutPrefix(fold, c[i]); ok {
				see(append([]byte(c[1-i]), rest...))
			}
		}
	}
	return near
}

// WordsNear returns all that one slip of the fingers makes of a fold, whether or
// not there are such words: for words of other languages. It is nil for a short one, which is near to everything, and for one
// of other letters than a to z.
func WordsNear(fold string) (near []string) {
	if len(fold) < shortForeign || len(fold) > longForeign || !isPlain(fold) {
		return nil
	}
	near = make([]string, 0, 54*(len(fold)+1))
	eachSlip(fold, func(b []byte) { near = append(near, string(b)) })
	return near
}

// Bounds of words of other languages that slips are looked for in, in letters.
const shortForeign, longForeign = 3, 20

// soundOnsets are the onsets that differ in more than one letter and are
// confused, as folds.
var soundOnsets = [...][2]string{{"ch", "tr"}, {"d", "gi"}, {"r", "gi"}}

// syllableFolds holds the folds of all syllables, each by itself.
var syllableFolds = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for s := range patterns() {
		f := Fold(s)
		m[f] = f
	}
	return m
})

// IsSyllable reports whether a term is a syllable, perhaps without its tone, or
// the fold of one: viet, that of viết, is none as it stands.
func IsSyllable(term string) bool {
	if _, ok := ParseSyllable(term); ok {
		return true
	}
	_, ok := syllableFolds()[term]
	return ok
}

func isPlain(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }

// eachSlip calls see with every string that one letter more, less or other, or
// two swapped, makes of s. see does not keep it.
func eachSlip(s string, see func([]byte)) {
	b := make([]byte, 0, len(s)+1)
	for i := range len(s) + 1 {
		head, tail := s[:i], s[i:]
		for c := byte('a'); c <= 'z'; c++ {
			see(append(append(append(b, head...), c), tail...))
			if tail != "" && c != tail[0] {
				see(append(append(append(b, head...), c), tail[1:]...))
			}
		}
		if tail != "" {
			see(append(append(b, head...), tail[1:]...))
		}
		if len(tail) > 1 && tail[0] != tail[1] {
			see(append(append(append(b, head...), tail[1], tail[0]), tail[2:]...))
		}
	}
}

// What slips cost in SlipCost.
const (
	costLetter  = 1.0
	costShape   = 0.5 // one mark of a letter missing, extra or another
	costTone    = 0.6
	costHoiNga  = 0.3
	costNoTone  = 0.4 // left out
	costSound   = 0.4 // a confusion of sounds
	costWriting = 0.1 // two ways to write one sound
)

// SlipCost tells how far the term typed is from the term meant: about 1 for a
// letter, less for marks and for what sounds alike (rule I06); 0 for equals.
func SlipCost(typed, meant string) float64 {
	var x, y [longForeign]rune
	a, b := shapesOf(x[:0], typed), shapesOf(y[:0], meant)
	cost := lettersCost(a, b)
	if s, ok := syllableCost(a, b); ok && s < cost {
		cost = s
	}
	return cost + toneCost(typed, meant)
}

// shapesOf appends the letters of a term without its tone to dst.
func shapesOf(dst []rune, term string) []rune {
	for _, r := range term {
		if p := letterOf(r).plain; p != 0 {
			dst = append(dst, p)
		}
	}
	return dst
}

func toneCost(typed, meant string) float64 {
	a, _ := tones(typed)
	b, _ := tones(meant)
	switch {
	case a == b:
		return 0
	case a == Level:
		return costNoTone
	case a == Hoi && b == Nga, a == Nga && b == Hoi:
		return costHoiNga
	}
	return costTone
}

// lettersCost is the cheapest way from a to b by letters more, less or other,
// and neighbours swapped.
func lettersCost(a, b []rune) float64 {
	if len(a) > longForeign+1 || len(b) > longForeign+1 {
		return costLetter * float64(max(len(a), len(b)))
	}
	var d [longForeign + 2][longForeign + 2]float32
	for i := range len(a) + 1 {
		for j := range len(b) + 1 {
			switch {
			case i == 0:
				d[i][j] = costLetter * float32(j)
				continue
			case j == 0:
				d[i][j] = costLetter * float32(i)
				continue
			}
			best := min(d[i-1][j]+costLetter, d[i][j-1]+costLetter, d[i-1][j-1]+letterCost(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				best = min(best, d[i-2][j-2]+costLetter)
			}
			d[i][j] = best
		}
	}
	return float64(d[len(a)][len(b)])
}

func letterCost(a, b rune) float32 {
	switch {
	case a == b:
		return 0
	case letterOf(a).base == letterOf(b).base:
		return costShape
	case a == 'i' && b == 'y', a == 'y' && b == 'i':
		return costWriting
	}
	return costLetter
}

// confusion is what stands for one sound, or for two that are confused.
type confusion struct {
	a, b string
	cost float64
}

var onsetConfusions = []confusion{
	{"s", "x", costSound}, {"ch", "tr", costSound}, {"d", "gi", costSound}, {"d", "r", costSound}, {"gi", "r", costSound},
	{"l", "n", costSound}, {"v", "d", costSound}, {"ngh", "ng", costWriting}, {"c", "k", costWriting}, {"g", "gh", costWriting},
}

var endConfusions = []confusion{
	{"inh", "in", costSound}, {"ich", "it", costSound}, {"ng", "n", costSound}, {"c", "t", costSound}, {"i", "y", costWriting},
}

// syllableCost is the cost by onset and rhyme of syllables without tone.
func syllableCost(a, b []rune) (float64, bool) {
	_, x, okA := parse(a)
	_, y, okB := parse(b)
	if !okA || !okB {
		return 0, false
	}
	onset, ok := confused(onsetConfusions, x.onset, y.onset, func(s, part string) bool { return s == part })
	if !ok {
		return 0, false
	}
	rhyme, ok := confused(endConfusions, x.rhyme, y.rhyme, strings.HasSuffix)
	if !ok {
		var r, s [maxSyllable]rune
		rhyme = lettersCost(appendRunes(r[:0], x.rhyme), appendRunes(s[:0], y.rhyme))
	}
	return onset + rhyme, true
}

// confused returns what it costs to take a for b where they differ in one
// confusion only; has reports whether a string has such a part.
func confused(list []confusion, a, b string, has func(s, part string) bool) (float64, bool) {
	if a == b {
		return 0, true
	}
	for _, c := range list {
		for range 2 {
			if has(a, c.a) && has(b, c.b) && a[:len(a)-len(c.a)] == b[:len(b)-len(c.b)] {
				return c.cost, true
			}
			c.a, c.b = c.b, c.a
		}
	}
	return 0, false
}
