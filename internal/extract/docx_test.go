package extract

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"vankien/internal/outline"
)

// zipOf makes a zip archive of names and texts in turn.
func zipOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// relationsOf makes the links to parts of types and targets in turn, with ids r1, r2 …
func relationsOf(links ...string) string {
	var b strings.Builder
	b.WriteString("<Relationships>")
	for i := 0; i < len(links); i += 2 {
		fmt.Fprintf(&b, `<Relationship Id="r%d" Type="http://x/%s" Target="%s"/>`, i/2+1, links[i], links[i+1])
	}
	return b.String() + "</Relationships>"
}

const wordStylesXML = `<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="n"/></w:style>
<w:style w:type="paragraph" w:styleId="muc"><w:name w:val="Muc"/><w:basedOn w:val="h2"/></w:style>
<w:style w:type="paragraph" w:styleId="cu"><w:name w:val="Cu"/><w:basedOn w:val="cu"/><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="li"><w:name w:val="List"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`

func docxOf(t testing.TB, body string, more ...string) []byte {
	return zipOf(t, append([]string{
		"_rels/.rels", relationsOf("officeDocument", "word/doc1.xml"),
		"word/_rels/doc1.xml.rels", relationsOf("styles", "styles.xml", "footnotes", "/word/footnotes.xml", "endnotes", "endnotes.xml"),
		"word/styles.xml", wordStylesXML,
		"word/doc1.xml", "<w:document><w:body>" + body + "</w:body></w:document>",
	}, more...)...)
}

// blockList writes the blocks of a text as line:kind or line:kind+level.
func blockList(list []outline.Block) string {
	var s []string
	for _, b := range list {
		one := fmt.Sprintf("%d:%s", b.Line, b.Kind)
		if b.Level > 0 {
			one += fmt.Sprintf("+%d", b.Level)
		}
		s = append(s, one)
	}
	return strings.Join(s, " ")
}

