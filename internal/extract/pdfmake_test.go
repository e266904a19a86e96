package extract

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// firstCode is the first of the codes that Helvetica draws something for.
const firstCode = 33

// pdfMaker writes small PDF files. Its letters are half an em wide each, and the
// codes of its font are given to letters as they come.
type pdfMaker struct {
	font    string // BaseFont; "" means Helvetica
	letters []rune
	pages   []string // content
	keys    []string // of the page's dictionary, for each page
}

// text draws a line from a place on.
func (m *pdfMaker) text(x, y, size float64, s string) string {
	return m.turned(fmt.Sprintf("1 0 0 1 %g %g", x, y), size, s)
}

// turned draws a line with a matrix.
func (m *pdfMaker) turned(matrix string, size float64, s string) string {
	var hex strings.Builder
	for _, r := range s {
		n := slices.Index(m.letters, r)
		if n < 0 {
			n = len(m.letters)
			m.letters = append(m.letters, r)
		}
		fmt.Fprintf(&hex, "%02X", n+firstCode)
	}
	return fmt.Sprintf("BT /F1 %g Tf %s Tm <%s> Tj ET\n", size, matrix, hex.String())
}

// lines draws lines of size 10 one below the other.
func (m *pdfMaker) lines(x, y float64, texts ...string) string {
	var b strings.Builder
	for i, s := range texts {
		b.WriteString(m.text(x, y-12*float64(i), 10, s))
	}
	return b.String()
}

// page adds a page of 600 by 800 points.
func (m *pdfMaker) page(keys string, content ...string) {
	m.pages = append(m.pages, strings.Join(content, ""))
	m.keys = append(m.keys, keys)
}

// imagePage adds a page that is an image.
func (m *pdfMaker) imagePage() { m.page("", "q 600 0 0 800 0 0 cm /Im Do Q") }

func (m *pdfMaker) bytes() []byte {
	font := m.font
	if font == "" {
		font = "Helvetica"
	}
	var cmap strings.Builder
	for i, r := range m.letters {
		fmt.Fprintf(&cmap, "1 beginbfchar <%02X> <%04X> endbfchar\n", i+firstCode, r)
	}
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"",
		fmt.Sprintf("<</Type/Font/Subtype/Type1/BaseFont/%s/FirstChar %d/LastChar %d/Widths[%s]/ToUnicode 4 0 R>>",
			font, firstCode, firstCode+len(m.letters)-1, strings.Repeat("500 ", len(m.letters))),
		stream("", "begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"+cmap.String()+"endcmap"),
		stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "\x80"),
	}
	var kids strings.Builder
	for i, content := range m.pages {
		fmt.Fprintf(&kids, "%d 0 R ", len(objects)+1)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</Im 5 0 R>>>>%s>>", len(objects)+2, m.keys[i]),
			stream("", content))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(m.pages), kids.String())
	return pdfFileOf(objects)
}

func stream(keys, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", keys, len(data), data)
}

func pdfFileOf(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var table strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, start)
	return b.Bytes()
}
