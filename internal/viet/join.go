package viet

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Spaces get lost in PDF files and on keyboards (kinhtexahoi, ViệtNam), and
// they creep in: headings are letter-spaced, and a broken text layer cuts
// syllables (T ổng). Split and Join mend both, and only on evidence, because a
// wrong guess makes a word that nobody wrote. Split has a lexicon with counts
// to ask. Join has none, so it looks at syllables alone and keeps away from what
// a lone letter often is: a label (nhóm B), a unit (3 m), a name (ông C).

// Lexicon is what an index knows of words. A syllable without marks stands for
// all syllables of that fold, so that "ha", "noi" count Hà Nội.
type Lexicon interface {
	Frequency(syllable string) int // occurrences; 0 when unknown
	Pair(a, b string) int          // occurrences of b directly after a
}

const (
	// knownWord is the frequency from which a run of letters is a word of its own (rule S03).
	knownWord = 3
	// maxRun is the longest run-together word in letters that Split looks at.
	maxRun = 96
	// partCost makes few parts cheaper than many; it exceeds the logarithm of any frequency.
	partCost = 32
	// longestSyllable is nghiêng, in letters.
	longestSyllable = 7
)

// Split returns the syllables of a run-together word, as written: "hanoi" → ha,
// noi (rule S03). ok is false, with the word alone, when it is a syllable, when
// the lexicon knows it, or when no reading has a known pair at every border.
// A capital after a small letter is border enough: ViệtNam.
func Split(word string, lex Lexicon) (parts []string, ok bool) {
	whole := []string{word}
	s := Compose(word)
	if _, syllable := ParseSyllable(s); syllable || lex.Frequency(Term(s)) >= knownWord {
		return whole, false
	}
	runes := []rune(s)
	if len(runes) < 2 || len(runes) > maxRun {
		return whole, false
	}
	for _, r := range runes {
		if !unicode.IsLetter(r) {
			return whole, false
		}
	}
	if parts = splitByCase(runes); parts == nil {
		parts = splitByCount(runes, lex)
	}
	if parts == nil {
		return whole, false
	}
	return parts, true
}

