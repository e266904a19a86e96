// Package duplicate finds texts that say the same: copies, copies with small
// changes, forms filled in twice, and excerpts. It is pure over texts, in which
// it looks at folded words only, so that spelling and layout make no difference.
//
//	Sign     a text → Signature: what is kept of it to find those like it
//	Set      the signatures of a collection, and what was measured of pairs of them
//	Relate   a Set and the texts of some → what is not yet measured is measured
//	Relations  groups of duplicates and lists of similar texts
//
// Official documents that are written on one form are alike and not the same:
// orders of one day differ in a name and a number. So two different numbers keep
// two documents apart, however alike they are. Short texts are alike by chance,
// as a column that opens with the same words every day, and are held to be copies
// only within two days.
package duplicate

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"vankien/internal/viet"
)

// Text is what is compared of a document.
type Text struct {
	ID     string
	Title  string // read for a number only
	Body   string
	Number string // as its source states it, perhaps ""
	Date   string // 2025-01-13; another form, or "", is no day
}

// Bounds and thresholds.
const (
	MaxWords     = 200_000 // of a text that are compared; the sum is of all
	DuplicateAt  = 0.9     // Jaccard of duplicates
	SimilarAt    = 0.5     // Jaccard of what is similar
	ContainedAt  = 0.8     // part of the shorter text that stands in the longer one
	shortText    = 60      // words; below, two texts are alike by chance
	daysApart    = 2       // that copies of a short text may be
	shingleWords = 4
)

// Signature is what is kept of a text. Equal texts have equal ones.
type Signature struct {
	Same   [16]byte // of SHA-256 of the folded words
	Words  uint32   // 0: there is nothing to compare
	Day    int32    // of the date, since 1970; noDay without one
	Number string   // folded; "" without one
	Bands  []uint32
}

// noDay is no day of any date.
const noDay = -1 << 31

// Signer makes signatures; it keeps what it needs for the next one. The zero
// value is ready. It is for one goroutine.
type Signer struct {
	tokens   []viet.Token
	words    []uint64
	shingles []uint64
	folded   []byte
}

// Sign returns the signature of a text.
func (s *Signer) Sign(t Text) Signature {
	sum, n := s.read(t.Body)
	g := Signature{Same: sum, Words: uint32(n), Day: dayOf(t.Date), Number: s.number(t)}
	if n > 0 {
		g.Bands = bands(s.shingles)
	}
	return g
}

// Shingles returns the hashes of the runs of four words in a text, ascending and
// each once; a shorter text is one run. The slice is valid until the next call.
func (s *Signer) Shingles(body string) []uint64 {
	s.read(body)
	slices.Sort(s.shingles)
	s.shingles = slices.Compact(s.shingles)
	return s.shingles
}

// readAtOnce is about how much of a text is cut into words at once, in bytes.
const readAtOnce = 64 << 10

// read sums the folded words of a text up, counts them, and leaves its shingles.
func (s *Signer) read(text string) (sum [16]byte, n int) {
	h := sha256.New()
	s.words = s.words[:0]
	for text != "" {
		part := text
		if len(part) > readAtOnce {
			if i := strings.IndexByte(part[readAtOnce:], '\n'); i >= 0 {
				part = part[:readAtOnce+i+1]
			}
		}
		text = text[len(part):]
		s.tokens, s.folded = viet.Words(s.tokens[:0], part), s.folded[:0]
		for i := range s.tokens {
			fold := s.tokens[i].Fold
			s.folded = append(append(s.folded, fold...), '\n')
			if len(s.words) < MaxWords {
				s.words = append(s.words, hash(fold))
			}
		}
		h.Write(s.folded)
		n += len(s.tokens)
	}
	s.shingle()
	return [16]byte(h.Sum(nil)[:16]), n
}

// shingle makes shingles of the words, one as often as it stands there.
func (s *Signer) shingle() {
	s.shingles = s.shingles[:0]
	for i := range max(0, min(1, len(s.words))+max(0, len(s.words)-shingleWords)) {
		var h uint64
		for _, w := range s.words[i:min(i+shingleWords, len(s.words))] {
			h = mix(h*31 + w)
		}
		s.shingles = append(s.shingles, h)
	}
}

// hash is FNV-1a, stirred.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix spreads every bit over all others (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Jaccard returns which part of all shingles both have, and which part of the
// shorter one's stand in the other. Both lists ascend and hold each once.
func Jaccard(a, b []uint64) (jaccard, contained float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	both := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			both, i, k = both+1, i+1, k+1
		}
	}
	return float64(both) / float64(len(a)+len(b)-both), float64(both) / float64(min(len(a), len(b)))
}

func dayOf(date string) int32 {
	t, err := time.Parse("2006-01-02", date)
	if err != nil {
		return noDay
	}
	return int32(t.Unix() / 86400)
}
