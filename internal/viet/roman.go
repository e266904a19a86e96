package viet

import "strings"

// romanNumber reads a Roman number at word i when its context says that it is
// one (rules R01 and R02), with the quarter that it may number. It returns the
// word after them, or i.
func (s *scanner) romanNumber(i int) int {
	v := romanValue(s.words[i].Term)
	if v == 0 || !s.romanFits(i, s.ordinalContext(i)) {
		return i
	}
	s.emitRoman(v, i)
	return max(i+1, s.quarter(i))
}

// romanFits reports whether the Roman number at word i stands in a context of
// strength c. One that is also a syllable (vi, xi, i) needs a better context
// when it could be that syllable.
func (s *scanner) romanFits(i int, c context) bool {
	term := s.words[i].Term
	upper, lower := letterCase(s.surface(i))
	if lower > 0 && upper > 0 || s.joinedOn(i) {
		return false
	}
	_, syllable := ParseSyllable(term)
	word := syllable || len(term) == 1
	switch c {
	case strong:
		return lower == 0 || !word || s.after(i) == ""
	case fair:
		return lower == 0 && !(word && len(term) > 1 && s.capital(i+1)) || lower > 0 && !word
	}
	return lower == 0 && !word && (c == far || s.congress(i) >= 0)
}

// joinedOn reports whether word i is joined to more that is no number: I.1,
// V-League.
func (s *scanner) joinedOn(i int) bool {
	l := s.link(i)
	if !l.tight() || i+1 >= len(s.words) {
		return false
	}
	next := s.words[i+1].Term
	switch l.sep {
	case '.', '&', '_', 0:
		return true
	case '-', '/':
		return !startsWithDigit(next) && romanValue(next) == 0
	}
	return false
}

// capital reports whether word i follows after a space and is in capitals.
func (s *scanner) capital(i int) bool {
	if i >= len(s.words) || s.link(i-1).sep != ' ' {
		return false
	}
	u, l := letterCase(s.surface(i))
	return u > 1 && l == 0
}

// ordinal reads one to three digits where a Roman number could stand.
func (s *scanner) ordinal(i int) {
	v, n := s.digitRun(i)
	if v < 1 || n > 3 || s.percentAfter(i) || s.fraction(i) {
		return
	}
	if s.counted(i) || s.follows(s.lastOrdinal, i) && v <= s.lastValue {
		return
	}
	if c := s.ordinalContext(i); c == strong || c == fair && n < 3 && s.link(i).sep != '-' {
		s.emitRoman(v, i)
	}
}

// counted reports whether a unit follows word i: "nhiệm kỳ 5 năm", but not
// "khóa 12 năm 2020", "quý 3 năm nay".
func (s *scanner) counted(i int) bool {
	switch w := s.after(i); w {
	case "năm", "tháng", "ngày", "nam", "thang", "ngay":
		return !startsWithDigit(s.word(i+2)) && !thatYear[s.after(i+1)]
	default:
		return units[w]
	}
}

// fraction reports whether word i goes on in digits that are no year: 2.1,
// 1/3, but not 4/2024.
func (s *scanner) fraction(i int) bool {
	l := s.link(i)
	if !l.tight() || !startsWithDigit(s.word(i+1)) {
		return false
	}
	return l.sep != '/' && l.sep != '-' || s.yearAt(i+1) == 0
}

func (s *scanner) emitRoman(v, i int) {
	s.lastOrdinal, s.lastValue = i+1, v
	s.buf = appendInt(append(s.buf[:0], "r:"...), v)
	s.emit(Roman, i, i)
	if what, first := s.numbered(i); what != "" {
		s.buf = appendInt(append(append(append(s.buf[:0], "o:"...), what...), '/'), v)
		s.emit(Ordinal, first, i)
	}
}

// numbered returns what the ordinal at word i numbers, and the first word of its
// name: khoa of "khóa XV", dai-hoi of "Đại hội Đảng lần thứ XIV" (rule R03).
func (s *scanner) numbered(i int) (what string, first int) {
	w := s.before(i)
	o := ordinalWords[w]
	if what = o.what; what != "" {
		first = i - 1
	}
	for _, n := range o.names {
		if at := s.endsAt(i-1, n.name); at >= 0 && (what == "" || at < first) {
			what, first = n.what, at
		}
	}
	if what == "" {
		if at := s.congress(i); at >= 0 {
			return congress, at
		}
	}
	return what, first
}

// congress is what numbers of congresses stand behind.
const congress = "dai-hoi"

// context tells how surely the words before a number make it an ordinal.
type context uint8

