package extract

import (
	"strings"
	"testing"
)

func xlsxOf(t testing.TB, workbook string, sheets ...string) []byte {
	parts := []string{
		"_rels/.rels", relationsOf("officeDocument", "xl/workbook.xml"),
		"xl/_rels/workbook.xml.rels", relationsOf("worksheet", "worksheets/sheet1.xml", "worksheet", "/xl/worksheets/sheet2.xml", "sharedStrings", "sharedStrings.xml", "styles", "styles.xml"),
		"xl/workbook.xml", "<workbook>" + workbook + "</workbook>",
		"xl/sharedStrings.xml", `<sst><si><t>Tên</t></si><si><r><t>a</t></r><r><rPr><rFont val=".VnTime"/></rPr><t>quyÕt</t></r><rPh><t>b</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot;days&quot;"/><numFmt numFmtId="166" formatCode="dd/mm/yyyy hh:mm"/></numFmts><fonts><font><name val="Arial"/></font><font><name val=".VnTimeH"/></font></fonts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="20"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>`,
	}
	for i, s := range sheets {
		parts = append(parts, "xl/worksheets/sheet"+string(rune('1'+i))+".xml", "<worksheet><sheetData>"+s+"</sheetData></worksheet>")
	}
	return zipOf(t, parts...)
}

func TestXLSX(t *testing.T) {
	const one = `<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets>`
	for _, c := range []struct{ name, workbook, sheet, want, blocks string }{
		{"values", one, `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>tại chỗ</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>chữ</v></c><c><f>1+1</f></c><c><v>0.30000000000000004</v></c><c><v>1250.5</v></c></row>`,
			"Tên\naquyết\ntại chỗ\nTRUE\n\nchữ\n\n0.3\n1250.5", "0:row 1:cell 2:cell 3:cell 4:cell 5:cell 6:cell 7:cell 8:cell"},
		{"dates", one, `<row><c s="1"><v>45809</v></c><c s="2"><v>45809</v></c><c s="3"><v>45809</v></c><c s="4"><v>45809.5</v></c><c s="5"><v>0.25</v></c><c s="1"><v>59</v></c><c s="1"><v>-1</v></c><c s="1"><v>99999999</v></c></row>`,
			"2025-06-01\n2025-06-01\n45809\n2025-06-01 12:00:00\n06:00:00\n1900-02-28\n-1\n99999999", "0:row 1:cell 2:cell 3:cell 4:cell 5:cell 6:cell 7:cell"},
		{"dates from 1904", `<workbookPr date1904="1"/>` + one, `<row><c s="1"><v>44347</v></c></row>`, "2025-06-01", "0:row"},
		{"places", one, `<row><c r="B1"><v>1</v></c><c r="D1"><v>2</v></c></row><row/><row><c r="XFD3"><v>3</v></c></row>`, "\n1\n\n2\n" + strings.Repeat("\n", maxBlank) + "3", ""},
		{"line breaks", one, `<row><c t="inlineStr"><is><t>a` + "\n" + `b</t></is></c></row>`, "a\nb", "0:row 1:more"},
		{"font of the cell", one, `<row><c s="6" t="inlineStr"><is><t>quyÕt</t></is></c></row>`, "QUYẾT", "0:row"},
		{"name and hidden sheet", `<sheets><sheet name="Thu chi" r:id="r1"/><sheet name="Kín" state="hidden" r:id="r2"/></sheets>`, `<row><c><v>1</v></c></row>`, "Thu chi\n1", "0:heading+1 1:row"},
	} {
		rec, err := readXLSX("", xlsxOf(t, c.workbook, c.sheet, `<row><c><v>9</v></c></row>`), Options{})
		if err != nil || rec.Body != c.want || c.blocks != "" && blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
}

func TestDateFormat(t *testing.T) {
	for code, want := range map[string]string{
		"General": "", "0.00": "", `#,##0 "đồng"`: "", `"dd/mm/yy"0`: "", "[Red]0": "", "0;yy": "", `\d0`: "",
		"yyyy-mm-dd": "day", "d/m": "day", "mmm yy": "day", "[$-vi]dd/mm/yyyy": "day", "hh:mm": "clock", "dd/mm/yy h:mm": "day clock",
	} {
		day, clock := dateFormat(164, code)
		got := strings.TrimSpace(map[bool]string{true: "day "}[day] + map[bool]string{true: "clock"}[clock])
		if got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add([]byte(`<row><c r="B1" t="s"><v>1</v></c><c s="1"><v>45809</v></c></row>`), []byte(`<si><r><rPr><rFont val=".VnTime"/></rPr><t>x</t></r></si>`), []byte(`<numFmt numFmtId="164" formatCode="dd/mm"/><cellXfs><xf numFmtId="164"/></cellXfs>`))
	f.Fuzz(func(t *testing.T, rows, strs, styles []byte) {
		b := zipOf(t, "xl/workbook.xml", `<sheet name="x" r:id="r1"/>`, "xl/_rels/workbook.xml.rels", relationsOf("worksheet", "worksheets/sheet1.xml", "sharedStrings", "s.xml", "styles", "t.xml"),
			"xl/worksheets/sheet1.xml", string(rows), "xl/s.xml", string(strs), "xl/t.xml", string(styles))
		rec, err := readXLSX("", b, Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
