package viet

// amount is a number as written, in the words first to last.
type amount struct {
	first, last int
	style       style
	percent     bool
	exp         int // power of ten of the words that multiply it
	end         int // the last word of these
}

// style is how the groups of digits of an amount are to be read.
type style uint8

const (
	broken    style = iota // not a number: 1.2.3
	plain                  // 1234
	grouped                // 1.234 or 1.234.567 or 1,234,567
	decimal                // the last group is a fraction, after a comma or mixed with groups: 6,03
	pointed                // the last group is a fraction after a single dot: 6.03
	ambiguous              // 165,000: a fraction or thousands
)

// maxDigits bounds the digits of an amount.
const maxDigits = 24

// quantity reads the amount that begins with the number at word i, and
// returns the word after its digits, or i.
func (s *scanner) quantity(i int) int {
	a := s.amountAt(i)
	if s.leftBound(i) || a.style == broken || s.rightBound(a) {
		return a.last + 1
	}
	if !a.percent && a.exp == 0 {
		a = s.inherit(a)
	}
	switch {
	case a.percent:
		s.emitAmount(Percent, a, a.style == decimal || a.style == pointed || a.style == ambiguous)
	case a.exp > 0 || s.plainAmount(a) && !s.serial(a):
		if a.style != decimal && a.style != pointed {
			s.emitAmount(Number, a, false)
		}
		if a.style >= decimal {
			s.emitAmount(Number, a, true)
		}
	}
	return a.last + 1
}

// amountAt reads the digits at word i and the words that multiply them.
func (s *scanner) amountAt(i int) amount {
	a := amount{first: i, last: i, style: plain}
	for a.last-i < maxGroups && s.grouping(a.last) != 0 {
		a.last++
	}
	a.end = a.last
	a.percent = s.percentAfter(a.last)
	if a.last > i {
		a.style = s.styleOf(a)
	}
	s.multiply(&a)
	return a
}

// grouping returns the mark between the digits of words i and i+1, 0 for none.
func (s *scanner) grouping(i int) byte {
	l := s.link(i)
	if l.sep != '.' && l.sep != ',' && !l.narrow || l.spaced && !l.narrow {
		return 0
	}
	if !startsWithDigit(s.words[i+1].Term) || digitsOf(s.words[i].Term) < len(s.words[i].Term) {
		return 0
	}
	return l.sep
}

// digitsOf counts the digits that t begins with.
func digitsOf(t string) int {
	n := 0
	for n < len(t) && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	return n
}

// styleOf decides how the groups of a are to be read (rule N01).
func (s *scanner) styleOf(a amount) style {
	last := s.grouping(a.last - 1)
	size := digitsOf(s.words[a.last].Term)
	first := s.words[a.first].Term
	leads := len(first) <= 3 && first[0] != '0'
	if a.last == a.first+1 {
		switch {
		case !leads && last == ' ' || size != 3 && last == ' ':
			return broken
		case last == ' ' || last == '.' && size == 3 && leads && !a.percent:
			return grouped
		case last == '.':
			return pointed
		case size == 3 && leads && !a.percent:
			return ambiguous
		}
		return decimal
	}
	group := s.grouping(a.first)
	for k := a.first + 1; k < a.last; k++ {
		if len(s.words[k].Term) != 3 || k < a.last-1 && s.grouping(k) != group {
			return broken
		}
	}
	switch {
	case !leads:
		return broken
	case last != group:
		return decimal
	case size == 3:
		return grouped
	}
	return broken
}

// multipliers are the powers of ten of words; the longer ones come together
// (nghìn tỷ).
var multipliers = map[string]int{
	"nghìn": 3, "ngàn": 3, "nghin": 3, "ngan": 3, "vạn": 4, "triệu": 6, "trieu": 6, "tỷ": 9, "tỉ": 9, "ty": 9, "ti": 9,
}

// multiply reads the words that multiply a.
func (s *scanner) multiply(a *amount) {
	t := s.words[a.last].Term
	if d := digitsOf(t); d < len(t) {
		if a.exp = multipliers[t[d:]]; t[d:] == "tr" { // 15tr, but not 15 tr.
			a.exp = 6
		}
		return
	}
	switch w := s.after(a.last); {
	case w == "trăm" || w == "tram" || w == "phần" || w == "phan":
		s.multiplyRare(a)
	case w != "" && (w[0] == 'n' || w[0] == 't' || w[0] == 'v'):
		s.power(a)
	}
}

// multiplyRare reads "5 trăm triệu" and "6,03 phần trăm".
func (s *scanner) multiplyRare(a *amount) {
	hundred := s.words[a.last+1].Term
	next := s.after(a.last + 1)
	if hundred == "phần" || hundred == "phan" {
		if next == "trăm" || next == "tram" {
			a.percent, a.end = true, a.last+2
			if a.last > a.first {
				a.style = s.styleOf(*a)
			}
		}
		return
	}
	a.end++
	if s.power(a); a.exp == 0 {
		a.end--
		return
	}
	a.exp += 2
}

// power reads one or two multipliers after word a.end.
func (s *scanner) power(a *amount) {
	for range 2 {
		w := s.after(a.end)
		e := multipliers[w]
		if e == 0 || a.exp > 0 && e != 9 || a.exp == 4 || s.ratio(a.end+1) {
			return
		}
		a.exp += e
		a.end++
		if e == 9 {
			return
		}
	}
}

// ratio reports whether the multiplier at word i begins another word: tỷ lệ,
// tỷ phú, ngân hàng without marks.
func (s *scanner) ratio(i int) bool {
	switch s.after(i) {
	case "lệ", "trọng", "suất", "giá", "số", "phú", "mỉ", "le", "trong", "suat", "gia", "so", "phu":
		return s.words[i].Term[0] == 't'
	case "hang", "sach":
		return s.words[i].Term == "ngan"
	}
	return false
}