func TestDOCX(t *testing.T) {
	p := func(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }
	tc := func(s string) string { return "<w:tc>" + s + "</w:tc>" }
	for _, c := range []struct{ name, in, want, blocks string }{
		{"paragraphs", p("Một") + p("") + p("Hai"), "Một\nHai", ""},
		{"runs, tab, break", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">a </w:t></w:r><w:r><w:t>b</w:t><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>e</w:t></w:r></w:p>`, "a b\tc\nd-e", ""},
		{"other prefix", `<x:p><x:r><x:t>a</x:t></x:r></x:p>`, "a", ""},
		{"deleted", `<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText><w:t>c</w:t></w:r></w:del><w:ins><w:r><w:t>d</w:t></w:r></w:ins></w:p>`, "ad", ""},
		{"moved", `<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>a</w:t></w:r></w:moveTo></w:p>`, "a", ""},
		{"paragraph mark deleted", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>một </w:t></w:r></w:p>` + p("hai"), "một hai", ""},
		{"hidden", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="hid"/></w:rPr><w:t>c</w:t></w:r><w:r><w:rPr><w:rStyle w:val="hid"/><w:vanish w:val="false"/></w:rPr><w:t>d</w:t></w:r></w:p>`, "bd", ""},
		{"text box once, its paragraph whole", `<w:p><w:r><w:t>trước </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("khung") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + p("khung") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>sau</w:t></w:r></w:p>`, "khung\ntrước sau", ""},
		{"field", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r></w:p>`, "7", ""},
		{"symbols", `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Arial" w:char="2022"/><w:t>a</w:t></w:r></w:p>`, "•a", ""},
		{"prompt of a content control", `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + p("Bấm vào đây") + `</w:sdtContent></w:sdt><w:sdt><w:sdtPr/><w:sdtContent>` + p("b") + `</w:sdtContent></w:sdt>`, "b", ""},
		{"NFD as written", p("Vie\u0323\u0302t"), "Vie\u0323\u0302t", ""},
		{"forbidden character", p("a\x0bb"), "a b", ""},
		{"formula", `<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>`, "x=1", ""},
		{"headings", `<w:p><w:pPr><w:pStyle w:val="muc"/></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>c</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="h2"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>d</w:t></w:r></w:p>`, "a b\nc\nd", "0:heading+2 1:heading+1"},
		{"lists", `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="li"/></w:pPr><w:r><w:t>c</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="li"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>d</w:t></w:r></w:p>`, "a\nb\nc\nd", "0:item+1 1:more 2:item+2"},
		{"table", "<w:tbl><w:tr>" + tc(p("a")+p("b")) + tc(p("c")) + "</w:tr><w:tr>" + tc("<w:p/>") + tc(p("d")) + "</w:tr></w:tbl>" + p("e"), "a\nb\nc\n\nd\ne", "0:row 1:more 2:cell 3:row 4:cell"},
		{"merged cells", "<w:tbl><w:tr>" + tc(`<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+p("a")) + tc(p("b")) + "</w:tr><w:tr>" + tc(`<w:tcPr><w:vMerge/></w:tcPr><w:p/>`) + tc(p("c")) + tc("<w:p/>") + "</w:tr></w:tbl>", "a\n\nb\n\nc", "0:row 1:cell 2:cell 3:row 4:cell"},
		{"nested table", "<w:tbl><w:tr>" + tc(p("a")+"<w:tbl><w:tr>"+tc(p("x"))+tc(p("y"))+"</w:tr></w:tbl>"+p("z")) + tc(p("b")) + "</w:tr></w:tbl>", "a\nx\ny\nz\nb", "0:row 1:more 2:more 3:more 4:cell"},
		{"font of the style", `<w:p><w:pPr><w:pStyle w:val="cu"/></w:pPr><w:r><w:t>n</w:t><w:softHyphen/><w:t>íc ta</w:t></w:r></w:p>`, "nước ta", ""},
		{"font of the run", `<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr><w:t>quyÕt </w:t></w:r><w:r><w:rPr><w:rFonts w:hAnsi=".VnTimeH"/></w:rPr><w:t>®Þnh</w:t></w:r></w:p>`, "QUYẾT ĐỊNH", ""},
	} {
		rec, err := readDOCX("a.docx", docxOf(t, c.in), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
}

func TestDOCXNotesAreLast(t *testing.T) {
	notes := func(s string) string {
		return `<w:footnotes><w:footnote w:type="separator"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t> ` + s + `</w:t></w:r></w:p></w:footnote></w:footnotes>`
	}
	b := docxOf(t, `<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>`,
		"word/footnotes.xml", notes("cuối trang"), "word/endnotes.xml", strings.ReplaceAll(notes("cuối bài"), "footnote", "endnote"), "word/header1.xml", "<w:p><w:r><w:t>đầu trang</w:t></w:r></w:p>")
	rec, err := readDOCX("", b, Options{})
	if want := "a\nb\ncuối trang\ncuối bài"; err != nil || rec.Body != want {
		t.Errorf("got %q, %v, want %q", rec.Body, err, want)
	}
}

func TestDOCXWithoutFontsIsRepaired(t *testing.T) {
	rec, err := readDOCX("", docxOf(t, `<w:p><w:r><w:t>§¶ng ta lµ mét ®¶ng cÇm quyÒn. Mçi ®¶ng viªn vµ c¸n bé ph¶i thËt sù thÊm nhuÇn ®¹o ®øc c¸ch m¹ng, n&#xAD;íc ta.</w:t></w:r></w:p>`), Options{})
	want := "Đảng ta là một đảng cầm quyền. Mỗi đảng viên và cán bộ phải thật sự thấm nhuần đạo đức cách mạng, nước ta."
	if err != nil || rec.Body != want || len(rec.Mended) != 1 || rec.Mended[0].From != "TCVN3" {
		t.Errorf("got %q, %v, %v", rec.Body, rec.Mended, err)
	}
}

func TestOfficeErrors(t *testing.T) {
	whole := docxOf(t, "<w:p><w:r><w:t>a</w:t></w:r></w:p>")
	many := make([]string, 2*(maxEntries+1))
	for i := range many {
		many[i] = fmt.Sprint("p", i)
	}
	for _, c := range []struct {
		name string
		in   []byte
		max  int
		want string
	}{
		{"cut off", whole[:len(whole)/2], 0, "the file is damaged or was cut off"},
		{"no document", zipOf(t, "a", "b"), 0, `its part "word/document.xml" is missing`},
		{"nothing in it", docxOf(t, "<w:p/>"), 0, "empty file"},
		{"entities", docxOf(t, "<!DOCTYPE a [<!ENTITY x 'y'>]><w:p/>"), 0, "declares entities"},
		{"XML cut off", docxOf(t, "<w:p><w:r>"), 0, "XML is damaged"},
		{"deep", docxOf(t, strings.Repeat("<a>", 600)+strings.Repeat("</a>", 600)), 0, "more than 512 deep"},
		{"too long", docxOf(t, strings.Repeat("<w:p><w:r><w:t>mười bảy byte</w:t></w:r></w:p>", 10)), 100, "larger than the limit of 100 bytes"},
		{"too many cells", docxOf(t, "<w:tbl>"+strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="64"/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>`, maxLines/65+1)+"</w:tbl>"), 0, "more lines and cells than"},
		{"tag too long", docxOf(t, "<w:p "+strings.Repeat("a='b' ", maxTag/6+1000)+"/>"), 0, "longer than the limit of 4 MiB"},
		{"part too large", zipOf(t, "word/document.xml", strings.Repeat(" ", maxPart+1)), 0, "larger than 64 MiB when unpacked"},
		{"too many parts", zipOf(t, many...), 0, "5001 parts"},
	} {
		if strings.Contains(c.name, "XML cut") {
			c.in = zipOf(t, "word/document.xml", "<w:document><w:body><w:p>")
		}
		_, err := readDOCX("", c.in, Options{MaxText: c.max})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := readDOCX("", docxOf(t, ""), Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing in it: %v", err)
	}
}

// checkRecord checks what holds for every record that a reader returns.
func checkRecord(t *testing.T, rec Record, err error) {
	t.Helper()
	if err != nil {
		return
	}
	if err := outline.Check(rec.Blocks, rec.Body); err != nil {
		t.Error(err)
	}
	if rec.Body != strings.ToValidUTF8(rec.Body, "") || strings.TrimSpace(rec.Body) == "" {
		t.Errorf("body %q", rec.Body)
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add([]byte(`<w:p><w:pPr><w:pStyle w:val="h2"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`), []byte(wordStylesXML))
	f.Add([]byte(`<w:p><w:pPr><w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`), []byte(wordListStylesXML))
	f.Fuzz(func(t *testing.T, body, styles []byte) {
		b := zipOf(t, "word/document.xml", string(body), "word/_rels/document.xml.rels", relationsOf("styles", "styles.xml", "numbering", "numbering.xml"), "word/styles.xml", string(styles), "word/numbering.xml", wordListsXML)
		rec, err := readDOCX("", b, Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
