package extract

import "strings"

// odfSheet is where the reading of tables stands. A sheet is a table that has a
// name of its own. A cell or row may stand for many that are alike; what it says
// is written once. Dates are written as they are stored, 2025-06-01, and not as
// they are shown, which differs from file to file.
type odfSheet struct {
	sheets bool  // the tables are sheets
	depth  int   // of tables
	cells  []int // columns of the open cells
}

func (o *odfText) beginTable(name string, a attributes) bool {
	switch name {
	case "spreadsheet":
		o.sheet.sheets = true
	case "table":
		if a.get("display") == "false" || o.sheet.sheets && o.styles.look(a.get("style-name")).hidden {
			return false
		}
		if o.sheet.depth++; o.sheet.depth == 1 && o.sheet.sheets {
			o.named(a.get("name"))
		}
		o.prose.beginTable()
	case "table-row":
		o.beginRow()
	case "table-cell", "covered-table-cell":
		width := max(wholeNumber(a.get("number-columns-repeated"), 1), 1)
		if d := a.get("date-value"); d != "" && a.get("value-type") == "date" {
			o.add(strings.Replace(d, "T", " ", 1), "")
			o.prose.end(block{})
			o.endCell(width)
			return false
		}
		o.sheet.cells = append(o.sheet.cells, width)
		o.spans = append(o.spans, o.lookOf(a.get("style-name")))
	}
	return true
}

// named writes the name of a sheet, if it says something.
func (o *odfText) named(name string) {
	if !isDefaultName(name) {
		o.add(name, "")
		o.prose.end(headingOf(1))
	}
}

func (o *odfText) endTable(name string) {
	switch name {
	case "table":
		o.sheet.depth = max(o.sheet.depth-1, 0)
		o.prose.endTable()
	case "table-row":
		o.endRow()
	case "table-cell", "covered-table-cell":
		if n := len(o.sheet.cells); n > 0 {
			o.pop()
			o.endCell(o.sheet.cells[n-1])
			o.sheet.cells = o.sheet.cells[:n-1]
		}
	}
}

// isDefaultName reports whether a sheet has the name that programs give: Sheet1,
// Trang tính2.
func isDefaultName(name string) bool {
	name = strings.ToLower(strings.TrimRight(name, "0123456789 ()_"))
	switch strings.ReplaceAll(name, "_", " ") {
	case "", "sheet", "trang tính", "bảng", "bảng tính", "table", "slide", "page", "trang", "feuil", "tabelle", "worksheet":
		return true
	}
	return false
}
