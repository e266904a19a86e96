package extract

import (
	"math"
	"strconv"
	"strings"
	"time"

	"vankien/internal/viet/legacy"
)

var xlsx = format{whole: readXLSX, apart: true, mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// readXLSX reads the sheets of a workbook that are not hidden, in their order:
// the name of each as a heading if it says something, then row by row the values
// of its cells. A formula has the value that was last computed.
func readXLSX(_ string, b []byte, opt Options) (Record, error) {
	p, err := openPack(b)
	if err != nil {
		return Record{}, err
	}
	main, links, err := p.mainPart("xl/workbook.xml")
	if err != nil {
		return Record{}, err
	}
	book := &workbook{links: links}
	if err := p.visit(main, book); err != nil {
		return Record{}, err
	}
	strs := &sharedStrings{rich: map[int][]legacy.Run{}}
	if err := p.visitOptional(links.byType["sharedStrings"], strs); err != nil {
		return Record{}, err
	}
	styles := &sheetStyles{formats: map[int]string{}}
	if err := p.visitOptional(links.byType["styles"], styles); err != nil {
		return Record{}, err
	}
	out := newProse(opt)
	for _, s := range book.sheets {
		if !isDefaultName(s.name) {
			out.add(s.name, "")
			out.end(headingOf(1))
		}
		out.beginTable()
		if err := p.visitOptional(s.part, &sheet{prose: out, shared: strs, styles: styles, from1904: book.from1904}); err != nil {
			return Record{}, err
		}
		out.endTable()
	}
	return out.record()
}

// workbook is the list of sheets.
type workbook struct {
	links    *relations
	sheets   []sheetName
	from1904 bool
}

type sheetName struct{ name, part string }

func (w *workbook) begin(name string, a attributes) bool {
	switch name {
	case "workbookPr":
		w.from1904 = a.get("date1904") != "" && isOn(a.get("date1904"))
	case "sheet":
		part := w.links.byID[a.link()]
		if state := a.get("state"); (state == "" || state == "visible") && strings.Contains(part, "sheet") {
			w.sheets = append(w.sheets, sheetName{a.get("name"), part})
		}
	}
	return true
}

func (w *workbook) end(string)        {}
func (w *workbook) characters([]byte) {}

// richText reads a text of runs, without the readings of Asian characters.
type richText struct {
	runs   []legacy.Run
	font   string
	inText bool
}

func (r *richText) begin(name string, a attributes) bool {
	switch name {
	case "rPh":
		return false
	case "r":
		r.font = ""
	case "rFont":
		r.font = a.get("val")
	case "t":
		r.inText = true
	}
	return true
}

func (r *richText) end(name string) {
	switch name {
	case "t":
		r.inText = false
	case "r":
		r.font = ""
	}
}

func (r *richText) characters(text []byte) {
	if r.inText {
		r.runs = append(r.runs, legacy.Run{Text: escapes.Replace(string(text)), Font: r.font})
	}
}

// sharedStrings are the texts that cells share.
type sharedStrings struct {
	richText
	list []string
	rich map[int][]legacy.Run // those with fonts of their own that mean something
}

func (s *sharedStrings) begin(name string, a attributes) bool {
	if name == "si" {
		s.runs = nil
	}
	return s.richText.begin(name, a)
}

func (s *sharedStrings) end(name string) {
	if s.richText.end(name); name != "si" {
		return
	}
	var all strings.Builder
	for _, r := range s.runs {
		all.WriteString(r.Text)
		if e, _ := legacy.OfFont(r.Font); e != legacy.Unknown {
			s.rich[len(s.list)] = s.runs
		}
	}
	s.list = append(s.list, all.String())
}

// at returns the text with a number.
func (s *sharedStrings) at(i int) []legacy.Run {
	if runs, ok := s.rich[i]; ok {
		return runs
	}
	if i < 0 || i >= len(s.list) {
		return nil
	}
	return []legacy.Run{{Text: s.list[i]}}
}

// sheet reads the cells of a sheet.
type sheet struct {
	*prose
	shared   *sharedStrings
	styles   *sheetStyles
	from1904 bool

	text    richText // of the cell itself
	column  int      // of the cell, from 0
	next    int      // column after the last cell
	kind    string
	style   int
	value   strings.Builder
	inValue bool
}

func (s *sheet) begin(name string, a attributes) bool {
	switch name {
	case "row":
		s.beginRow()
		s.next = 0
	case "c":
		s.column = columnOf(a.get("r"), s.next)
		s.kind, s.style = a.get("t"), wholeNumber(a.get("s"), 0)
		s.value.Reset()
		s.text = richText{}
	case "f", "extLst", "headerFooter":
		return false
	case "v":
		s.inValue = true
	default:
		return s.text.begin(name, a)
	}
	return true
}

// columnOf reads the column of a reference such as BC17, from 0.
func columnOf(ref string, less int) int {
	n := 0
	for i := 0; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	if n == 0 {
		return less
	}
	return n - 1
}

func (s *sheet) characters(text []byte) {
	if s.inValue {
		s.value.Write(text)
		return
	}
	s.text.characters(text)
}

func (s *sheet) end(name string) {
	switch name {
	case "v":
		s.inValue = false
	case "c":
		s.endValue()
	case "row":
		s.endRow()
	default:
		s.text.end(name)
	}
}

// endValue writes a cell and the empty ones before it.
func (s *sheet) endValue() {
	if s.column > s.next {
		s.endCell(s.column - s.next)
	}
	s.next = s.column + 1
	v := s.value.String()
	runs := s.text.runs
	switch s.kind {
	case "s":
		runs = s.shared.at(wholeNumber(v, -1))
	case "b":
		v = map[string]string{"1": "TRUE", "0": "FALSE"}[v]
	case "e":
		v = ""
	case "", "n":
		v = s.styles.number(v, s.style, s.from1904)
	}
	if s.kind != "s" && s.kind != "inlineStr" {
		runs = []legacy.Run{{Text: v}}
	}
	for _, r := range runs {
		s.add(r.Text, or(r.Font, s.styles.font(s.style)))
	}
	s.prose.end(block{})
	s.endCell(1)
}

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
