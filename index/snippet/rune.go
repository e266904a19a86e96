package snippet

import "unicode/utf8"

// Code points of Vietnamese take one, two or three bytes in no order, so a walk
// along a text spends its time on finding how many. Those of one and two bytes
// and the three of E1 are told here without a call; all else, and what is not
// UTF-8, is left to unicode/utf8, with the same answers.

// after returns the code point at byte i and its width, as
// utf8.DecodeRuneInString(text[i:]) does.
func after(text string, i int) (rune, int) {
	if i < len(text) {
		switch b := text[i]; {
		case b < utf8.RuneSelf:
			return rune(b), 1
		case b >= 0xC2 && b <= 0xDF && i+1 < len(text) && goesOn(text[i+1]):
			return rune(b&0x1F)<<6 | rune(text[i+1]&0x3F), 2
		case b == 0xE1 && i+2 < len(text) && goesOn(text[i+1]) && goesOn(text[i+2]):
			return 0x1000 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
		}
	}
	return utf8.DecodeRuneInString(text[i:])
}

// before returns the code point that ends at byte i and its width, as
// utf8.DecodeLastRuneInString(text[:i]) does.
func before(text string, i int) (rune, int) {
	if i > 0 {
		switch b := text[i-1]; {
		case b < utf8.RuneSelf:
			return rune(b), 1
		case !goesOn(b):
		case i >= 2 && text[i-2] >= 0xC2 && text[i-2] <= 0xDF:
			return rune(text[i-2]&0x1F)<<6 | rune(b&0x3F), 2
		case i >= 3 && text[i-3] == 0xE1 && goesOn(text[i-2]):
			return 0x1000 | rune(text[i-2]&0x3F)<<6 | rune(b&0x3F), 3
		}
	}
	return utf8.DecodeLastRuneInString(text[:i])
}

// goesOn reports whether a byte is one of a code point but not its first.
func goesOn(b byte) bool { return b&0xC0 == 0x80 }

// forward goes on from byte i by up to n code points, not beyond byte limit, and
// returns where it came to and how many they were.
func forward(text string, i, limit, n int) (at, steps int) {
	for steps < n && i < limit {
		if text[i] < utf8.RuneSelf {
			i++
		} else {
			_, w := after(text, i)
			i += w
		}
		steps++
	}
	return i, steps
}

// count returns the number of code points between two bytes that begin one.
func count(text string, from, to int) int {
	_, n := forward(text[:to], from, to, to-from)
	return n
}
