package extract

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A date in a sheet is the number of days since a beginning, and only the format
// that the cell is shown in tells it from another number: one of the formats that
// programs know by number, or a code such as dd/mm/yyyy.

// sheetStyles are the fonts and number formats of cells.
type sheetStyles struct {
	formats map[int]string
	fonts   []string
	cells   []cellStyle
	in      string // fonts or cellXfs
}

type cellStyle struct{ font, format int }

func (s *sheetStyles) begin(name string, a attributes) bool {
	switch name {
	case "numFmt":
		s.formats[wholeNumber(a.get("numFmtId"), -1)] = a.get("formatCode")
	case "fonts", "cellXfs":
		s.in = name
	case "dxfs", "cellStyleXfs":
		return false
	case "font":
		s.fonts = append(s.fonts, "")
	case "name":
		if n := len(s.fonts); n > 0 && s.in == "fonts" {
			s.fonts[n-1] = a.get("val")
		}
	case "xf":
		s.cells = append(s.cells, cellStyle{wholeNumber(a.get("fontId"), 0), wholeNumber(a.get("numFmtId"), 0)})
	}
	return true
}

func (s *sheetStyles) end(string)        {}
func (s *sheetStyles) characters([]byte) {}

func (s *sheetStyles) font(style int) string {
	if style >= 0 && style < len(s.cells) {
		if f := s.cells[style].font; f >= 0 && f < len(s.fonts) {
			return s.fonts[f]
		}
	}
	return ""
}

// number writes a number as it was typed: a date as 2025-06-01, another without
// the digits that only the computer's arithmetic adds.
func (s *sheetStyles) number(v string, style int, from1904 bool) string {
	f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil {
		return v
	}
	if style >= 0 && style < len(s.cells) {
		id := s.cells[style].format
		if day, clock := dateFormat(id, s.formats[id]); day || clock {
			if t, ok := serialTime(f, from1904); ok {
				return writeTime(t, day, clock)
			}
		}
	}
	if len(v) <= 15 || math.Abs(f) >= 1e15 {
		return v
	}
	return strconv.FormatFloat(f, 'g', 15, 64)
}

// dateFormat reports whether a number format shows a day and a time of day.
func dateFormat(id int, code string) (day, clock bool) {
	switch {
	case id >= 14 && id <= 17:
		return true, false
	case id >= 18 && id <= 21 || id >= 45 && id <= 47:
		return false, true
	case id == 22:
		return true, true
	case code == "":
		return false, false
	}
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	code = formatLetters(code)
	day = strings.Contains(code, "yy") || strings.Contains(code, "d") && strings.Contains(code, "m")
	return day, strings.Contains(code, "h")
}

// formatLetters leaves out of a number format what it shows as it stands: texts
// in quotation marks, characters after a backslash, colours in brackets.
func formatLetters(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// serialTime reads the days since the beginning of 1900, or of 1904. The 29th of
// February 1900 is counted, though there was none.
func serialTime(days float64, from1904 bool) (time.Time, bool) {
	if days < 0 || days >= 2958466 { // the end of 9999
		return time.Time{}, false
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	whole, part := math.Modf(days)
	return start.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second), true
}

func writeTime(t time.Time, day, clock bool) string {
	switch {
	case !day:
		return t.Format("15:04:05")
	case clock && t.Format("15:04:05") != "00:00:00":
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02")
}
