package viet

// months reads a month that "tháng" names, or a list of them that share the
// year of the last.
func (s *scanner) months(i int) int {
	if w := s.before(i); w != "tháng" && w != "thang" || s.small(i, 12) == 0 {
		return i
	}
	items := [maxList]int{i}
	for n, at := 1, i; n < maxList; n++ {
		if y, end := s.yearAfter(at, false); y > 0 {
			for k, item := range items[:n] {
				first := item
				if k == 0 {
					first--
				}
				s.emitMonth(y, s.small(item, 12), first, end-1)
			}
			s.lastYear = end
			return end
		}
		last := at
		if at = s.nextMonth(at); at == 0 || s.small(at, 12) <= s.small(last, 12) {
			return i
		}
		items[n] = at
	}
	return i
}

// nextMonth returns the month after word i in a list or range, 0 for none.
func (s *scanner) nextMonth(i int) int {
	at := s.nextItem(i)
	if at == 0 && s.link(i).sep != 0 {
		at = i + 1
		if conjunctions[s.word(at)] {
			at++
		}
		if w := s.word(at); w != "tháng" && w != "thang" {
			return 0
		}
		at++
	}
	if s.small(at, 12) == 0 {
		return 0
	}
	return at
}

// quarter reads a quarter whose number is word i, in digits or Roman:
// "quý IV/2024", "quý 4 năm 2024".
func (s *scanner) quarter(i int) int {
	switch s.before(i) {
	case "quý", "quí", "quy", "qúy":
	default:
		return i
	}
	q := s.small(i, 4)
	if q == 0 {
		q = romanValue(s.words[i].Term)
	}
	y, end := s.yearAfter(i, true)
	if y == 0 || q < 1 || q > 4 {
		return i
	}
	s.emitQuarter(y, q, i-1, end-1)
	return end
}

// years reads the year at word i: the end of "Q4/2024", the start of a term of
// office, or a year named by "năm".
func (s *scanner) years(i, y int) int {
	if w := s.word(i - 1); len(w) == 2 && w[0] == 'q' && w[1] >= '1' && w[1] <= '4' && recent(y) {
		switch l := s.link(i - 1); l.sep {
		case '/', '-', ' ', '.':
			s.emitQuarter(y, int(w[1]-'0'), i-1, i)
			return i + 1
		}
	}
	if end := s.period(i, y); end > i {
		return end
	}
	named := s.yearWord(i - 1)
	if !named && !(recent(y) && s.follows(s.lastYear, i)) || s.noYear(i) {
		return i
	}
	first := i
	if named {
		first--
	}
	s.emitYear(y, first, i)
	s.lastYear = i + 1
	return i + 1
}

// yearWord reports whether word i, before a number, is "năm". Without marks it
// is one in a text without marks only: "Việt Nam 2025".
func (s *scanner) yearWord(i int) bool {
	switch s.before(i + 1) {
	case "năm":
		return true
	case "nam":
		w := s.before(i)
		return !Marked(w) && w != "viet"
	}
	return false
}

// noYear reports whether the number at word i is measured or goes on, so that
// it is no year.
func (s *scanner) noYear(i int) bool {
	l := s.link(i)
	return units[s.after(i)] || s.percentAfter(i) || l.tight() && i+1 < len(s.words) && startsWithDigit(s.words[i+1].Term) && l.sep != '-'
}

// period reads two years as a term of office or a plan: "nhiệm kỳ 2020-2025".
func (s *scanner) period(i, y int) int {
	l := s.link(i)
	at := i + 1
	if l.sep == ' ' {
		if w := s.word(at); w != "đến" && w != "tới" && w != "den" {
			return i
		}
		at++
	} else if l.sep != '-' && l.sep != '/' {
		return i
	}
	z, first := s.yearAt(at), s.periodStart(i)
	if z <= y || z > y+100 || s.noYear(at) || first == i && (l.sep != '-' || !recent(y) || !recent(z)) {
		return i
	}
	s.buf = appendYear(append(appendYear(append(s.buf[:0], "d:"...), y), '/'), z)
	s.emit(Date, first, at)
	return at + 1
}

// periodStart returns the first word of the name of a period before word i,
// or i.
func (s *scanner) periodStart(i int) int {
	switch s.before(i) {
	case "kỳ", "kì", "ky", "ki":
		switch s.before(i - 1) {
		case "nhiệm", "thời", "nhiem", "thoi":
			return i - 2
		}
	case "đoạn", "doan":
		if w := s.before(i - 1); w == "giai" {
			return i - 2
		}
	case "khóa", "khoa", "năm", "nam":
		return i - 1
	case "học", "hoc":
		if w := s.before(i - 1); w == "năm" || w == "nam" {
			return i - 2
		}
	}
	return i
}

func (s *scanner) emitMonth(y, m, first, last int) {
	s.buf = appendTwo(appendYear(append(s.buf[:0], "d:"...), y), m)
	s.emitParts(first, last, len("d:2025-01"), len("d:2025"))
}

func (s *scanner) emitQuarter(y, q, first, last int) {
	s.buf = append(appendYear(append(s.buf[:0], "d:"...), y), '-', 'Q', byte('0'+q))
	s.emitParts(first, last, len("d:2024-Q4"), len("d:2024"))
}

func (s *scanner) emitYear(y, first, last int) {
	s.buf = appendYear(append(s.buf[:0], "d:"...), y)
	s.emit(Date, first, last)
}
