package extract

import (
	"errors"
	"testing"
)

const odfStylesXML = `<office:document-styles><office:font-face-decls><style:font-face style:name="F1" svg:font-family="'.VnTime'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"/><style:style style:name="Cu" style:family="paragraph"><style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="Con" style:parent-style-name="Cu"/></office:styles>
<office:master-styles><style:header><text:p>Đầu trang</text:p></style:header></office:master-styles></office:document-styles>`

func odfOf(t testing.TB, body string, more ...string) []byte {
	return zipOf(t, append([]string{"mimetype", odt.mediaType, "styles.xml", odfStylesXML, "content.xml", `<office:document-content>
<office:automatic-styles><style:style style:name="H"><style:text-properties fo:font-family=".VnTimeH"/></style:style><style:style style:name="X"><style:text-properties text:display="none"/></style:style>
<style:style style:name="off"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body>` + body + `</office:body></office:document-content>`}, more...)...)
}

func TestODF(t *testing.T) {
	cell := func(s string) string { return "<table:table-cell>" + s + "</table:table-cell>" }
	p := func(s string) string { return "<text:p>" + s + "</text:p>" }
	for _, c := range []struct{ name, in, want, blocks string }{
		{"paragraphs", p("Một") + "<text:p/>" + p("Hai\n  ba <text:span>bốn</text:span><text:s text:c=\"2\"/>năm<text:tab/>sáu<text:line-break/>bảy"), "Một\nHai ba bốn  năm\tsáu\nbảy", ""},
		{"headings and lists", `<text:h text:outline-level="2">a</text:h><text:list><text:list-item>` + p("b") + `<text:list><text:list-item>` + p("c") + `</text:list-item></text:list></text:list-item></text:list>` + p("d"), "a\nb\nc\nd", "0:heading+2 1:item+1 2:item+2"},
		{"deleted", `<text:tracked-changes><text:changed-region><text:deletion>` + p("xóa") + `</text:deletion></text:changed-region></text:tracked-changes>` + p("a<text:change/>b"), "ab", ""},
		{"hidden", p(`a<text:span text:style-name="X">b<text:span>c</text:span></text:span>d<text:hidden-text>e</text:hidden-text>`), "ad", ""},
		{"comment", p(`a<office:annotation>` + p("b") + `</office:annotation>c`), "ac", ""},
		{"note last", p(`a<text:note><text:note-citation>1</text:note-citation><text:note-body>`+p("ghi chú")+`</text:note-body></text:note>b`) + p("c"), "ab\nc\nghi chú", ""},
		{"text box, its paragraph whole", p(`a<draw:frame><draw:text-box>` + p("khung") + `</draw:text-box></draw:frame>b`), "khung\nab", ""},
		{"fonts", `<text:p text:style-name="Con">n&#xAD;íc <text:span text:style-name="H">quyÕt</text:span></text:p>`, "nước QUYẾT", ""},
		{"table", `<table:table table:name="Bảng A"><table:table-row>` + cell(p("a")+p("b")) + cell(p("c")) + `</table:table-row><table:table-row><table:covered-table-cell/>` + cell(p("d")) + `</table:table-row></table:table>`, "a\nb\nc\n\nd", "0:row 1:more 2:cell 3:row 4:cell"},
		{"nested table", `<table:table><table:table-row>` + cell(`<table:table><table:table-row>`+cell(p("x"))+cell(p("y"))+`</table:table-row></table:table>`) + cell(p("b")) + `</table:table-row></table:table>`, "x\ny\nb", "0:row 1:more 2:cell"},
		{"sheets", `<office:spreadsheet><table:table table:name="Thu chi"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>` +
			`<table:table-cell office:value-type="date" office:date-value="2025-06-01">` + p("01/06/25") + `</table:table-cell>` + cell(p("1.250,5")) + `</table:table-row></table:table><table:table table:name="Trang tính2"><table:table-row>` + cell(p("x")) + `</table:table-row></table:table>` +
			`<table:table table:name="Kín" table:style-name="off"><table:table-row>` + cell(p("y")) + `</table:table-row></table:table></office:spreadsheet>`, "Thu chi\n\n\n2025-06-01\n1.250,5\nx", "0:heading+1 1:row 2:cell 3:cell 4:cell 5:row"},
		{"slides", `<draw:page draw:name="page1"><draw:frame presentation:class="title"><draw:text-box>` + p("Tên") + `</draw:text-box></draw:frame><draw:frame><draw:text-box>` + p("a") + `</draw:text-box></draw:frame></draw:page>`, "Tên\na", "0:heading+1"},
	} {
		rec, err := readODF("", odfOf(t, c.in), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
	_, err := readODF("", odfOf(t, p("a"), "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), Options{})
	if !errors.Is(err, errPassword) {
		t.Errorf("encrypted: %v", err)
	}
}

func FuzzODF(f *testing.F) {
	f.Add([]byte(`<text:h>a</text:h><text:p>b<draw:text-box><text:p>c</text:p></draw:text-box><text:note><text:p>d</text:p></text:note></text:p>`))
	f.Add([]byte(`<office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		rec, err := readODF("", odfOf(t, string(body)), Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
