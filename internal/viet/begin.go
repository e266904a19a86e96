package viet

// Begins reports whether a word may have been begun as typed says: its letters
// come first, and what marks were typed are there. A plain letter stands for any
// that has it as its base, since marks often come last, and the tone counts
// wherever it stands. Both are terms.
func Begins(word, typed string) bool {
	letters, tone := toneless(word)
	begun, wanted := toneless(typed)
	if len(begun) > len(letters) || wanted != Level && wanted != tone {
		return false
	}
	for i, want := range begun {
		if got := letters[i]; want != got && want != letterOf(got).base {
			return false
		}
	}
	return true
}

// toneless returns the letters of a term without its tone, and the tone.
func toneless(term string) (letters []rune, tone Tone) {
	letters = make([]rune, 0, len(term))
	for _, r := range term {
		l := letterOf(r)
		if l.class == mark {
			continue
		}
		if l.tone != Level {
			tone = l.tone
		}
		letters = append(letters, l.plain)
	}
	return letters, tone
}
