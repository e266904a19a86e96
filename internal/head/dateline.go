package head

import (
	"strings"
	"unicode"

	"vankien/internal/viet"
	"vankien/internal/viet/name"
)

// The date of a document is that of the line with its place: "Nơi, ngày D tháng
// M năm Y". Every other date in it is of something else. Dots instead of a day
// mean that it is not signed yet.

// dateline is place and date in a text.
type dateline struct {
	start, end int    // bytes of the text, from the place to the year
	place      string // canonical name; "" for one that the gazetteer does not have
	date       string
}

// maxPlaceWords is the most words that a place before a date may have.
const maxPlaceWords = 6

// findDateline returns the first place and date of a text.
func findDateline(s string) (dateline, bool) {
	for _, at := range dayWords(s) {
		iso, end := dateAt(s, skipSpace(s, at+len("ngày")))
		if iso == "" {
			continue
		}
		if start, place, ok := placeBefore(s[:at]); ok {
			return dateline{start, end, place, iso}, true
		}
	}
	return dateline{}, false
}

// dayWords returns where the word "ngày" stands, in any case.
func dayWords(s string) []int {
	var at []int
	for i := 0; i+len("ngày") <= len(s); i++ {
		if c := s[i]; (c == 'n' || c == 'N') && strings.EqualFold(s[i:i+len("ngày")], "ngày") {
			at = append(at, i)
		}
	}
	return at
}

// placeBefore returns the place at the end of s, where it starts, and whether
// there is one: a name of the gazetteer, or capitalised words before a comma.
func placeBefore(s string) (start int, place string, ok bool) {
	s = strings.TrimRight(s, " \t")
	bare := strings.TrimRight(s, ",;. ")
	words, at := lastWords(bare, maxPlaceWords)
	for i := range words {
		m := name.DefaultPlaces().Find(words[i:])
		if len(m) == 1 && m[0].From == 0 && m[0].To == len(words)-i {
			start := at[i]
			for i--; i >= 0 && beginsWith(key(words[i]), "tỉnh", "tp", "thành", "phố", "thị", "xã", "thủ", "đô"); i-- {
				start = at[i]
			}
			return start, m[0].Canonical, true
		}
	}
	if len(bare) == len(s) || !strings.HasPrefix(s[len(bare):], ",") {
		return 0, "", false
	}
	i := len(words)
	for i > 0 && isNameWord(words[i-1]) {
		i--
	}
	if i == len(words) || strings.ContainsAny(strings.Join(words[i:], ""), ",;:") {
		return 0, "", false
	}
	return at[i], "", true
}

// isNameWord reports whether a word may belong to the name of a place.
func isNameWord(w string) bool {
	return viet.IsCapitalized(w) || isDigit(w[0])
}

// lastWords returns the last words of s, at most n, and where each starts.
func lastWords(s string, n int) (words []string, at []int) {
	end := len(s)
	for len(words) < n {
		end = len(strings.TrimRightFunc(s[:end], unicode.IsSpace))
		if end == 0 {
			break
		}
		i := strings.LastIndexFunc(s[:end], unicode.IsSpace) + 1
		if i > 0 && s[i-1] != ' ' {
			i = end - len(strings.TrimLeftFunc(s[i-1:end], unicode.IsSpace))
		}
		words, at = append([]string{s[i:end]}, words...), append([]int{i}, at...)
		end = i
	}
	return words, at
}

// findDates returns place and date of a head: of a line that holds nothing
// else, else of all lines together. A place that the gazetteer has goes first:
// "Thành phố Hồ Chí" may stand in the line before "Minh, ngày …".
func findDates(lines []line) (place, date Field) {
	var own dateline
	confidence := 0.0
	for _, l := range lines {
		if d, ok := wholeDateline(l.text); ok && confidence == 0 {
			own, confidence = d, sure(l)
		}
	}
	if confidence > 0 && own.place != "" {
		return datelineFields(own, confidence)
	}
	if d, ok := findDateline(strings.Join(texts(lines), " ")); ok && (confidence == 0 || d.date == own.date) {
		place, date = datelineFields(d, joined)
		if confidence > 0 {
			date.Confidence = confidence
		}
		return place, date
	}
	if confidence > 0 {
		return datelineFields(own, confidence)
	}
	for i := range max(0, len(lines)-2) { // the number may stand between
		if d, ok := findDateline(lines[i].text + " " + lines[i+2].text); ok && strings.HasSuffix(lines[i].text, "ngày") {
			return datelineFields(d, joined)
		}
	}
	return Field{}, Field{}
}

// wholeDateline reads a line that is place and date only.
func wholeDateline(s string) (dateline, bool) {
	s = strings.Trim(s, "()[].,; ")
	d, ok := findDateline(s)
	return d, ok && d.start == 0 && d.end == len(s)
}

func datelineFields(d dateline, confidence float64) (place, date Field) {
	if d.place != "" {
		place = Field{d.place, confidence, inHead}
	}
	return place, Field{d.date, confidence, inHead}
}
