package legacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vankien/internal/viet"
)

// EncodingName names an encoding as people know it.
type EncodingName string

// The encodings that Detect tells apart.
const (
	Unknown    EncodingName = ""
	UTF8       EncodingName = "UTF-8"
	UTF16LE    EncodingName = "UTF-16LE"
	UTF16BE    EncodingName = "UTF-16BE"
	TCVN3      EncodingName = "TCVN3"
	VNIWindows EncodingName = "VNI-Windows"
	VPS        EncodingName = "VPS"
	VISCII     EncodingName = "VISCII"
	CP1258     EncodingName = "Windows-1258"
	MisreadUTF EncodingName = "UTF-8 read as Windows-1252"
	VIQRText   EncodingName = "VIQR"
)

// Windows1252 is what bytes are compared with in Evidence; it is never found, as
// it has not the letters of Vietnamese.
const Windows1252 EncodingName = "Windows-1252"

// Evidence is how well a reading of a text makes Vietnamese of it (rule E01).
type Evidence struct {
	Name  EncodingName
	Words int // runs of letters
	Valid int // strictly valid syllables among them
}

// Share is the part of the words that are valid, from 0 to 1.
func (e Evidence) Share() float64 { return float64(e.Valid) / float64(max(e.Words, 1)) }

// reading is a way to read a line of text. The text is Unicode, or bytes as
// Windows-1252 shows them.
type reading uint8

const (
	asItStands reading = iota
	asTCVN3
	asVNI
	asVPS
	asVISCII
	asCP1258
	asMisread
	asVIQR
	readings
)

var readers = [readings]struct {
	name   EncodingName
	decode func(string) string
}{
	asItStands: {UTF8, viet.Compose},
	asTCVN3:    {TCVN3, decodeTCVN3},
	asVNI:      {VNIWindows, decodeVNI},
	asVPS:      {VPS, decodeVPS},
	asVISCII:   {VISCII, decodeVISCII},
	asCP1258:   {CP1258, decodeCP1258},
	asMisread:  {MisreadUTF, decodeMisread},
	asVIQR:     {VIQRText, decodeVIQR},
}

// tally counts the words of a reading: those that are valid, and those of them
// that carry marks.
type tally struct{ words, valid, marked int }

func (t tally) share() float64 { return float64(t.valid) / float64(max(t.words, 1)) }

func (t *tally) add(o tally) {
	t.words, t.valid, t.marked = t.words+o.words, t.valid+o.valid, t.marked+o.marked
}

// tallies hold one tally for each reading.
type tallies [readings]tally

func (t *tallies) add(o *tallies) {
	for r := range t {
		t[r].add(o[r])
	}
}

// counter counts words; it remembers those it has seen, as texts repeat them.
type counter struct{ seen map[string]bool }

// maxSeen bounds what a counter remembers.
const maxSeen = 1 << 14

// wanted is a set of readings.
type wanted [readings]bool

// every is all readings but VIQR, which is only asked of a line that shows it.
var every = wanted{asTCVN3: true, asVNI: true, asVPS: true, asVISCII: true, asCP1258: true, asMisread: true}

// count returns the tallies of a line as it stands and in the readings wanted.
// VIQR and misread UTF-8 are no readings of bytes that are not UTF-8.
func (c *counter) count(l line, want wanted) (t tallies) {
	plain := readers[asItStands].decode(l.shown)
	t[asItStands] = c.words(plain)
	want[asVIQR] = want[asVIQR] || l.viqr && want == every
	for r := asTCVN3; r < readings; r++ {
		if !want[r] || r >= asMisread && l.bytes {
			continue
		}
		if text := readers[r].decode(l.shown); text != plain {
			t[r] = c.words(text)
		} else {
			t[r] = t[asItStands]
		}
	}
	return t
}

// words counts the runs of letters in composed text. A run with a digit is no
// word, nor is an acronym, which is no syllable however it is read.
func (c *counter) words(s string) (t tally) {
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if !isWordRune(r) {
			i += w
			continue
		}
		end := i + runEnd(s[i:], isWordRune)
		if word := s[i:end]; !strings.ContainsFunc(word, unicode.IsDigit) && !isAcronym(word) {
			t.words++
			if c.valid(word) {
				t.valid++
				if !isASCII(word) {
					t.marked++
				}
			}
		}
		i = end
	}
	return t
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// runEnd returns where the run of such characters at the start of s ends.
func runEnd(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

// maxWord is the longest word that can be a syllable, in bytes, with room to spare.
const maxWord = 16

func (c *counter) valid(word string) bool {
	if len(word) > maxWord {
		return false
	}
	ok, seen := c.seen[word]
	if !seen {
		if len(c.seen) >= maxSeen {
			clear(c.seen)
		}
		ok = strictlyValid(word)
		c.seen[strings.Clone(word)] = ok
	}
	return ok
}

// strictlyValid reports whether a word is a strictly valid syllable as it is
// written: letters that only look Vietnamese (ð for đ) are evidence against a
// reading.
func strictlyValid(word string) bool {
	for _, r := range word {
		if r >= utf8.RuneSelf && !strings.ContainsRune(letters, r) {
			return false
		}
	}
	syl, ok := viet.ParseSyllable(strings.ToLower(word))
	return ok && syl.Strict
}

// isAcronym reports whether s is two ASCII capitals or more.
func isAcronym(s string) bool {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return len(s) > 1
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// maxSample is how much of a text beyond question is counted, in bytes.
const maxSample = 4 << 10

// sample counts the start of a text as it stands.
func (c *counter) sample(text string) Evidence {
	t := c.words(viet.Compose(strings.ToValidUTF8(text[:min(len(text), maxSample)], "")))
	return Evidence{UTF8, t.words, t.valid}
}
