package extract

import (
	"errors"
	"strings"
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

const odfListStylesXML = `<office:document-styles><office:styles><style:style style:name="Khoan" style:family="paragraph" style:list-style-name="L1"/><style:style style:name="KhoanCon" style:parent-style-name="Khoan"/>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Chương " style:num-suffix="."/><text:outline-level-style text:level="2" text:display-levels="2" style:num-format="1"/>
<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" loext:num-list-format="Điều %1%." style:num-prefix="x" text:start-value="4"><style:list-level-properties><style:list-level-label-alignment text:label-followed-by="space"/></style:list-level-properties></text:list-level-style-number>
<text:list-level-style-number text:level="2" style:num-suffix=")" style:num-format="a" style:num-letter-sync="true"/><text:list-level-style-number text:level="3" text:display-levels="3" style:num-format="1"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="V"><text:list-level-style-number text:level="1" style:num-prefix="§iÒu " style:num-suffix=":" style:num-format="1"><style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties><style:text-properties fo:font-family="'.VnTime'"/></text:list-level-style-number></text:list-style>
</office:styles></office:document-styles>`

func TestODFNumbers(t *testing.T) {
	list := func(attributes string, items ...string) string {
		return "<text:list " + attributes + "><text:list-item>" + strings.Join(items, "</text:list-item><text:list-item>") + "</text:list-item></text:list>"
	}
	h := func(level, text string) string {
		return `<text:h text:outline-level="` + level + `">` + text + `</text:h>`
	}
	const p = "<text:p>x</text:p>"
	for _, c := range []struct{ name, in, want, blocks string }{
		{"levels", list(`text:style-name="L1"`, p+p+list("", p, p+list("", p)), p+list("", p)), "Điều 4. x\nx\na) x\nb) x\n4.b.1 x\nĐiều 5. x\na) x", "0:item+1 1:item+1 2:item+2 3:item+2 4:item+3 5:item+1 6:item+2"},
		{"each list begins anew, unless it continues", list(`xml:id="l1" text:style-name="L1"`, p) + list(`text:style-name="L1"`, p) + list(`text:style-name="L1" text:continue-numbering="true"`, p) + list(`text:continue-list="l1" text:style-name="L1"`, p), "Điều 4. x\nĐiều 4. x\nĐiều 5. x\nĐiều 5. x", "0:item+1 1:item+1 2:item+1 3:item+1"},
		{"start of an item", `<text:list text:style-name="L1"><text:list-item text:start-value="9">` + p + `</text:list-item><text:list-header>` + p + `</text:list-header><text:list-item>` + p + `</text:list-item></text:list>`, "Điều 9. x\nx\nĐiều 10. x", "0:item+1 1:item+1 2:item+1"},
		{"style of the paragraph", list("", `<text:p text:style-name="KhoanCon">x</text:p>`), "Điều 4. x", "0:item+1"},
		{"bullets have no sign", list(`text:style-name="B"`, p, p), "x\nx", "0:item+1 1:item+1"},
		{"legacy font", list(`text:style-name="V"`, p), "Điều 1:x", "0:item+1"},
		{"headings", h("1", "a") + h("2", "b") + h("3", "c") + h("2", "<text:number>9.9</text:number>d") + h("1", "e") + h("2", "f") + `<text:h text:outline-level="1" text:is-list-header="true">g</text:h><text:h text:outline-level="1" text:restart-numbering="true" text:start-value="7">h</text:h>`,
			"Chương I. a\nI.1 b\nc\nI.2 d\nChương II. e\nII.1 f\ng\nChương VII. h", "0:heading+1 1:heading+2 2:heading+3 3:heading+2 4:heading+1 5:heading+2 6:heading+1 7:heading+1"},
		{"heading in a list", list(`text:style-name="L1"`, h("1", "a")), "Điều 4. a", "0:heading+1"},
		{"list in a cell", `<table:table><table:table-row><table:table-cell>` + list(`text:style-name="L1"`, "<text:p/>") + `</table:table-cell><table:table-cell>` + p + `</table:table-cell></table:table-row></table:table>`, "Điều 4.\nx", "0:row 1:cell"},
	} {
		rec, err := readODF("", zipOf(t, "mimetype", odt.mediaType, "styles.xml", odfListStylesXML, "content.xml", "<office:document-content><office:body>"+c.in+"</office:body></office:document-content>"), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
}

func FuzzODF(f *testing.F) {
	f.Add([]byte(`<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style><text:list text:style-name="L"><text:list-item><text:p/><text:list><text:list-item text:start-value="3"><text:h/></text:list-item></text:list></text:list-item></text:list>`))
	f.Add([]byte(`<text:h>a</text:h><text:p>b<draw:text-box><text:p>c</text:p></draw:text-box><text:note><text:p>d</text:p></text:note></text:p>`))
	f.Add([]byte(`<office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		rec, err := readODF("", odfOf(t, string(body)), Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
