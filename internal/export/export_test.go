package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"vankien/index"
	"vankien/internal/cite"
)

func options(names ...string) *Options {
	o := &Options{Title: "Kết quả: “đất đai”", Notes: []string{"2 tài liệu; a@b"}, Texts: Texts{Sheet: "Kết quả", Notes: "Ghi chú", Untitled: "(không tên)",
		Page: "tr. %d:", Cut: "… [bị cắt]", CutCount: func(n int64) string { return fmt.Sprint(n, " ô bị cắt") }}}
	for _, n := range names {
		o.Columns = append(o.Columns, Column{n, strings.ToUpper(n)})
	}
	return o
}

func row(id string, values ...any) *Row {
	return &Row{Source: cite.Source{Document: &index.Document{ID: id, Kind: "speech", Title: "Về <đất> " + id, Speaker: "Lê Thị Hòa", Date: "2025"}, URL: "https://x/d/" + id}, Values: values,
		Passages: []Passage{{3, []Part{{Text: "Quản lý "}, {Text: "đất đai", Mark: true}, {Text: " & "}, {Text: "đất", Mark: true, Loose: true}}}}}
}

func written(t *testing.T, f Format, opt *Options, rows ...*Row) []byte {
	t.Helper()
	var b bytes.Buffer
	w := New(f, &b, opt)
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTables(t *testing.T) {
	rows := []*Row{row("a", "a", "=1+1", []string{"x", "y"}, 3), row("b", "-b", "hai\ndòng \"nháy\", phẩy\tt")}
	opt := options("id", "title", "topics", "n")
	if got, want := string(written(t, CSV, opt, rows...)), "\ufeffID,TITLE,TOPICS,N\r\na,'=1+1,x; y,3\r\n'-b,\"hai\r\ndòng \"\"nháy\"\", phẩy\tt\",,\r\n"; got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
	if got, want := string(written(t, TSV, opt, rows...)), "\ufeffID\tTITLE\tTOPICS\tN\r\na\t'=1+1\tx; y\t3\r\n'-b\t\"hai dòng \"\"nháy\"\", phẩy t\"\t\t\r\n"; got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
	if got, want := string(written(t, CSV, opt)), "\ufeffID,TITLE,TOPICS,N\r\n"; got != want {
		t.Errorf("nothing: %q", got)
	}
}

func TestJSONL(t *testing.T) {
	got := string(written(t, JSONL, options("id", "title", "topics", "n"), row("a", "a", "<b> & ố", []string{"x"}, 0), row("b")))
	if want := `{"id":"a","title":"<b> & ố","topics":["x"],"n":0}` + "\n{}\n"; got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
}

func TestReferences(t *testing.T) {
	got := string(written(t, BibTeX, options(), row("a"), row("a")))
	if !strings.HasPrefix(got, "% 2 tài liệu; a(at)b\n\n@misc{lethihoa2025dat,\n") || !strings.Contains(got, "\n}\n\n@misc{lethihoa2025dat-a,\n") {
		t.Error(got)
	}
	if got := string(written(t, RIS, options(), row("a"), row("b"))); strings.Count(got, "ER  - \r\n") != 2 || !strings.Contains(got, "ER  - \r\n\r\nTY  - GEN\r\n") {
		t.Error(got)
	}
	for n, rows := range [][]*Row{nil, {row("a")}, {row("a"), row("b")}} {
		var items []cite.CSLItem
		if err := json.Unmarshal(written(t, CSL, options(), rows...), &items); err != nil || len(items) != n {
			t.Errorf("%d items of %d: %v", len(items), n, err)
		}
	}
}

// part reads a part of a file of Office Open XML, whose parts are all well formed.
func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("begins with %s", z.File[0].Name)
	}
	found := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			found = string(b)
		}
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return found
}

// cells reads the rows of a sheet.
func cells(t *testing.T, file []byte, sheet int) (rows [][]string) {
	t.Helper()
	var v struct {
		Rows []struct {
			C []struct {
				R string `xml:"r,attr"`
				V string `xml:"v"`
				T string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(part(t, file, fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet))), &v); err != nil {
		t.Fatal(err)
	}
	for i, r := range v.Rows {
		var list []string
		for _, c := range r.C {
			list = append(list, strings.TrimSuffix(c.R, fmt.Sprint(i+1))+"="+c.V+c.T)
		}
		rows = append(rows, list)
	}
	return rows
}

func TestXLSX(t *testing.T) {
	file := written(t, XLSX, options("id", "n", "t"), row("a", "=1", 7, "x\x00 <&> _x0041_ _x00"), row("b", "b", "", "hai\ndòng"))
	want := [][]string{{"A=ID", "B=N", "C=T"}, {"A==1", "B=7", "C=x\ufffd <&> _x005F_x0041_ _x00"}, {"A=b", "C=hai\ndòng"}}
	if got := cells(t, file, 1); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q, want\n%q", got, want)
	}
	if got, want := cells(t, file, 2), [][]string{{"A=Kết quả: “đất đai”"}, {"A=2 tài liệu; a@b"}}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("notes %q", got)
	}
}

