package ocr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/tiff"
)

// MaxDecoded bounds the pixels of an image file; a page of A4 at 600 dots an inch
// has 35 million. What has more than MaxPixels is made smaller.
const MaxDecoded = 64_000_000

// MinDecoded is the fewest pixels of an image in which a page can be read; what has
// fewer, such as a logo in a letter, holds no text worth keeping.
const MinDecoded = 200_000

// ErrSmall is the error for an image that is no page.
var ErrSmall = errors.New("the image is too small to hold a page of text")

// Format is a format of images, by its media type.
type Format string

// The formats that are read.
const (
	PNG  Format = "image/png"
	JPEG Format = "image/jpeg"
	TIFF Format = "image/tiff"
)

func (f Format) config(b []byte) (image.Config, error) {
	switch in := bytes.NewReader(b); f {
	case PNG:
		return png.DecodeConfig(in)
	case JPEG:
		return jpeg.DecodeConfig(in)
	default:
		return tiff.DecodeConfig(in)
	}
}

func (f Format) decode(b []byte) (image.Image, error) {
	switch in := bytes.NewReader(b); f {
	case PNG:
		return png.Decode(in)
	case JPEG:
		return jpeg.Decode(in)
	default:
		return tiff.Decode(in)
	}
}

// Check returns an error if Decode would refuse an image by its header.
func (f Format) Check(b []byte) error {
	c, err := f.config(b)
	switch {
	case err != nil:
		return fmt.Errorf("the image is damaged: %w", err)
	case c.Width < 1 || c.Height < 1:
		return errors.New("the image has no pixels")
	case c.Width < MinDecoded && c.Height < MinDecoded && c.Width*c.Height < MinDecoded:
		return ErrSmall
	case c.Width > MaxDecoded/c.Height:
		return fmt.Errorf("the image has %d × %d pixels, over the limit of %d million", c.Width, c.Height, MaxDecoded/1_000_000)
	}
	return nil
}

// Decode returns an image as Read takes it: grey, on white, of at most MaxPixels.
func (f Format) Decode(b []byte) (*image.Gray, error) {
	if err := f.Check(b); err != nil {
		return nil, err
	}
	img, err := f.decode(b)
	if err != nil {
		return nil, fmt.Errorf("the image is damaged: %w", err)
	}
	g := gray(img)
	for g.Rect.Dx() > MaxPixels/g.Rect.Dy() {
		g = shrink(g)
	}
	return g, nil
}

// gray returns the brightness of an image. The common formats have their own ways,
// for asking each pixel for its colour takes seconds a page.
func gray(img image.Image) *image.Gray {
	switch img := img.(type) {
	case *image.Gray:
		return img
	case *image.YCbCr:
		return &image.Gray{Pix: img.Y, Stride: img.YStride, Rect: img.Rect}
	}
	out := image.NewGray(img.Bounds())
	if p, ok := img.(*image.Paletted); ok {
		grays := make([]uint8, 256)
		for i, c := range p.Palette {
			grays[i] = onWhite(c)
		}
		for y := range out.Rect.Dy() {
			row := pixels(out, y)
			for x, i := range p.Pix[y*p.Stride:][:len(row)] {
				row[x] = grays[i]
			}
		}
		return out
	}
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, out.Rect.Min, draw.Over)
	return out
}

func onWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	white := 0xffff - a
	return color.GrayModel.Convert(color.RGBA64{uint16(r + white), uint16(g + white), uint16(b + white), 0xffff}).(color.Gray).Y
}

// shrink returns the image at half its size: each pixel is the mean of four. A last
// odd row or column is left out.
func shrink(img *image.Gray) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, max(b.Dx()/2, 1), max(b.Dy()/2, 1)))
	for y := range out.Rect.Dy() {
		upper, lower := pixels(img, 2*y), pixels(img, min(2*y+1, b.Dy()-1))
		row := pixels(out, y)
		for x := range row {
			left, right := 2*x, min(2*x+1, len(upper)-1)
			row[x] = uint8((int(upper[left]) + int(upper[right]) + int(lower[left]) + int(lower[right]) + 2) / 4)
		}
	}
	return out
}