// percentAfter reports whether a percent sign follows word i.
func (s *scanner) percentAfter(i int) bool {
	k := s.words[i].End
	for k < len(s.text) && s.text[k] == ' ' && k < s.words[i].End+2 {
		k++
	}
	if k+1 < len(s.text) && s.text[k] == 0xC2 && s.text[k+1] == 0xA0 {
		k += 2
	}
	return k < len(s.text) && s.text[k] == '%' || k+2 < len(s.text) && s.text[k:k+3] == "％"
}

// leftBound reports whether word i is joined to what stands before it so that
// no amount begins there.
func (s *scanner) leftBound(i int) bool {
	if i == 0 {
		return false
	}
	l := s.link(i - 1)
	if s.words[i-1].End == s.words[i].Start {
		return true
	}
	if !l.tight() {
		return false
	}
	switch l.sep {
	case ',', ':', '/':
		return endsWithDigit(s.words[i-1].Term)
	case '-':
		return !startsWithDigit(s.words[i-1].Term)
	}
	return l.sep == '.' || l.sep == '_' || l.sep == '@' || l.sep == '&'
}

// rightBound reports whether a is joined to what stands after it so that it is
// no amount.
func (s *scanner) rightBound(a amount) bool {
	if t := s.words[a.last].Term; digitsOf(t) < len(t) && a.exp == 0 && (a.style == plain || len(t)-digitsOf(t) > 4) {
		return true
	}
	if a.last+1 >= len(s.words) {
		return false
	}
	l := s.link(a.last)
	if s.words[a.last].End == s.words[a.last+1].Start {
		return true
	}
	if !l.tight() {
		return false
	}
	digit := startsWithDigit(s.words[a.last+1].Term)
	switch l.sep {
	case '.', ':', '_', '@':
		return true
	case ',':
		return digit
	case '/':
		return digit || a.exp == 0 && (a.style == plain || a.style == pointed)
	case '-':
		return !digit && a.style == plain
	}
	return false
}

// plainAmount reports whether a has a value of its own without any word that
// multiplies it. Numbers of fewer than four digits are found as words, and
// years are no amounts.
func (s *scanner) plainAmount(a amount) bool {
	switch a.style {
	case plain:
		t := s.words[a.first].Term
		return len(t) >= 4 && len(t) <= 15 && t[0] != '0' && (!recent(s.yearAt(a.first)) || measures[s.after(a.first)])
	case pointed:
		return units[s.after(a.last)]
	}
	return !labels[s.before(a.first)]
}

// measures are units that no year precedes.
var measures = setOf("người đồng usd km m ha kg tấn mét lít nguoi tan met")

// serial reports whether a is part of a number such as an ISBN or a telephone
// number: three groups of digits joined by hyphens.
func (s *scanner) serial(a amount) bool {
	i := a.first
	before, after := i > 0 && s.link(i-1).joins('-'), s.link(i).joins('-')
	return a.style == plain && (before && after || before && s.link(i-2).joins('-') || after && s.link(i+1).joins('-'))
}

// labels are words before which "1,2" is a list and "2.1" a heading.
var labels = setOf("điều khoản điểm mục chương phần bảng hình biểu mẫu số trang lục tiết tháng ngày quý thứ lớp khối nhóm cấp loại bước tầng")

// inherit gives the first number of a range the unit of the second: "2-3
// triệu", "5 đến 6,5%".
func (s *scanner) inherit(a amount) amount {
	at := a.last + 1
	l := s.link(a.last)
	if l.sep == ' ' && (s.word(at) == "đến" || s.word(at) == "tới" || s.word(at) == "den") {
		at++
		l = link{sep: '-'}
		if s.link(at-1).sep != ' ' {
			return a
		}
	}
	if l.sep != '-' || !startsWithDigit(s.word(at)) {
		return a
	}
	b := s.amountAt(at)
	if b.style == broken || !b.percent && b.exp == 0 || len(s.words[a.first].Term) > len(s.words[b.first].Term) {
		return a
	}
	a.percent, a.exp = b.percent, b.exp
	if a.percent && a.last > a.first {
		a.style = s.styleOf(a)
	}
	return a
}

// emitAmount emits the value of a; with fraction its last group is one.
func (s *scanner) emitAmount(kind Kind, a amount, fraction bool) {
	b := append(s.buf[:0], "n:"...)
	if kind == Percent {
		b[0] = 'p'
	}
	start, point := len(b), 0
	for k := a.first; k <= a.last; k++ {
		if t := s.words[k].Term; k < a.last || !fraction {
			b = append(b, t[:digitsOf(t)]...)
			point = len(b)
		} else {
			b = append(b, t[:digitsOf(t)]...)
		}
	}
	s.buf = b
	if len(b)-start > maxDigits {
		return
	}
	s.buf = canonical(b, start, point+a.exp)
	s.emit(kind, a.first, a.end)
}

// canonical rewrites the digits b[start:] with the decimal point before byte
// point: no needless zeros at either end.
func canonical(b []byte, start, point int) []byte {
	for len(b) < point {
		b = append(b, '0')
	}
	end := len(b)
	for end > point && b[end-1] == '0' {
		end--
	}
	var fraction [maxDigits]byte
	n := copy(fraction[:], b[point:end])
	first := start
	for first < point-1 && b[first] == '0' {
		first++
	}
	b = append(b[:start], b[first:point]...)
	if n > 0 {
		b = append(append(b, '.'), fraction[:n]...)
	}
	return b
}
