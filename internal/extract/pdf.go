package extract

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vankien/internal/extract/pdf"
	"vankien/internal/outline"
	"vankien/internal/viet/legacy"
)

// A PDF is read page by page by package pdf. Its body is one paragraph a line; where
// a page begins is a block, so that what is found can be shown on its page. A page
// that is an image stands in the body as it was recognised, and waits until then.

var pdfFile = format{whole: readPDF, apart: true, page: drawPDF, mediaType: "application/pdf"}

func isPDF(p *probe) bool { return strings.HasPrefix(p.text, "%PDF-") }

// openPDF opens a PDF. In a worker nothing needs to stop it but the worker's end.
func openPDF(ctx context.Context, b []byte, opt Options) (*pdf.Document, error) {
	how := pdf.Options{Cache: opt.Cache, Unstoppable: opt.preparing != nil}
	if err := opt.prepare(func() error { return pdf.Prepare(how) }); err != nil {
		return nil, err
	}
	return pdf.Open(ctx, b, how)
}

func readPDF(_ string, b []byte, opt Options) (Record, error) {
	if len(b) == 0 {
		return Record{}, ErrEmpty
	}
	d, err := openPDF(context.Background(), b, opt)
	if err != nil {
		return Record{}, err
	}
	defer d.Close()
	text, err := d.Text()
	if err != nil {
		return Record{}, err
	}
	rec, recognized := pdfRecord(text.Pages, opt)
	if rec.Body == "" && len(rec.Unread) == 0 {
		return Record{}, fmt.Errorf("%w: the PDF has neither text nor pages that could be recognised", ErrEmpty)
	}
	if len(rec.Body) > opt.maxText() {
		return Record{}, &SizeError{fmt.Sprintf("the text is larger than the limit of %s; split the file", byteSize(int64(opt.maxText())))}
	}
	rec.Mended = repairsOf(legacy.Encoding{Found: text.Found})
	if text.NoHorn {
		rec.Mended = append(rec.Mended, Repair{Kind: RepairLost, Letters: "ư"})
	}
	rec.Mended = append(rec.Mended, pageRepairs(recognized, rec.Unread, opt)...)
	return rec, nil
}

// pageRepairs says which pages were recognised, how surely, and which wait. The
// more is written on a page, the more its confidence counts.
func pageRepairs(recognized, waiting []int, opt Options) (list []Repair) {
	if len(recognized) > 0 {
		var sum, size float64
		for _, n := range recognized {
			p := opt.Pages[n]
			sum += p.Confidence * float64(len(p.Text))
			size += float64(len(p.Text))
		}
		list = append(list, Repair{Kind: RepairRecognized, Pages: recognized, Confidence: sum / size})
	}
	if len(waiting) > 0 {
		list = append(list, Repair{Kind: RepairWaiting, Pages: waiting})
	}
	return list
}

// pdfRecord puts pages together and lists those whose text was recognised.
func pdfRecord(pages []pdf.Page, opt Options) (rec Record, recognized []int) {
	body := pdfBody{levels: headingLevels(pages)}
	for i, p := range pages {
		n := i + 1
		body.begun = false
		for _, q := range p.Paragraphs {
			body.add(n, q.Text, body.levels[halfPoints(q.Size)])
		}
		if !p.Image {
			continue
		}
		if strings.TrimSpace(opt.Pages[n].Text) == "" {
			rec.Unread = append(rec.Unread, n)
			continue
		}
		recognized = append(recognized, n)
		for line := range strings.Lines(opt.Pages[n].Text) {
			body.add(n, line, 0)
		}
	}
	rec.Body, rec.Blocks = body.text.String(), body.blocks
	return rec, recognized
}

// pdfBody is a body that is being written.
type pdfBody struct {
	text   strings.Builder
	lines  int
	blocks []outline.Block
	begun  bool        // the page has a line
	levels map[int]int // of headings, by the size of their letters in half points
}

// maxHeading is the most characters that a heading has.
const maxHeading = 200

// add adds a line of a page; level is that of a heading with its size.
func (b *pdfBody) add(page int, line string, level int) {
	line = strings.Join(strings.Fields(line), " ")
	if line == "" {
		return
	}
	if b.lines > 0 {
		b.text.WriteByte('\n')
	}
	if !b.begun {
		b.begun = true
		b.blocks = append(b.blocks, outline.Block{Line: b.lines, Kind: outline.Page, Level: page})
	}
	if level > 0 && len(line) <= maxHeading && !strings.ContainsAny(line[len(line)-1:], ".,;:") {
		b.blocks = append(b.blocks, outline.Block{Line: b.lines, Kind: outline.Heading, Level: level})
	}
	b.text.WriteString(line)
	b.lines++
}

func halfPoints(size float64) int { return int(size*2 + 0.5) }

// headingLevels returns the levels of the three largest sizes of letters that are
// clearly above that of most of the text, and in which little is written.
func headingLevels(pages []pdf.Page) map[int]int {
	const clearly, rarely, levels = 1.2, 0.1, 3
	letters, all := map[int]int{}, 0
	for _, p := range pages {
		for _, q := range p.Paragraphs {
			letters[halfPoints(q.Size)] += len(q.Text)
			all += len(q.Text)
		}
	}
	body := 0
	for size, n := range letters {
		if n > letters[body] || n == letters[body] && size < body {
			body = size
		}
	}
	var large []int
	for size, n := range letters {
		if float64(size) >= clearly*float64(body) && float64(n) <= rarely*float64(all) {
			large = append(large, size)
		}
	}
	slices.Sort(large)
	slices.Reverse(large)
	level := map[int]int{}
	for i, size := range large[:min(len(large), levels)] {
		level[size] = i + 1
	}
	return level
}
