package viet

// day is a day of the calendar; the year may be unknown (0).
type day struct {
	year, month, day int
	end              int // the word after its last one
}

// date reads the date that begins with the number at word i, and returns the
// word after it, or i. The order is always day, month, year (rule DT01).
func (s *scanner) date(i int) int {
	if s.inDigits(i) {
		return i
	}
	if y := s.yearAt(i); y > 0 {
		return s.years(i, y)
	}
	if s.small(i, 31) == 0 || !s.dateGoesOn(i) {
		return i
	}
	for _, f := range [...]func(*scanner, int) int{(*scanner).days, (*scanner).months, (*scanner).quarter} {
		if end := f(s, i); end > i {
			return end
		}
	}
	return i
}

// dateGoesOn reports whether what follows the number at word i can be a month,
// a year or another item of a list.
func (s *scanner) dateGoesOn(i int) bool {
	switch s.link(i).sep {
	case '/', '-', '.', ',':
		return true
	case ' ':
		switch w := s.words[i+1].Term; w {
		case "tháng", "thang", "năm", "nam":
			return true
		default:
			return startsWithDigit(w) || conjunctions[w]
		}
	}
	return false
}

// inDigits reports whether a mark joins word i to digits before it, so that no
// date begins there: 36.3, 1/2/3. A range of dates may go on after a hyphen.
func (s *scanner) inDigits(i int) bool {
	if i == 0 {
		return false
	}
	l := s.link(i - 1)
	if !l.tight() {
		return false
	}
	switch l.sep {
	case '.', ',', ':', '/', '-':
		return startsWithDigit(s.words[i-1].Term) && !(l.sep == '-' && (s.lastDay == i || s.lastYear == i))
	}
	return l.sep == '_' || l.sep == 0 && s.words[i-1].End == s.words[i].Start
}

// days reads a day, or a list of days that share the month and year of the
// last: "ngày 12 và 13/1/2025".
func (s *scanner) days(i int) int {
	named := s.dayContext(i)
	d, ok := s.day(i, named)
	if ok {
		s.emitDay(d, s.dayStart(i), d.end-1)
		if named {
			s.lastDay = d.end
		}
		return d.end
	}
	if !named {
		return i
	}
	return s.dayList(i)
}

// maxList bounds the items of a list that share a month or a year.
const maxList = 12

// dayList reads days before the one that has the month.
func (s *scanner) dayList(i int) int {
	items := [maxList]int{i}
	n := 1
	for at := s.nextItem(i); at > 0 && n < maxList; at = s.nextItem(at) {
		if s.small(at, 31) <= s.small(items[n-1], 31) {
			return i
		}
		d, ok := s.day(at, true)
		if !ok {
			items[n] = at
			n++
			continue
		}
		for k, item := range items[:n] {
			first := item
			if k == 0 {
				first = s.dayStart(item)
			}
			e := d
			e.day = s.small(item, 31)
			s.emitDay(e, first, d.end-1)
		}
		s.emitDay(d, at, d.end-1)
		s.lastDay = d.end
		return d.end
	}
	return i
}

// nextItem returns the number after word i in a list or range, 0 for none.
func (s *scanner) nextItem(i int) int {
	at := i + 1
	l := s.link(i)
	if l.sep == ' ' && conjunctions[s.word(at)] {
		at++
		if w := s.word(at); w == "ngày" || w == "ngay" {
			at++
		}
	} else if l.sep != ',' && l.sep != '-' {
		return 0
	}
	if s.small(at, 31) == 0 {
		return 0
	}
	return at
}

// dayStart returns the first word of the date whose day is word i: "ngày" and
// "mùng" belong to it.
func (s *scanner) dayStart(i int) int {
	for k := 0; k < 2; k++ {
		switch s.before(i) {
		case "ngày", "ngay", "mùng", "mồng", "mung", "mong":
			i--
		}
	}
	return i
}

// day reads one day at word i. Without a year it must be named by its context
// (rule DT02).
func (s *scanner) day(i int, named bool) (day, bool) {
	d := day{day: s.small(i, 31)}
	l := s.link(i)
	switch w := s.word(i + 1); {
	case d.day == 0:
		return d, false
	case (w == "tháng" || w == "thang") && (l.sep == ' ' || l.sep == ',' || l.sep == '/' || l.sep == '-'):
		return s.dayInWords(i, d, named)
	case l.sep == '/' || l.sep == '-' || l.sep == '.':
		return s.dayInDigits(i, d, l, named)
	}
	return d, false
}

// dayInWords reads "13 tháng 01 năm 2025".
func (s *scanner) dayInWords(i int, d day, named bool) (day, bool) {
	if s.link(i+1).sep != ' ' {
		return d, false
	}
	d.month, d.end = s.small(i+2, 12), i+3
	if d.month == 0 && named {
		d.month, d.end = s.monthWord(i + 2)
	}
	if y, end := s.yearAfter(d.end-1, true); y > 0 {
		d.year, d.end = y, end
	}
	return d, exists(d) && (named || d.year > 0)
}

