package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"vankien/internal/extract/ocr"
	"vankien/internal/extract/pdf"
)

// An image is a scan: pages that wait for being recognised, as in a PDF. A TIFF
// file may have several.

var (
	pngFile  = imageFormat(ocr.PNG)
	jpegFile = imageFormat(ocr.JPEG)
	tiffFile = format{whole: readTIFF, page: drawTIFF, mediaType: string(ocr.TIFF)}
)

func isPNG(p *probe) bool { return p.has(0, "\x89PNG\r\n\x1a\n") }

func isJPEG(p *probe) bool { return p.has(0, "\xff\xd8\xff") }

func isTIFF(p *probe) bool { return p.has(0, "II*\x00") || p.has(0, "MM\x00*") }

// imageFormat is that of files with one image.
func imageFormat(f ocr.Format) format {
	return format{
		whole: func(_ string, b []byte, opt Options) (Record, error) {
			if err := f.Check(b); err != nil {
				return Record{}, err
			}
			return scan(1, opt)
		},
		page: func(_ context.Context, b []byte, n int, _ Options) (*image.Gray, error) {
			if n != 1 {
				return nil, fmt.Errorf("an image has no page %d", n)
			}
			return f.Decode(b)
		},
		mediaType: string(f),
	}
}

func readTIFF(_ string, b []byte, opt Options) (Record, error) {
	if err := ocr.TIFF.Check(b); err != nil {
		return Record{}, err
	}
	return scan(ocr.TIFFPages(b), opt)
}

func drawTIFF(_ context.Context, b []byte, n int, _ Options) (*image.Gray, error) {
	page, err := ocr.TIFFPage(b, n)
	if err != nil {
		return nil, err
	}
	return ocr.TIFF.Decode(page)
}

// scan returns the record of so many pages that are images.
func scan(pages int, opt Options) (Record, error) {
	list := make([]pdf.Page, pages)
	for i := range list {
		list[i].Image = true
	}
	rec, recognized := pdfRecord(list, opt)
	rec.Mended = pageRepairs(recognized, rec.Unread, opt)
	if rec.Body == "" && len(rec.Unread) == 0 {
		return Record{}, fmt.Errorf("%w: nothing was recognised in the image", ErrEmpty)
	}
	return rec, nil
}

// drawPDF draws a page of a PDF.
func drawPDF(ctx context.Context, b []byte, n int, opt Options) (*image.Gray, error) {
	d, err := openPDF(ctx, b, opt)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Render(n)
}

// ErrPage is wrapped by the error for a page that cannot be drawn or read: trying
// it again will end the same way.
var ErrPage = errors.New("the page cannot be recognised")

// recognizer reads pages that are images. It makes its engine ready for the first.
type recognizer struct {
	mode   ocr.Mode
	reader *ocr.Reader
}

// recognize returns the text of a page, from 1, of a file.
func (r *recognizer) recognize(ctx context.Context, name string, b []byte, page int, opt Options) (Recognized, error) {
	o, err := open(name, bytes.NewReader(b))
	if err != nil {
		return Recognized{}, err
	}
	if o.format.page == nil {
		return Recognized{}, fmt.Errorf("%w: %q has no pages that are images", ErrUnsupported, name)
	}
	if b, _, err = o.whole(opt); err != nil {
		return Recognized{}, err
	}
	img, err := o.format.page(ctx, b, page, opt)
	if err != nil {
		return Recognized{}, fmt.Errorf("%w: draw page %d: %w", ErrPage, page, err)
	}
	if err := opt.prepare(func() error { return r.start(ctx, opt) }); err != nil {
		return Recognized{}, err
	}
	t, err := r.reader.Read(ctx, img)
	if err != nil && !errors.Is(err, ocr.ErrOff) && ctx.Err() == nil {
		err = fmt.Errorf("%w: page %d: %w", ErrPage, page, err)
	}
	return Recognized{Text: strings.Join(t.Paragraphs, "\n"), Confidence: t.Confidence}, err
}

func (r *recognizer) start(ctx context.Context, opt Options) (err error) {
	if r.reader == nil {
		r.reader, err = ocr.New(ctx, ocr.Options{Mode: r.mode, Cache: opt.Cache})
	}
	return err
}
