package pdf

import (
	"fmt"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"vankien/internal/viet/legacy"
)

// Text is the text of a document.
type Text struct {
	Pages  []Page
	Found  []legacy.Found // encodings of before Unicode that were decoded
	NoHorn bool           // decoded text has no letter ư, which the program that made the file did not print
}

// Page is the text of a page.
type Page struct {
	Paragraphs []Paragraph // without running heads and page numbers; one that goes over from the page before is all there
	Image      bool        // it has no text that can be used: it is to be drawn and recognised

	covered bool // by images, for half at least; asked for only without good text
}

// maxText bounds the text of a document, in bytes.
const maxText = 64 << 20

// Text reads all pages.
func (d *Document) Text() (Text, error) {
	t := Text{Pages: make([]Page, d.count)}
	var fonts legacy.Fonts
	size := 0
	for i := range t.Pages {
		var err error
		if t.Pages[i], err = d.read(i+1, &fonts); err != nil {
			return Text{}, d.because(err)
		}
		for _, p := range t.Pages[i].Paragraphs {
			size += len(p.Text)
		}
		if size > maxText {
			return Text{}, fmt.Errorf("the PDF has more than %d MB of text", maxText>>20)
		}
	}
	t.Found = fonts.Found()
	t.NoHorn = len(t.Found) > 0 && lostHorn(t.Pages)
	t.repair()
	t.judge()
	dropHeads(t.Pages)
	joinPages(t.Pages)
	return t, nil
}

// read reads a page by itself.
func (d *Document) read(n int, fonts *legacy.Fonts) (Page, error) {
	glyphs, err := d.glyphs(n)
	if d.ctx.Err() != nil {
		return Page{}, d.ctx.Err()
	}
	if err != nil { // of this page; the others may be whole
		return Page{}, nil
	}
	p := Page{Paragraphs: paragraphs(fragments(glyphs), fonts)}
	if q := qualityOf(p.Paragraphs); q.letters < fewLetters || !q.usable(true) {
		p.covered = d.isImage(n)
	}
	return p, nil
}

// repair decodes what is in an encoding of before Unicode though no font says so.
func (t *Text) repair() {
	var fields []*string
	for i := range t.Pages {
		for k := range t.Pages[i].Paragraphs {
			fields = append(fields, &t.Pages[i].Paragraphs[k].Text)
		}
	}
	t.Found = append(t.Found, legacy.Repair(fields...).Found...)
}

// judge decides of which pages the text is to be kept. What was typed is garbled on
// all pages or none, so few words, as on a title page, count with those of the others.
func (t *Text) judge() {
	list := make([]quality, len(t.Pages))
	var typed quality
	for i, p := range t.Pages {
		list[i] = qualityOf(p.Paragraphs)
		if !p.covered {
			typed.add(list[i])
		}
	}
	garbled := !typed.usable(false)
	for i := range t.Pages {
		p, q := &t.Pages[i], list[i]
		usable := !q.isOdd() && (!p.covered && !garbled || q.usable(p.covered))
		p.Image = !usable || q.letters < fewLetters && p.covered
		if !usable {
			p.Paragraphs = nil
		}
	}
}

// maxObjects bounds what of a page is looked at for images.
const maxObjects = 500

// isImage reports whether images cover half of a page.
func (d *Document) isImage(n int) bool {
	size, err := d.pdfium.GetPageSize(&requests.GetPageSize{Page: d.page(n)})
	if err != nil {
		return false
	}
	count, err := d.pdfium.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page(n)})
	if err != nil {
		return false
	}
	area := 0.0
	for i := range min(count.Count, maxObjects) {
		o, err := d.pdfium.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: d.page(n), Index: i})
		if err == nil && d.hasImage(o.PageObject, 0) {
			area += d.area(o.PageObject)
		}
	}
	return area > size.Width*size.Height/2
}

// hasImage reports whether an object is an image or a form that holds one.
func (d *Document) hasImage(o references.FPDF_PAGEOBJECT, depth int) bool {
	kind, err := d.pdfium.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil || depth > 3 {
		return false
	}
	if kind.Type != enums.FPDF_PAGEOBJ_FORM {
		return kind.Type == enums.FPDF_PAGEOBJ_IMAGE
	}
	count, err := d.pdfium.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
	if err != nil {
		return false
	}
	for i := range min(count.Count, 20) {
		part, err := d.pdfium.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
		if err == nil && d.hasImage(part.PageObject, depth+1) {
			return true
		}
	}
	return false
}

func (d *Document) area(o references.FPDF_PAGEOBJECT) float64 {
	b, err := d.pdfium.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
	if err != nil {
		return 0
	}
	return float64(b.Right-b.Left) * float64(b.Top-b.Bottom)
}
