package export

import (
	"fmt"
	"io"
	"strings"

	"vankien/internal/cite"
)

// docx writes a list to read: of each document the title, which leads to it, how it
// is cited, and its passages with the matches marked. Links are fields in the text,
// so that no list of them has to be kept until the end.
type docx struct {
	*parcel
	opt *Options
}

const documentTypes = `<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>`

const wordprocessing = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

const documentStyles = `<w:styles xmlns:w="` + wordprocessing + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
	`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="34"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="567"/></w:pPr></w:style>` +
	`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr></w:style></w:styles>`

func newDOCX(w io.Writer, opt *Options) Writer {
	d := &docx{parcel: newParcel(w, `<Default Extension="xml" ContentType="application/xml"/>`+documentTypes), opt: opt}
	d.relate("word/document.xml")
	d.begin("word/_rels/document.xml.rels")
	d.put(xmlHead, `<Relationships xmlns="`, relations, `"><Relationship Id="rId1" Type="`, relation, `/styles" Target="styles.xml"/></Relationships>`)
	d.begin("word/styles.xml")
	d.put(xmlHead, documentStyles)
	d.begin("word/document.xml")
	d.put(xmlHead, `<w:document xmlns:w="`, wordprocessing, `"><w:body>`)
	d.paragraph("Heading1", func() { d.run("", opt.Title) })
	for _, n := range opt.Notes {
		d.paragraph("", func() { d.run("", n) })
	}
	return d
}

// paragraph writes one in a style, with what write writes in it.
func (d *docx) paragraph(style string, write func()) {
	d.put(`<w:p>`)
	if style != "" {
		d.put(`<w:pPr><w:pStyle w:val="`, style, `"/></w:pPr>`)
	}
	write()
	d.put(`</w:p>`)
}

// run writes text with properties.
func (d *docx) run(properties, s string) {
	d.put(`<w:r>`)
	if properties != "" {
		d.put(`<w:rPr>`, properties, `</w:rPr>`)
	}
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			d.put(`<w:br/>`)
		}
		d.put(`<w:t xml:space="preserve">`)
		d.text(l)
		d.put(`</w:t>`)
	}
	d.put(`</w:r>`)
}

// link writes text that leads to an address, by a field.
func (d *docx) link(url, s string) {
	if url == "" {
		d.run("", s)
		return
	}
	mark := func(kind string) { d.put(`<w:r><w:fldChar w:fldCharType="`, kind, `"/></w:r>`) }
	mark("begin")
	d.put(`<w:r><w:instrText xml:space="preserve"> HYPERLINK "`)
	d.text(inField.Replace(url))
	d.put(`" </w:instrText></w:r>`)
	mark("separate")
	d.run(`<w:rStyle w:val="Hyperlink"/>`, s)
	mark("end")
}

// inField writes what would end an address in a field.
var inField = strings.NewReplacer(`"`, "%22", `\`, "%5C")

func (d *docx) Write(r *Row) error {
	title := r.Source.Document.Title
	if title == "" {
		title = d.opt.Texts.Untitled
	}
	d.paragraph("Heading2", func() { d.link(r.Source.URL, title) })
	d.paragraph("", func() {
		for _, run := range r.Source.In(cite.Vietnamese) {
			properties := ""
			if run.Italic {
				properties = `<w:i/>`
			}
			d.run(properties, run.Text)
		}
	})
	for _, p := range r.Passages {
		d.paragraph("Quote", func() { d.passage(p) })
	}
	return d.err
}

func (d *docx) passage(p Passage) {
	if p.Page > 0 {
		d.run(`<w:i/>`, fmt.Sprintf(d.opt.Texts.Page, p.Page)+" ")
	}
	for _, part := range p.Parts {
		switch {
		case part.Mark && part.Loose:
			d.run(`<w:u w:val="dotted"/>`, part.Text)
		case part.Mark:
			d.run(`<w:highlight w:val="yellow"/>`, part.Text)
		default:
			d.run("", part.Text)
		}
	}
}

func (d *docx) Close() error {
	d.put(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return d.close()
}
