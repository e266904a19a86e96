package pdf

import (
	"math"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// glyph is a character at its place. Places are in points, turned so that its
// line runs to the right and the next line is below, which is less.
type glyph struct {
	r           rune
	left, right float64
	base        float64 // height of its baseline
	em          float64 // size of its font as drawn
	turn        int     // quarter turns of its line, against the clock
	order       int     // among the characters of the page
	font        string  // asked for only where it tells more
}

// maxGlyphs bounds the characters of a page that are read: a printed page has
// some thousands.
const maxGlyphs = 200_000

// glyphs returns the characters of a page in the order in which they are drawn,
// without those that only mark the ends of lines.
func (d *Document) glyphs(n int) ([]glyph, error) {
	page, err := d.pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: d.page(n)})
	if err != nil {
		return nil, err
	}
	text := page.TextPage
	defer d.pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text})
	count, err := d.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, err
	}
	l := lens{Document: d, text: text, scales: map[scaleKey]float64{}}
	list := make([]glyph, 0, min(count.Count, maxGlyphs))
	for i := range min(count.Count, maxGlyphs) {
		g, ok, err := l.glyph(i)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, g)
		}
	}
	if looksLegacy(list) {
		l.nameFonts(list)
	}
	for i := range list {
		if list[i].r == lineEnd {
			list[i].r = hyphenOf(&list[i])
		}
	}
	return list, nil
}

// lens reads the characters of one page. Each question to PDFium costs, that for
// an origin most; so a character whose box has the height and place of the one
// before it is taken to stand on the same line in the same size.
type lens struct {
	*Document
	text   references.FPDF_TEXTPAGE
	scales map[scaleKey]float64

	before glyph
	box    structs.FPDF_FS_RECTF // of before
}

// scaleKey tells apart fonts whose nominal size is scaled differently.
type scaleKey struct{ size, height float64 }

// glyph returns a character; ok is false for what is no part of the text.
func (l *lens) glyph(i int) (g glyph, ok bool, err error) {
	if g.r, err = l.character(i); err != nil || g.r == 0 {
		return g, false, err
	}
	box, err := l.pdfium.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: l.text, Index: i})
	if err != nil {
		return g, false, l.ctx.Err()
	}
	r := box.Rect
	if b := l.box; l.before.em > 0 && l.before.turn == 0 && r.Top == b.Top && r.Bottom == b.Bottom && r.Left >= b.Left {
		g.base, g.em, g.left, g.right = l.before.base, l.before.em, float64(r.Left), float64(r.Right)
	} else if ok, err := l.stand(i, &g, r); !ok {
		return g, false, err
	}
	g.order = i
	if ok = g.sane(); ok {
		l.before, l.box = g, r
	}
	return g, ok, nil
}

// character returns the character, 0 for what PDFium adds to the text by itself.
func (l *lens) character(i int) (rune, error) {
	unicode, err := l.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: l.text, Index: i})
	if err != nil {
		return 0, err
	}
	switch r := rune(unicode.Unicode); r {
	case '\n', '\r':
		return 0, nil
	case 0xFFFE:
		return lineEnd, nil
	case ' ':
		made, err := l.pdfium.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: l.text, Index: i})
		if err != nil || made.IsGenerated {
			return 0, l.ctx.Err()
		}
		return r, nil
	default:
		return r, nil
	}
}

// stand finds out where a character with this box stands and how large it is.
func (l *lens) stand(i int, g *glyph, r structs.FPDF_FS_RECTF) (ok bool, err error) {
	origin, err := l.pdfium.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: l.text, Index: i})
	if err != nil {
		return false, l.ctx.Err()
	}
	angle, err := l.pdfium.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: l.text, Index: i})
	if err != nil {
		return false, l.ctx.Err()
	}
	size, err := l.pdfium.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: l.text, Index: i})
	if err != nil {
		return false, l.ctx.Err()
	}
	g.turn = int(math.Round(-float64(angle.CharAngle)/(math.Pi/2))) & 3 // PDFium counts clockwise
	g.place(float64(r.Left), float64(r.Right), float64(r.Bottom), float64(r.Top), origin.X, origin.Y)
	height := math.Abs(float64(r.Top - r.Bottom))
	if g.turn&1 == 1 {
		height = math.Abs(float64(r.Right - r.Left))
	}
	g.em = l.scaled(i, size.FontSize, height)
	return true, nil
}

// place turns the box and origin of a character on the page.
func (g *glyph) place(left, right, bottom, top, x, y float64) {
	switch g.turn {
	case 0:
		g.left, g.right, g.base = left, right, y
	case 1: // upwards
		g.left, g.right, g.base = bottom, top, -x
	case 2:
		g.left, g.right, g.base = -right, -left, -y
	case 3: // downwards
		g.left, g.right, g.base = -top, -bottom, x
	}
	if g.left > g.right {
		g.left, g.right = g.right, g.left
	}
}

// sane reports whether the character stands somewhere and has a size.
func (g *glyph) sane() bool {
	const far = 1e6
	return g.em > 0.1 && g.em < far && math.Abs(g.left) < far && math.Abs(g.right) < far && math.Abs(g.base) < far
}

// scaled returns the size of a font as drawn, of which PDFium tells only the
// nominal one: many programs write all fonts in size 1 and scale the text.
func (l *lens) scaled(i int, size, height float64) float64 {
	key := scaleKey{size, math.Round(height * 16)}
	em, ok := l.scales[key]
	if ok {
		return em
	}
	em = size
	m, err := l.pdfium.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: l.text, Index: i})
	if err == nil {
		em *= math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	}
	if len(l.scales) < 1000 {
		l.scales[key] = em
	}
	return em
}

// nameFonts asks for the font of each character.
func (l *lens) nameFonts(list []glyph) {
	for k := range list {
		info, err := l.pdfium.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: l.text, Index: list[k].order})
		if err == nil {
			list[k].font = fontName(info.FontName)
		}
	}
}