// splitByCase cuts before each capital that follows a small letter; nil when a
// part is no syllable that could stand in marked text.
func splitByCase(runes []rune) []string {
	var parts []string
	from := 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && (!unicode.IsUpper(runes[i]) || !unicode.IsLower(runes[i-1])) {
			continue
		}
		p := string(runes[from:i])
		if syl, ok := ParseSyllable(p); !ok || !syl.Strict {
			return nil
		}
		parts = append(parts, p)
		from = i
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// piece is the best way to cut the letters up to an end such that the last
// syllable has a given length.
type piece struct {
	cost float64
	term string
	prev int // length of the syllable before; 0 for none
}

// splitByCount finds the cheapest sequence of known syllables of which each
// neighbouring two are a known pair. A syllable costs the less the more
// frequent it is.
func splitByCount(runes []rune, lex Lexicon) []string {
	n := len(runes)
	best := make([][longestSyllable + 1]piece, n+1)
	for end := 1; end <= n; end++ {
		for size := 1; size <= min(longestSyllable, end); size++ {
			best[end][size] = bestPiece(best, runes, end, size, lex)
		}
	}
	last := 0
	for size, p := range best[n] {
		if p.term != "" && p.prev > 0 && (last == 0 || p.cost < best[n][last].cost) {
			last = size
		}
	}
	if last == 0 {
		return nil
	}
	var parts []string
	for end := n; end > 0; {
		parts = append(parts, string(runes[end-last:end]))
		end, last = end-last, best[end][last].prev
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return parts
}

func bestPiece(best [][longestSyllable + 1]piece, runes []rune, end, size int, lex Lexicon) piece {
	start := end - size
	word := string(runes[start:end])
	p := piece{term: Term(word)}
	if !IsSyllable(p.term) {
		return piece{}
	}
	f := lex.Frequency(p.term)
	if f <= 0 {
		return piece{}
	}
	cost := partCost - math.Log(float64(f))
	if start == 0 {
		p.cost = cost
		return p
	}
	for before, b := range best[start] {
		if b.term != "" && (p.prev == 0 || b.cost+cost < p.cost) && lex.Pair(b.term, p.term) > 0 {
			p.cost, p.prev = b.cost+cost, before
		}
	}
	if p.prev == 0 {
		return piece{}
	}
	return p
}

// Join returns text with letter-spaced headings and broken syllables put
// together (rule S04), for display and analysis; the stored text stays as it
// is. "N G H Ị  Q U Y Ế T" → "NGHỊ QUYẾT", "T ổng B í thư" → "Tổng Bí thư".
// Only pieces on one line, one space apart, are joined, and only to a strictly
// valid syllable of which a piece is no syllable itself. Join returns text
// itself when nothing changes; its cost is linear.
func Join(text string) string {
	var b strings.Builder
	done := 0
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		if line := joinLine(text[start:end]); line != text[start:end] {
			b.WriteString(text[done:start])
			b.WriteString(line)
			done = end
		}
		start = end + 1
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// chunk is a stretch of a line without space.
type chunk struct {
	start, end int
	gap        int // spaces before it
	letters    int // 0 when it holds anything but letters
	syllable   bool
}

func joinLine(line string) string {
	chunks := chunksOf(line)
	var b strings.Builder
	done, after := 0, 0 // after: the chunk after the last spaced word
	for i := 0; i < len(chunks); {
		n, joined, wide := joinAt(line, chunks, i)
		if joined == "" {
			i += max(1, n)
			continue
		}
		if wide && after == i && i > 0 {
			b.WriteByte(' ') // between spaced words the space is wider
		} else {
			b.WriteString(line[done:chunks[i].start])
		}
		b.WriteString(joined)
		done = chunks[i+n-1].end
		i += n
		if wide {
			after = i
		}
	}
	if done == 0 {
		return line
	}
	b.WriteString(line[done:])
	return b.String()
}

// chunksOf returns the chunks of a line, or nil when none can be a piece.
func chunksOf(line string) []chunk {
	var out []chunk
	pieces := false
	for i, gap := 0, 0; i < len(line); {
		if w := spaceAt(line, i); w > 0 {
			gap++
			i += w
			continue
		}
		c := chunk{start: i, gap: gap}
		gap = 0
		only := true
		for i < len(line) && spaceAt(line, i) == 0 {
			r, w := utf8.DecodeRuneInString(line[i:])
			switch {
			case unicode.IsLetter(r):
				c.letters++
			case !unicode.Is(unicode.Mn, r):
				only = false
			}
			i += w
		}
		c.end = i
		if !only {
			c.letters = 0
		}
		if c.letters > 0 && c.letters < longestSyllable {
			_, c.syllable = ParseSyllable(line[c.start:c.end])
			pieces = pieces || !c.syllable
		}
		out = append(out, c)
	}
	if !pieces {
		return nil
	}
	return out
}

func spaceAt(s string, i int) int {
	if s[i] == ' ' || s[i] == '\t' || s[i] == '\r' {
		return 1
	}
	if strings.HasPrefix(s[i:], "\u00A0") {
		return len("\u00A0")
	}
	return 0
}

// joinAt returns how many chunks from i on belong together, and what they make;
// wide tells that they are a letter-spaced run.
func joinAt(line string, chunks []chunk, i int) (n int, joined string, wide bool) {
	if n := spaced(chunks, i); n >= minSpaced {
		return n, joinSpaced(line, chunks[i:i+n]), true
	}
	n, joined = joinBroken(line, chunks, i)
	return n, joined, false
}

// minSpaced is the fewest single letters that make a letter-spaced word.
const minSpaced = 3

// maxSpaced is the longest run of single letters that is looked at; it bounds the cost.
const maxSpaced = 200

// spaced returns how many single letters, one space apart, stand at i.
func spaced(chunks []chunk, i int) int {
	n := 0
	for i+n < len(chunks) && n < maxSpaced && chunks[i+n].letters == 1 && (n == 0 || chunks[i+n].gap == 1) {
		n++
	}
	return n
}

// joinSpaced joins single letters to the fewest syllables that they can be, or
// returns "" when they are none, when two ways need equally many, or when the
// letters change case on the way, as labels do.
func joinSpaced(line string, chunks []chunk) string {
	letters := make([]string, len(chunks))
	upper := true
	for i, c := range chunks {
		letters[i] = line[c.start:c.end]
		upper = upper && allUpper(letters[i])
	}
	if !upper && hasUpper(strings.Join(letters[1:], "")) {
		return ""
	}
	n := len(letters)
	count, ways, from := make([]int, n+1), make([]int, n+1), make([]int, n+1)
	ways[0] = 1
	for end := 1; end <= n; end++ {
		for start := max(0, end-longestSyllable); start < end; start++ {
			if ways[start] == 0 || !strictSyllable(strings.Join(letters[start:end], "")) {
				continue
			}
			switch c := count[start] + 1; {
			case ways[end] == 0 || c < count[end]:
				count[end], ways[end], from[end] = c, ways[start], start
			case c == count[end]:
				ways[end] = min(2, ways[end]+ways[start])
			}
		}
	}
	if ways[n] != 1 || n < 2*count[n] {
		return ""
	}
	var words []string
	for end := n; end > 0; end = from[end] {
		words = append([]string{strings.Join(letters[from[end]:end], "")}, words...)
	}
	return strings.Join(words, " ")
}

func strictSyllable(s string) bool {
	syl, ok := ParseSyllable(s)
	return ok && syl.Strict
}

// joinBroken joins two to four chunks to one syllable.
func joinBroken(line string, chunks []chunk, i int) (int, string) {
	best, joined := 0, ""
	var b strings.Builder
	broken := false
	letters := 0
	for n := 1; n <= 4 && i+n-1 < len(chunks); n++ {
		c := chunks[i+n-1]
		letters += c.letters
		if c.letters == 0 || n > 1 && c.gap != 1 || letters > longestSyllable {
			break
		}
		b.WriteString(line[c.start:c.end])
		broken = broken || !c.syllable
		if n > 1 && broken && strictSyllable(b.String()) && pieceOf(line, chunks, i, n) {
			best, joined = n, b.String()
		}
	}
	return best, joined
}

// vowelWords are the common words that begin with a vowel. After a lone
// consonant they are words: "nhóm B ở", "bị cáo H ăn", "loại C anh".
var vowelWords = setOf(`a à á ạ ai am an án ang anh ánh ảnh ảo áo ao áp ảnh ác ách ải ái ạch
ăn ắt ấm âm ẩm ân ấn ẩn ấp ập ất âu ấu ấy e é em êm ép eo ẻo i im in ít ích inh ình ô ồ ổ ố ôi ôm ồm ốm
ôn ổn ồn ông ống ốc o ò oai oan oán oanh óc ong ở ờ ơ ơi ơn ớt u ù ủ ú ủa ứa ùa ủng ung ủng úng ứng ưng uống úp
ưa ưu ức ứ ừ ước ướt ướp uy ủy úy úi úa ùn út uyên yên yêu yếu yết yến ý y ỷ ỳ ỉ iu`)

// pieceOf keeps Join from taking a label, a unit or an initial for a piece of a
// syllable. A lone consonant is a piece only beside what is no word: "T ổng",
// but not "loại C hoặc", "m và n"; at the start of a line a capital is one in
// any case (N gười).
func pieceOf(line string, chunks []chunk, i, n int) bool {
	first, second := chunks[i], chunks[i+1]
	head, tail := line[first.start:first.end], line[second.start:second.end]
	if hasUpper(tail) && !allUpper(head+tail) {
		return false
	}
	switch {
	case n > 2:
		return true
	case first.letters == 1 && !first.syllable:
		if i > 0 && endsInDigit(line[chunks[i-1].start:chunks[i-1].end]) {
			return false
		}
		return i == 0 && hasUpper(head) && !startsWithVowel(tail) || !wordLike(tail)
	case second.letters == 1 && !second.syllable:
		return !wordLike(head)
	}
	return true
}

// wordLike reports whether a piece can be a word of its own; of the syllables
// that begin with a vowel only the common ones are.
func wordLike(s string) bool {
	if startsWithVowel(s) {
		return vowelWords[Term(s)]
	}
	return strictSyllable(s)
}

func startsWithVowel(s string) bool {
	syl, ok := ParseSyllable(s)
	return ok && syl.Onset == ""
}

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// hasUpper reports whether s has a capital, allUpper whether it has no small letter.
func hasUpper(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }
func allUpper(s string) bool { return !strings.ContainsFunc(s, unicode.IsLower) }