// monthWords are months that are written in words more often than not.
var monthWords = map[string]int{
	"giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}

// monthWord reads a month written as a word, and returns the word after it.
func (s *scanner) monthWord(i int) (month, end int) {
	month = monthWords[s.word(i)]
	if month == 10 {
		switch s.after(i) {
		case "một":
			return 11, i + 2
		case "hai":
			return 12, i + 2
		}
	}
	return month, i + 1
}

// dayInDigits reads "13/01/2025", "13-1-2025", "13.1.2025", and "2/9" when the
// day is named.
func (s *scanner) dayInDigits(i int, d day, l link, named bool) (day, bool) {
	d.month, d.end = s.small(i+1, 12), i+2
	if d.month == 0 {
		return d, false
	}
	next := s.link(i + 1)
	if next.sep == l.sep {
		if y := s.yearAt(i + 2); y > 0 && next.spaced == l.spaced && !s.goesOn(i+2, l.sep) {
			d.year, d.end = y, i+3
			return d, exists(d)
		}
		if next.tight() && startsWithDigit(s.word(i+2)) {
			return d, false
		}
	}
	if y, end := s.yearAfter(i+1, false); y > 0 && !l.spaced {
		d.year, d.end = y, end
		return d, exists(d)
	}
	return d, named && !l.spaced && exists(d) && !s.goesOn(i+1, l.sep) && !s.measured(i+1, l.sep)
}

// goesOn reports whether what ends with word i is joined by sep, a dot, a comma
// or a slash to more digits.
func (s *scanner) goesOn(i int, sep byte) bool {
	l := s.link(i)
	if !l.tight() || i+1 >= len(s.words) {
		return false
	}
	return startsWithDigit(s.words[i+1].Term) && (l.sep == sep || l.sep == '/' || l.sep == '.' || l.sep == ',') || s.words[i].End == s.words[i+1].Start
}

// measured reports whether a unit follows word i, so that "2-3" or "2.5" is a
// range or an amount and not a day.
func (s *scanner) measured(i int, sep byte) bool {
	if sep == '/' {
		return false
	}
	if w := s.after(i); w == "năm" || w == "nam" || w == "lan" {
		return !thatYear[s.after(i+1)]
	}
	return units[s.after(i)] || s.percentAfter(i)
}

// thatYear are words that make a year of "năm": "ngày 21-5 năm nay".
var thatYear = setOf("nay ngoái trước sau kia đó ấy ngoai truoc")

// units are measures that follow a range or an amount.
var units = setOf(`tháng ngày năm tuần giờ phút giây người triệu tỷ tỉ nghìn ngàn vạn đồng usd km m ha kg tấn lần
điểm độ tuổi bàn trận con cái chiếc thang gio nguoi trieu ty nghin dong`)

// exists reports whether the calendar has the day; 29 February needs a leap
// year only when the year is known.
func exists(d day) bool {
	if d.month < 1 || d.month > 12 || d.day < 1 {
		return false
	}
	most := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[d.month-1]
	if d.month == 2 && (d.year == 0 || d.year%4 == 0 && (d.year%100 != 0 || d.year%400 == 0)) {
		most = 29
	}
	return d.day <= most
}

// yearAfter reads the year after the month at word i: "/2025", ", năm 2025",
// and with bare also " 2025" alone. Two digits are a year only after "năm"
// (rule DT02).
func (s *scanner) yearAfter(i int, bare bool) (year, end int) {
	l := s.link(i)
	w := s.word(i + 1)
	if (w == "năm" || w == "nam") && (l.sep == ' ' || l.sep == ',') && s.link(i+1).sep == ' ' {
		if y := s.yearAt(i + 2); y > 0 {
			return y, i + 3
		}
		if v, n := s.digitRun(i + 2); n == 2 && w == "năm" && !units[s.after(i+2)] {
			return century(v), i + 3
		}
		return 0, 0
	}
	y := s.yearAt(i + 1)
	switch {
	case !recent(y) || s.goesOn(i+1, '/'):
	case l.sep == '/' || l.sep == '-' || l.sep == '.' && !l.spaced:
		return y, i + 2
	case bare && (l.sep == ' ' || l.sep == ',' && l.spaced) && !units[s.after(i+1)]:
		return y, i + 2
	}
	return 0, 0
}

// century completes a year of two digits.
func century(v int) int {
	if v < 40 {
		return 2000 + v
	}
	return 1900 + v
}

// dayContext reports whether the words before word i say that it is a day
// (rule DT02), or word i continues a list of such days.
func (s *scanner) dayContext(i int) bool {
	if s.follows(s.lastDay, i) || i > 1 && s.follows(s.lastDay, i-1) && (s.words[i-1].Term == "ngày" || s.words[i-1].Term == "ngay") {
		return true
	}
	k := i - 1
	if l := s.link(k); l.sep == '(' || l.sep == ' ' || l.sep == ',' {
		w := s.word(k)
		if nearDays[w] {
			k--
			w = s.before(k + 1)
		} else if l.sep == ',' {
			return false
		}
		return dayWords[w] && !(w == "sang" && s.before(k) == "san") // sẵn sàng 24/7
	}
	return false
}

var (
	dayWords = setOf(`ngày ngay mùng mung mồng mong hôm hom sáng sang chiều chieu tối toi trưa trua đêm dem khuya`)
	nearDays = setOf("nay qua mai kia kìa mốt")
)

func (s *scanner) emitDay(d day, first, last int) {
	b := append(s.buf[:0], "d:"...)
	if d.year == 0 {
		s.buf = appendTwo(appendTwo(append(b, '-'), d.month), d.day)
		s.emit(Date, first, last)
		return
	}
	s.buf = appendTwo(appendTwo(appendYear(b, d.year), d.month), d.day)
	s.emitParts(first, last, len("d:2025-01-13"), len("d:2025-01"), len("d:2025"))
}

// emitParts emits the date in s.buf and the longer times that hold it, which
// are its beginnings of the given lengths.
func (s *scanner) emitParts(first, last int, lengths ...int) {
	b := s.buf
	for _, n := range lengths {
		s.buf = b[:n]
		s.emit(Date, first, last)
	}
}

// appendYear appends four digits.
func appendYear(b []byte, y int) []byte {
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
}

// appendTwo appends a hyphen and two digits.
func appendTwo(b []byte, v int) []byte { return append(b, '-', byte('0'+v/10), byte('0'+v%10)) }
