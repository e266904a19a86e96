package viet

// iToY and yToI pair the letters of the two spellings (rule V01).
var iToY, yToI = func() (a, b map[rune]rune) {
	a, b = map[rune]rune{}, map[rune]rune{}
	is, ys := []rune("iìỉĩíị"), []rune("yỳỷỹýỵ")
	for n := range is {
		a[is[n]], b[ys[n]] = ys[n], is[n]
	}
	return a, b
}()

// Variants returns the other spellings of a term that are the same word: those
// with i for y or y for i and an equal Key (kỹ, kĩ). It is nil for most words.
func Variants(term string) []string {
	var out []string
	word := []rune(term)
	for i, r := range word {
		other, ok := iToY[r]
		if !ok {
			if other, ok = yToI[r]; !ok {
				continue
			}
		}
		word[i] = other
		if v := Term(string(word)); v != term && Key(v) == Key(term) {
			out = append(out, v)
		}
		word[i] = r
	}
	return out
}
