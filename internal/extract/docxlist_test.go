package extract

import (
	"fmt"
	"strings"
	"testing"
)

// wordLevel makes a level of a list.
func wordLevel(at int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, at, format, more, text)
}

var wordListsXML = `<w:numbering><w:abstractNum w:abstractNumId="0">` +
	wordLevel(0, "upperRoman", "Chương %1.", `<w:pStyle w:val="chuong"/>`) + wordLevel(1, "decimal", "Điều %2.", `<w:lvlRestart w:val="0"/><w:pStyle w:val="dieu"/><w:suff w:val="space"/>`) +
	wordLevel(2, "lowerLetter", "%3)", "") + wordLevel(3, "decimal", "%1.%2.%4", "<w:isLgl/>") + `</w:abstractNum><w:abstractNum w:abstractNumId="1">` +
	wordLevel(0, "bullet", "\uf0b7", "") + wordLevel(1, "none", "Phụ lục:", `<w:suff w:val="nothing"/>`) + `</w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="kieu"/></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="3">` + wordLevel(0, "decimal", "§iÒu %1:", `<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>`) + `</w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>` +
	`<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2">` + wordLevel(2, "decimalZero", "(%3)", "") + `</w:lvlOverride></w:num>` +
	`<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="3"/></w:num></w:numbering>`

const wordListStylesXML = `<w:styles><w:style w:type="paragraph" w:styleId="chuong"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="dieucon"><w:basedOn w:val="dieu"/></w:style>
<w:style w:type="numbering" w:styleId="kieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`

func TestDOCXNumbers(t *testing.T) {
	of := func(list, level int, s string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, list, s)
	}
	styled := func(style, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	for _, c := range []struct{ name, in, want, blocks string }{
		{"levels", of(1, 0, "a") + of(1, 1, "b") + of(1, 2, "c") + of(1, 2, "d") + of(1, 3, "e") + of(1, 0, "f") + of(1, 1, "g") + of(1, 2, "h"),
			"Chương I. a\nĐiều 1. b\na) c\nb) d\n1.1.1 e\nChương II. f\nĐiều 2. g\na) h", "0:item+1 1:item+2 2:item+3 3:item+3 4:item+4 5:item+1 6:item+2 7:item+3"},
		{"styles and those they stand on", styled("chuong", "a") + styled("dieu", "b") + styled("dieucon", "c"), "Chương I. a\nĐiều 1. b\nĐiều 2. c", "0:heading+1 1:item+2 2:item+2"},
		{"style put off", styled("dieu", "a") + `<w:p><w:pPr><w:pStyle w:val="dieu"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>b</w:t></w:r></w:p>` + styled("dieu", "c"), "Điều 1. a\nb\nĐiều 2. c", "0:item+2 2:item+2"},
		{"bullets have no sign", of(2, 0, "a") + of(2, 1, "b"), "a\nPhụ lục:b", "0:item+1 1:item+2"},
		{"two numbers of one form count together, a start begins anew once", of(1, 1, "a") + of(3, 1, "b") + of(3, 1, "c") + of(1, 1, "d"), "Điều 1. a\nĐiều 7. b\nĐiều 8. c\nĐiều 9. d", "0:item+2 1:item+2 2:item+2 3:item+2"},
		{"a level of its own", of(4, 2, "a") + of(1, 2, "b"), "(01) a\nb) b", "0:item+3 1:item+3"},
		{"form through a style", of(5, 1, "a"), "Điều 1. a", "0:item+2"},
		{"legacy font", of(6, 0, "a"), "Điều 1: a", "0:item+1"},
		{"no such list", of(9, 0, "a"), "a", "0:item+1"},
		{"without text", of(1, 1, "") + of(1, 1, "b"), "Điều 1.\nĐiều 2. b", "0:item+2 1:item+2"},
		{"hidden", strings.Replace(of(1, 1, "a"), "</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>", 1) + of(1, 1, "b"), "a\nĐiều 1. b", "0:item+2 1:item+2"},
		{"joined with a paragraph whose mark was deleted", strings.Replace(of(1, 1, "a"), "</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>", 1) + of(1, 1, "b"), "Điều 1. ab", "0:item+2"},
		{"cells", "<w:tbl><w:tr><w:tc>" + of(1, 2, "") + "</w:tc><w:tc>" + of(2, 0, "x") + "</w:tc></w:tr></w:tbl>", "a)\nx", "0:row 1:cell"},
		{"text box", `<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t><w:txbxContent><w:p><w:r><w:t>khung</w:t></w:r></w:p></w:txbxContent><w:t>b</w:t></w:r></w:p>`, "khung\nĐiều 1. ab", "1:item+2"},
	} {
		b := zipOf(t, "_rels/.rels", relationsOf("officeDocument", "word/document.xml"), "word/_rels/document.xml.rels", relationsOf("styles", "styles.xml", "numbering", "numbering.xml"),
			"word/styles.xml", wordListStylesXML, "word/numbering.xml", wordListsXML, "word/document.xml", "<w:document><w:body>"+c.in+"</w:body></w:document>")
		rec, err := readDOCX("a.docx", b, Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
}

// What a list states is bounded, however long and however many.
func TestDOCXNumbersAreBounded(t *testing.T) {
	lists := `<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999999999"/><w:lvlText w:val="` + strings.Repeat("Điều ", 1000) + `%1"/></w:lvl><w:lvl w:ilvl="40"/></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="-5"><w:startOverride w:val="-3"/><w:lvl w:ilvl="77"/></w:lvlOverride></w:num></w:numbering>`
	p := `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`
	read := func(n, limit int) (Record, error) {
		return readDOCX("", zipOf(t, "word/document.xml", strings.Repeat(p, n), "word/_rels/document.xml.rels", relationsOf("numbering", "numbering.xml"), "word/numbering.xml", lists), Options{MaxText: limit})
	}
	if rec, err := read(1, 0); err != nil || len(rec.Body) > maxNumberText {
		t.Errorf("%d bytes, %v", len(rec.Body), err)
	}
	if _, err := read(10, 1000); err == nil || !strings.Contains(err.Error(), "larger than the limit") {
		t.Errorf("ten numbers: %v", err)
	}
}
