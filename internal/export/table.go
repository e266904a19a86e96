package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table writes CSV or TSV.
type table struct {
	csv   *csv.Writer
	out   io.Writer
	opt   *Options
	began bool
	cells []string
}

// bom makes Excel read UTF-8.
const bom = "\ufeff"

func newCSV(w io.Writer, opt *Options) Writer { return newTable(w, opt, ',') }
func newTSV(w io.Writer, opt *Options) Writer { return newTable(w, opt, '\t') }

func newTable(w io.Writer, opt *Options, comma rune) Writer {
	t := &table{csv: csv.NewWriter(w), out: w, opt: opt}
	t.csv.Comma, t.csv.UseCRLF = comma, true
	return t
}

func (t *table) begin() error {
	if t.began {
		return nil
	}
	t.began = true
	if _, err := io.WriteString(t.out, bom); err != nil {
		return err
	}
	return t.csv.Write(labels(t.opt.Columns))
}

func labels(columns []Column) (all []string) {
	for _, c := range columns {
		all = append(all, unformula(c.Label))
	}
	return all
}

func (t *table) Write(r *Row) error {
	if err := t.begin(); err != nil {
		return err
	}
	t.cells = t.cells[:0]
	for i := range t.opt.Columns {
		t.cells = append(t.cells, t.cell(r.value(i)))
	}
	return t.csv.Write(t.cells)
}

// cell is a value as it stands in a table. TSV has no line ends and tabs in a value
// for programs that do not read quotation marks.
func (t *table) cell(v any) string {
	s := text(v)
	if _, number := v.(int); number {
		return s
	}
	if t.csv.Comma == '\t' {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }), " ")
	}
	return unformula(s)
}

func (t *table) Close() error {
	if err := t.begin(); err != nil {
		return err
	}
	t.csv.Flush()
	return t.csv.Error()
}

// unformula keeps a spreadsheet from running a text.
func unformula(s string) string {
	switch r, _ := utf8.DecodeRuneInString(s); r {
	case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return "'" + s
	}
	return s
}

// value returns the value of a column; "" for one that is missing.
func (r *Row) value(i int) any {
	if i < len(r.Values) {
		return r.Values[i]
	}
	return ""
}

// text is a value in words.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, "; ")
	case int:
		return strconv.Itoa(v)
	}
	return ""
}