const (
	none   context = iota
	far            // đại hội with words between, thứ
	fair           // words that also stand before other things (loại, cấp)
	strong         // words that only an ordinal follows (lần thứ, khóa)
)

// ordinalContext judges the words before word i (rule R01).
func (s *scanner) ordinalContext(i int) context {
	if s.follows(s.lastOrdinal, i) {
		return fair
	}
	w := s.before(i)
	if w == "" {
		return none
	}
	o, ok := ordinalWords[w]
	if !ok {
		return none
	}
	for _, n := range o.names {
		if s.endsAt(i-1, n.name) >= 0 {
			return strong
		}
	}
	if o.alone == fair && verbal[s.before(i-1)] {
		return none
	}
	return o.alone
}

// ordinalWord is the last word of what may stand before an ordinal.
type ordinalWord struct {
	alone context // when it stands alone
	what  string  // is numbered then
	names []ordinalName
}

// ordinalName is a name before an ordinal, and what it says is numbered.
type ordinalName struct {
	name
	what string
}

var ordinalWords = func() map[string]ordinalWord {
	m := map[string]ordinalWord{}
	for c, words := range map[context]string{
		strong: "khóa khoa quý quí quy chương chuong",
		fair:   "phần mục loại hạng cấp vùng tập đợt",
		far:    "thứ phan muc loai hang cap vung tap dot", // many words without marks
	} {
		for w := range setOf(words) {
			m[w] = ordinalWord{alone: c, what: strings.TrimPrefix(Fold(w), "thu")}
		}
	}
	for _, words := range []string{
		"đại hội", "đại hội lần", "đại hội đảng", "nhiệm kỳ", "nhiệm kì", "kỳ họp", "kì họp", "thế kỷ", "thế kỉ",
		"hội nghị trung ương", "nghị quyết trung ương", "phụ lục", "quân khu",
		"lần thứ", "kỳ họp thứ", "kì họp thứ", "khóa thứ", "nhiệm kỳ thứ", "hội nghị thứ", "thế kỷ thứ", "thế kỉ thứ",
	} {
		n := ordinalName{newName(words), nameNumbered(words)}
		for _, last := range n.lasts() {
			o := m[last]
			o.names = append(o.names, n)
			m[last] = o
		}
	}
	return m
}()

// nameNumbered returns what a name before an ordinal says is numbered.
func nameNumbered(words string) string {
	words = strings.NewReplacer("đại hội đảng", "đại hội", "kì", "kỳ", "kỉ", "kỷ").Replace(words)
	for _, end := range []string{"thứ", "lần"} {
		words = strings.TrimSpace(strings.TrimSuffix(words, end))
	}
	return strings.ReplaceAll(Fold(words), " ", "-")
}

// verbal are words that make another word of the one after them: "được cấp 2
// bản", "danh mục 54 khu đất".
var verbal = setOf("được cung trợ phụ tái đã sẽ phân cao nâng danh thành thu trung khẩn triệu")

// congress returns the first word of the congress named before word i that may
// be its number, or -1: "Đại hội Đảng bộ tỉnh XVII".
func (s *scanner) congress(i int) int {
	for k := i - 1; k > 0 && k > i-maxCongress && s.link(k).sep == ' '; k-- {
		if at := s.endsAt(k, congressName); at >= 0 {
			return at
		}
	}
	return -1
}

// maxCongress is the longest name of a congress before its number, in words.
const maxCongress = 14

var congressName = newName("đại hội")

// romanValue returns the value of a lower-case Roman number up to 89, 0 for
// anything else. Numbers with C, D or M are letters, classes and words.
func romanValue(t string) int {
	if t == "" || len(t) > 8 {
		return 0
	}
	v := 0
	for i := range len(t) {
		d := romanDigit(t[i])
		if d == 0 {
			return 0
		}
		if i+1 < len(t) && romanDigit(t[i+1]) > d {
			d = -d
		}
		v += d
	}
	if !isRoman(t, v) {
		return 0
	}
	return v
}

func romanDigit(c byte) int {
	switch c {
	case 'i':
		return 1
	case 'v':
		return 5
	case 'x':
		return 10
	case 'l':
		return 50
	}
	return 0
}

// isRoman reports whether t is how v is written.
func isRoman(t string, v int) bool {
	if v < 1 || v > 89 {
		return false
	}
	tens := [...]string{"", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx"}[v/10]
	ones := [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}[v%10]
	return len(t) == len(tens)+len(ones) && t[:len(tens)] == tens && t[len(tens):] == ones
}

func appendInt(b []byte, v int) []byte {
	if v >= 10 {
		b = appendInt(b, v/10)
	}
	return append(b, byte('0'+v%10))
}