func TestXLSXGoesOnInTheNextSheet(t *testing.T) {
	var b bytes.Buffer
	w := newXLSX(&b, options("id")).(*xlsx)
	w.rows = 3
	for i := range 5 {
		if err := w.Write(row("", fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[int]string{1: "[[A=ID] [A=0] [A=1]]", 2: "[[A=ID] [A=2] [A=3]]", 3: "[[A=ID] [A=4]]"} {
		if got := fmt.Sprint(cells(t, b.Bytes(), sheet)); got != want {
			t.Errorf("sheet %d: %s, want %s", sheet, got, want)
		}
	}
	if book := part(t, b.Bytes(), "xl/workbook.xml"); !strings.Contains(book, `name="Kết quả 3"`) || !strings.Contains(book, `name="Ghi chú"`) {
		t.Error(book)
	}
}

func TestXLSXCutsWhatNoCellHolds(t *testing.T) {
	fits := strings.Repeat("ố", cellUnits-2) + "😀"
	file := written(t, XLSX, options("t"), row("a", fits), row("b", fits+"!"))
	got := cells(t, file, 1)
	if got[1][0] != "A="+fits {
		t.Error("what fits was cut")
	}
	cut := strings.TrimPrefix(got[2][0], "A=")
	if n := unitsOf(cut); n > cellUnits || n < cellUnits-1 || !strings.HasSuffix(cut, "ố… [bị cắt]") {
		t.Errorf("%d units, ends %q", n, cut[len(cut)-20:])
	}
	if notes := cells(t, file, 2); notes[2][0] != "A=1 ô bị cắt" {
		t.Errorf("notes %q", notes)
	}
}

func TestColumnNames(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

func TestDOCX(t *testing.T) {
	untitled := row("b")
	untitled.Source.Document.Title = ""
	body := part(t, written(t, DOCX, options(), row("a"), untitled), "word/document.xml")
	for _, want := range []string{
		`HYPERLINK &#34;https://x/d/a&#34; </w:instrText>`, `<w:rStyle w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">Về &lt;đất&gt; a</w:t>`,
		`<w:rPr><w:i/></w:rPr><w:t xml:space="preserve">Về &lt;đất&gt; a</w:t>`, `<w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">đất đai</w:t>`,
		`<w:u w:val="dotted"/></w:rPr><w:t xml:space="preserve">đất</w:t>`, `(không tên)`, `>tr. 3: <`,
	} {
		if !strings.Contains(strings.ReplaceAll(body, `HYPERLINK "`, `HYPERLINK &#34;`), strings.ReplaceAll(want, `a&#34; <`, `a" <`)) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
}

// full takes some bytes and then no more.
type full int

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, errors.New("full")
	}
	return len(b), nil
}

func TestAnErrorIsNotLost(t *testing.T) {
	for _, f := range Formats() {
		room := full(3000)
		w := New(f, &room, options("id", "t"))
		failed := false
		for i := range 3000 {
			failed = failed || w.Write(row(fmt.Sprint(i), fmt.Sprint(i*7919), strings.Repeat(fmt.Sprint(i*104729), 9))) != nil
		}
		if err := w.Close(); err == nil || !failed {
			t.Errorf("%s: error %v at the end, before: %v", f, err, failed)
		}
	}
}

// FuzzText holds for any text, in every format.
func FuzzText(f *testing.F) {
	f.Add("=x\r\n\"_x0041_\x00", "\xff\ufffe<&")
	f.Add("ER  - \r\nTY  - ", "@misc{a, }")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := row("a", a, b)
		r.Source.Document.Title, r.Source.URL = a, b
		r.Passages[0].Parts[0].Text = b
		opt := options("a", "b")
		got, err := csv.NewReader(bytes.NewReader(written(t, CSV, opt, r, r))).ReadAll()
		if err != nil || len(got) != 3 || len(got[1]) != 2 {
			t.Errorf("%q: %v", got, err)
		}
		for _, line := range got {
			if strings.HasPrefix(line[0], "=") {
				t.Errorf("a formula: %q", line)
			}
		}
		if lines := bytes.Split(written(t, TSV, opt, r, r), []byte("\r\n")); len(lines) != 4 {
			t.Errorf("%d lines of TSV", len(lines))
		}
		if lines := bytes.Split(written(t, JSONL, opt, r, r), []byte("\n")); len(lines) != 3 || !json.Valid(lines[0]) {
			t.Errorf("%q", lines)
		}
		if got := written(t, CSL, opt, r, r); !json.Valid(got) {
			t.Errorf("%s", got)
		}
		part(t, written(t, XLSX, opt, r, r), "")
		part(t, written(t, DOCX, opt, r, r), "")
	})
}
