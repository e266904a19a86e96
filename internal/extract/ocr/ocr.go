// Package ocr reads the text of pages that are images, with Tesseract and its
// model of Vietnamese: the installed command if there is one, else the engine that
// is built in as WebAssembly (sandbox.go), four to five times slower and with the
// same results. Both answer in hOCR, of which hocr.go makes paragraphs.
//
// What is built in runs in a sandbox of its own for each page: it sees no file, no
// network and nothing of the page before.
package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
)

// Mode says which engine reads.
type Mode string

// The modes.
const (
	Auto      Mode = "auto"      // the command if it can read Vietnamese, else what is built in
	Wasm      Mode = "wasm"      // what is built in
	Tesseract Mode = "tesseract" // the command
	Off       Mode = "off"       // none
)

// Modes lists what a Mode may be.
func Modes() []Mode { return []Mode{Auto, Wasm, Tesseract, Off} }

// ErrOff is the error of reading when reading is turned off.
var ErrOff = errors.New("text recognition is turned off")

// MaxPixels bounds an image; a page of A4 at 300 dots an inch has 8.7 million.
const MaxPixels = 12_000_000

// Options say how to read. The zero value is Auto, without a cache.
type Options struct {
	Mode  Mode   // "" means Auto
	Cache string // directory for the compiled engine, which saves seconds at each start; "" means none
}

// Text is what an image says.
type Text struct {
	Paragraphs []string
	Confidence float64 // mean of the words, 0 to 1; 0 without words
}

// engine reads an image that stands upright or, if it can tell, does not.
type engine interface {
	read(ctx context.Context, img *image.Gray) (Text, error)
}

// Reader reads images. It is for any number of goroutines, and for as long as the
// process lives.
type Reader struct {
	engine engine // nil: Off
	Mode   Mode   // Wasm, Tesseract or Off: what reads
}

// New makes an engine ready. For the built-in one that takes seconds if it is not
// in the cache.
func New(ctx context.Context, opt Options) (*Reader, error) {
	switch opt.Mode {
	case Off:
		return &Reader{Mode: Off}, nil
	case Tesseract, Auto, "":
		c, err := newCommand(ctx)
		if err == nil {
			return &Reader{c, Tesseract}, nil
		}
		if opt.Mode == Tesseract {
			return nil, err
		}
		fallthrough
	case Wasm:
		s, err := newSandbox(ctx, opt.Cache)
		if err != nil {
			return nil, fmt.Errorf("start the built-in text recognition: %w", err)
		}
		return &Reader{s, Wasm}, nil
	}
	return nil, fmt.Errorf("%q is no way to recognise text; use one of %v", opt.Mode, Modes())
}

// Read returns the text of an image in any of the four orientations. The built-in
// engine looks at ctx only between its steps, since checks within cost nine times
// the time: who must be able to stop it calls it in a process that can be killed.
func (r *Reader) Read(ctx context.Context, img *image.Gray) (Text, error) {
	size := img.Bounds().Size()
	switch {
	case r.engine == nil:
		return Text{}, ErrOff
	case size.X < 1 || size.Y < 1:
		return Text{}, errors.New("the image has no pixels")
	case size.X > MaxPixels/size.Y:
		return Text{}, fmt.Errorf("the image has %d × %d pixels, over the limit of %d million", size.X, size.Y, MaxPixels/1_000_000)
	}
	return r.engine.read(ctx, clean(img))
}
