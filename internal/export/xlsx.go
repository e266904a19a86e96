package export

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a sheet and a cell of Excel can hold; a cell in units of UTF-16.
const (
	sheetRows = 1_048_576
	cellUnits = 32_767
)

// xlsx writes a workbook: sheets of rows under headings, then a sheet of notes. Texts
// stand in their cells, not in a table of strings, which would have to be kept until the end.
type xlsx struct {
	*parcel
	opt    *Options
	names  []string // of the sheets
	row    int      // last of the sheet
	rows   int      // that a sheet holds
	cutOff int64    // texts that were cut
}

const sheetTypes = `<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
	`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
	`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`

const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// bold is the second of the styles.
const bold = ` s="1"`

const sheetStyles = `<styleSheet xmlns="` + spreadsheet + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
	`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

func newXLSX(w io.Writer, opt *Options) Writer {
	x := &xlsx{parcel: newParcel(w, sheetTypes), opt: opt, rows: sheetRows}
	x.relate("xl/workbook.xml")
	x.begin("xl/styles.xml")
	x.put(xmlHead, sheetStyles)
	return x
}

// beginSheet ends the sheet before.
func (x *xlsx) beginSheet(name string) {
	x.endSheet()
	x.names, x.row = append(x.names, name), 0
	x.begin("xl/worksheets/sheet" + strconv.Itoa(len(x.names)) + ".xml")
	x.put(xmlHead, `<worksheet xmlns="`, spreadsheet, `"><sheetViews><sheetView workbookViewId="0">`,
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="64" width="24" customWidth="1"/></cols><sheetData>`)
}

func (x *xlsx) endSheet() {
	if len(x.names) > 0 {
		x.put(`</sheetData></worksheet>`)
	}
}

// head begins a sheet of rows, the next one when one is full.
func (x *xlsx) head() {
	name := x.opt.Texts.Sheet
	if n := len(x.names); n > 0 {
		name += " " + strconv.Itoa(n+1)
	}
	x.beginSheet(name)
	x.beginRow()
	for i, c := range x.opt.Columns {
		x.cell(i, c.Label, bold)
	}
	x.put(`</row>`)
}

func (x *xlsx) beginRow() {
	x.row++
	x.put(`<row r="`, strconv.Itoa(x.row), `">`)
}

func (x *xlsx) Write(r *Row) error {
	if len(x.names) == 0 || x.row == x.rows {
		x.head()
	}
	x.beginRow()
	for i := range x.opt.Columns {
		x.cell(i, r.value(i), "")
	}
	x.put(`</row>`)
	return x.err
}

// cell writes a value of a row, if it has one.
func (x *xlsx) cell(column int, v any, style string) {
	at := columnName(column) + strconv.Itoa(x.row)
	if n, number := v.(int); number {
		x.put(`<c r="`, at, `"><v>`, strconv.Itoa(n), `</v></c>`)
		return
	}
	s := text(v)
	if s == "" {
		return
	}
	x.put(`<c r="`, at, `" t="inlineStr"`, style, `><is><t xml:space="preserve">`)
	x.text(literal(x.fit(s)))
	x.put(`</t></is></c>`)
}

// fit cuts a text that a cell cannot hold.
func (x *xlsx) fit(s string) string {
	if len(s) <= cellUnits {
		return s
	}
	end := x.opt.Texts.Cut
	room, units, keep := cellUnits-unitsOf(end), 0, 0
	for i, r := range s {
		if units <= room {
			keep = i
		}
		if units += unitsOfRune(r); units > cellUnits {
			x.cutOff++
			return s[:keep] + end
		}
	}
	return s
}

func unitsOf(s string) (n int) {
	for _, r := range s {
		n += unitsOfRune(r)
	}
	return n
}

func unitsOfRune(r rune) int {
	if r > 0xFFFF && r <= utf8.MaxRune {
		return 2
	}
	return 1
}

// literal keeps a text that looks like an escaped character, such as _x0041_, from
// being read as one.
func literal(s string) string {
	for at := 0; ; {
		i := strings.Index(s[at:], "_x")
		if i < 0 {
			return s
		}
		if at += i; isEscape(s[at:]) {
			s = s[:at] + "_x005F" + s[at:]
			at += len("_x005F")
		}
		at++
	}
}

func isEscape(s string) bool {
	return len(s) >= 7 && s[6] == '_' && strings.Trim(s[2:6], "0123456789ABCDEFabcdef") == ""
}

// columnName numbers columns as A, B, …, Z, AA.
func columnName(i int) string {
	if i < 26 {
		return string('A' + rune(i))
	}
	return columnName(i/26-1) + string('A'+rune(i%26))
}

func (x *xlsx) Close() error {
	if len(x.names) == 0 {
		x.head()
	}
	x.notes()
	x.endSheet()
	x.begin("xl/workbook.xml")
	x.put(xmlHead, `<workbook xmlns="`, spreadsheet, `" xmlns:r="`, relation, `"><sheets>`)
	for i, name := range x.names {
		n := strconv.Itoa(i + 1)
		x.put(`<sheet name="`)
		x.text(name)
		x.put(`" sheetId="`, n, `" r:id="rId`, n, `"/>`)
	}
	x.put(`</sheets></workbook>`)
	x.begin("xl/_rels/workbook.xml.rels")
	x.put(xmlHead, `<Relationships xmlns="`, relations, `">`)
	for i := range x.names {
		n := strconv.Itoa(i + 1)
		x.put(`<Relationship Id="rId`, n, `" Type="`, relation, `/worksheet" Target="worksheets/sheet`, n, `.xml"/>`)
	}
	x.put(`<Relationship Id="rIdStyles" Type="`, relation, `/styles" Target="styles.xml"/></Relationships>`)
	return x.close()
}

// notes writes what is to be said of the list.
func (x *xlsx) notes() {
	all := append([]string{x.opt.Title}, x.opt.Notes...)
	if x.cutOff > 0 {
		all = append(all, x.opt.Texts.CutCount(x.cutOff))
	}
	x.beginSheet(x.opt.Texts.Notes)
	for _, n := range all {
		x.beginRow()
		x.cell(0, n, "")
		x.put(`</row>`)
	}
}
