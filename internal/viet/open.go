package viet

// IsOpen reports whether a token names a document by type and number, with no
// full number there that names its issuer.
func IsOpen(tokens []Token, i int) bool {
	a := &tokens[i]
	if a.Kind != DocAlias {
		return false
	}
	for j := i - 1; j >= 0 && tokens[j].Start == a.Start; j-- {
		if tokens[j].Kind == DocNumber {
			return false
		}
	}
	for j := i + 1; j < len(tokens) && tokens[j].Start < a.End; j++ {
		if tokens[j].Kind == DocNumber {
			return false
		}
	}
	return true
}
