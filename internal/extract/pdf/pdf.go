// Package pdf reads the text of PDF files in paragraphs, and draws pages whose
// text can only be recognised. PDFium, as WebAssembly, gives characters with their
// places; making lines and paragraphs of them is done here, as the order that PDFium
// itself gives breaks words and columns (fragment.go, paragraph.go).
//
// What PDFium does stays in its sandbox: it sees no file and no network, and its
// memory ends at 256 MB. Growing it may take several times that of the process for a
// moment, so a process that must live should leave it to another.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// ErrPassword is the error for a file that opens only with a password.
var ErrPassword = errors.New("the PDF opens only with a password; save it without one")

// MaxPages is the most pages that a file may have.
const MaxPages = 20_000

// Options say how to read. The zero value works. What the first file of a process
// names counts for all.
type Options struct {
	// Cache is a directory for compiled code, which saves seconds at the first
	// file of a process; "" means none.
	Cache string

	// Unstoppable is for a process that is ended itself when a file takes too long:
	// code that looks whether it is to stop takes four times as long to run.
	Unstoppable bool
}

// Document is an open PDF. It is for one goroutine and must be closed.
type Document struct {
	pdfium pdfium.Pdfium
	ref    references.FPDF_DOCUMENT
	count  int

	ctx    context.Context
	cancel context.CancelFunc
	alive  func() bool // stops the watch of ctx; false if it has ended pdfium
}

// Open opens a PDF. The document can be used until ctx is done or its time is
// over, which grows with its size; what then runs ends with an error, unless it is
// unstoppable.
func Open(ctx context.Context, data []byte, opt Options) (*Document, error) {
	if len(data) == 0 {
		return nil, errors.New("the PDF is empty")
	}
	pool, err := shared.get(opt)
	if err != nil {
		return nil, err
	}
	d := &Document{}
	if d.pdfium, err = pool.GetInstanceWithContext(ctx); err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	d.ctx, d.cancel = context.WithTimeout(ctx, timeFor(len(data)))
	d.alive = func() bool { return true }
	if !opt.Unstoppable {
		d.alive = context.AfterFunc(d.ctx, func() { d.pdfium.Kill() })
	}
	if err := d.load(data); err != nil {
		err = d.because(err)
		d.Close()
		return nil, err
	}
	return d, nil
}

// timeFor is enough for the text that a file of this size holds if it is an honest
// one, at a third of the speed of a slow machine.
func timeFor(bytes int) time.Duration {
	const least, most = 10 * time.Second, 5 * time.Minute
	return min(least+time.Duration(bytes>>14)*time.Second, most)
}

func (d *Document) load(data []byte) error {
	doc, err := d.pdfium.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword):
		return ErrPassword
	case err != nil:
		return fmt.Errorf("the PDF is damaged; save it again with a program that opens it (PDFium says %w)", err)
	}
	d.ref = doc.Document
	n, err := d.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	switch {
	case err != nil:
		return err
	case n.PageCount > MaxPages:
		return fmt.Errorf("the PDF has %d pages, over the limit of %d", n.PageCount, MaxPages)
	}
	d.count = n.PageCount
	return nil
}

// Close gives back what the document holds.
func (d *Document) Close() {
	if d.alive() {
		d.pdfium.Close()
	}
	d.cancel()
}

// because returns the reason why err came: the end of the time, if it is over.
func (d *Document) because(err error) error {
	if errors.Is(d.ctx.Err(), context.DeadlineExceeded) {
		return errors.New("the PDF takes too long to read")
	}
	if d.ctx.Err() != nil {
		return d.ctx.Err()
	}
	return err
}

// page names a page of the document, from 1.
func (d *Document) page(n int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: n - 1}}
}

// Bounds of drawn pages.
const (
	drawnDPI  = 300
	maxPixels = 12_000_000
)

// Render draws a page, counted from 1, at 300 dots an inch, or fewer if the page is
// so large that it would have more than 12 million.
func (d *Document) Render(n int) (*image.Gray, error) {
	if n < 1 || n > d.count {
		return nil, fmt.Errorf("the PDF has no page %d, only %d", n, d.count)
	}
	size, err := d.pdfium.GetPageSize(&requests.GetPageSize{Page: d.page(n)})
	if err != nil {
		return nil, d.because(err)
	}
	width, height := size.Width*drawnDPI/72, size.Height*drawnDPI/72
	if !(width >= 1 && height >= 1) || width > 1e6 || height > 1e6 {
		return nil, fmt.Errorf("page %d has no size that can be drawn", n)
	}
	shrink := math.Min(1, math.Sqrt(maxPixels/(width*height)))
	drawn, err := d.pdfium.RenderPageInPixels(&requests.RenderPageInPixels{
		Page: d.page(n), Width: max(1, int(width*shrink)), ImageFormat: requests.RenderImageFormatGrayscale,
	})
	if err != nil {
		return nil, d.because(err)
	}
	defer drawn.Cleanup()
	own := image.NewGray(drawn.Result.RenderedImage.Bounds()) // the other is PDFium's memory
	draw.Draw(own, own.Rect, drawn.Result.RenderedImage, own.Rect.Min, draw.Src)
	return own, nil
}
