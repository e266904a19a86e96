package viet

// Tone is one of the six tones of a syllable.
type Tone uint8

// The tones: thanh ngang, which has no mark, huyền, sắc, hỏi, ngã, nặng.
const (
	Level Tone = iota
	Huyen
	Sac
	Hoi
	Nga
	Nang
)

// toneMarks are the combining characters of the tones.
var toneMarks = [...]rune{Huyen: 0x0300, Sac: 0x0301, Hoi: 0x0309, Nga: 0x0303, Nang: 0x0323}

// toneOf returns the tone of a combining character, Level for any other.
func toneOf(m rune) Tone {
	switch m {
	case 0x0300:
		return Huyen
	case 0x0301:
		return Sac
	case 0x0309:
		return Hoi
	case 0x0303:
		return Nga
	case 0x0323:
		return Nang
	}
	return Level
}

func isTone(r rune) bool { return toneOf(r) != Level }

func isShape(r rune) bool { return r == 0x0302 || r == 0x0306 || r == 0x031B }

// Toneless returns the words of s as Term does, without tones but with the
// shapes of letters and đ: Bắc Ninh → băc ninh (rule F03).
func Toneless(s string) string {
	return eachWord(s, func(word []rune, _ *rules) []rune {
		out := word[:0]
		for _, r := range word {
			if p := letterOf(r).plain; p != 0 {
				out = append(out, p)
			}
		}
		return out
	})
}

// settleTone repairs horns and hooks left out (rule T10) in a lower-case word
// and moves its tone to its traditional place (rules T01 to T09), in place.
// It leaves a word that is no syllable or has two tones.
func settleTone(word []rune, fired *rules) {
	t, p, ok := parse(word)
	if !ok {
		if t, p, ok = mend(word); !ok {
			return
		}
		fired.add(ruleT10)
	}
	if t == Level || len(word) == 3 && string(word) == "gịa" { // giặt gịa is the one word that keeps it
		return
	}
	if letterOf(word[p.carrier]).tone == t {
		return
	}
	p.putTone(word, t, p.carrier)
	fired.add(p.rule)
}

// putTone puts the tone t on the letter at and takes it from every other.
func (p *pattern) putTone(word []rune, t Tone, at int) {
	for i, r := range word {
		word[i] = letterOf(r).plain
	}
	word[at] = withTone(word[at], t)
}

// mend applies rule T10 to a word that does not parse: ưo and uơ before more
// letters become ươ, an initial iê becomes yê. It changes word only when the
// result is a syllable.
func mend(word []rune) (Tone, *pattern, bool) {
	if len(word) > maxSyllable || len(word) < 2 {
		return Level, nil, false
	}
	var fixed [maxSyllable]rune
	copy(fixed[:], word)
	changed := false
	for i := 0; i+1 < len(word); i++ {
		a, b := letterOf(word[i]), letterOf(word[i+1])
		switch {
		case a.plain == 'ư' && b.plain == 'o':
			fixed[i+1], changed = withTone('ơ', b.tone), true
		case a.plain == 'u' && b.plain == 'ơ' && i+2 < len(word):
			fixed[i], changed = withTone('ư', a.tone), true
		case i == 0 && a.plain == 'i' && b.plain == 'ê':
			fixed[i], changed = withTone('y', a.tone), true
		}
	}
	if !changed {
		return Level, nil, false
	}
	t, p, ok := parse(fixed[:len(word)])
	if ok {
		copy(word, fixed[:len(word)])
	}
	return t, p, ok
}
