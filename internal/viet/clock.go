package viet

// clock reads the time of day whose hours are the number at word i: 8:30, 8h30,
// 8g30, "8 giờ 30" (rule N03). It returns the word after it, or i.
func (s *scanner) clock(i int) int {
	if s.isJoined(i) {
		if s.link(i).joins(':') {
			s.emitTime(s.words[i].Term, s.words[i+1].Term, i, i)
			_, last := s.wordsOf(i, i)
			return last + 1
		}
		return i
	}
	w := s.words[i].Term
	if d := digitsOf(w); d > 0 && d <= 2 && len(w) == d+3 && (w[d] == 'h' || w[d] == 'g') && isMinutes(w[d+1:]) {
		s.emitTime(w[:d], w[d+1:], i, i)
		return i + 1
	}
	if next := s.after(i); (next == "giờ" || next == "gio") && s.small(i, 24) > 0 && s.link(i+1).sep == ' ' && isMinutes(s.word(i+2)) {
		if unit := s.after(i + 2); unit == "phút" || unit == "phut" || !units[unit] {
			s.emitTime(w, s.word(i+2), i, i+2)
			return i + 3
		}
	}
	return i
}

func isMinutes(t string) bool {
	return len(t) == 2 && t[0] >= '0' && t[0] <= '5' && t[1] >= '0' && t[1] <= '9'
}

func (s *scanner) emitTime(hours, minutes string, first, last int) {
	s.buf = append(append(s.buf[:0], "t:"...), trimZeros(hours)...)
	s.buf = append(append(s.buf, ':'), minutes...)
	s.emit(Time, first, last)
}
