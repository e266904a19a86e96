package extract

import "testing"

func pptxOf(t testing.TB, first, second, notes string) []byte {
	return zipOf(t,
		"_rels/.rels", relationsOf("officeDocument", "ppt/presentation.xml"),
		"ppt/presentation.xml", `<p:presentation><p:sldIdLst><p:sldId id="257" r:id="r2"/><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", relationsOf("slide", "slides/slide1.xml", "slide", "slides/slide2.xml"),
		"ppt/slides/_rels/slide2.xml.rels", relationsOf("notesSlide", "../notesSlides/n.xml"),
		"ppt/notesSlides/n.xml", notes, "ppt/slides/slide1.xml", second, "ppt/slides/slide2.xml", first)
}

func TestPPTX(t *testing.T) {
	shape := func(kind, s string) string {
		return `<p:sp><p:nvPr><p:ph type="` + kind + `"/></p:nvPr><p:txBody><a:lstStyle><a:lvl1pPr/></a:lstStyle>` + s + `</p:txBody></p:sp>`
	}
	p := func(s string) string { return "<a:p><a:r><a:t>" + s + "</a:t></a:r></a:p>" }
	cell := func(s string) string { return "<a:tc><a:txBody>" + p(s) + "</a:txBody></a:tc>" }
	b := pptxOf(t,
		"<p:sld>"+shape("title", `<a:p><a:r><a:t>Tên_x000B_bài</a:t></a:r></a:p>`)+shape("", p("một")+`<a:p><a:pPr lvl="1"/><a:r><a:t>hai</a:t></a:r><a:br/><a:r><a:rPr><a:latin typeface=".VnTime"/></a:rPr><a:t>quyÕt</a:t></a:r></a:p>`)+
			shape("sldNum", p("7"))+`<p:sp><p:txBody><a:p><a:fld><a:t>29/11</a:t></a:fld><a:r><a:t>khung</a:t></a:r></a:p></p:txBody></p:sp></p:sld>`,
		"<p:sld><a:tbl><a:tr>"+cell("a")+cell("b")+"</a:tr><a:tr>"+cell("")+cell("c")+"</a:tr></a:tbl></p:sld>",
		"<p:notes>"+shape("body", p("ghi chú"))+shape("sldNum", p("1"))+"</p:notes>")
	rec, err := readPPTX("", b, Options{})
	want, blocks := "Tên bài\nmột\nhai\nquyết\nkhung\nghi chú\na\nb\n\nc", "0:heading+1 1:item+1 2:item+2 3:more 6:row 7:cell 8:row 9:cell"
	if err != nil || rec.Body != want || blockList(rec.Blocks) != blocks {
		t.Errorf("got %q, %s, %v", rec.Body, blockList(rec.Blocks), err)
	}
}

func FuzzPPTX(f *testing.F) {
	f.Add([]byte(`<p:sp><p:ph type="title"/><p:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></p:txBody></p:sp><a:tbl><a:tr><a:tc><a:p/></a:tc></a:tr></a:tbl>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rec, err := readPPTX("", pptxOf(t, string(b), "<a/>", "<a/>"), Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
