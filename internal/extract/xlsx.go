package extract

import (
	"strings"

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
