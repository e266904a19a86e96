package ocr

import (
	"context"
	"image"
)

// sure is a confidence that text on its head never has.
const sure = 0.75

// better returns the text of the first image if it makes sense, else of that of two
// which makes more. What tells how a page lies, such as the heights of its small
// letters, short or grand texts have too little of.
func better(ctx context.Context, first, second *image.Gray, read func(*image.Gray) (Text, error)) (Text, error) {
	t, err := read(first)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || t.Confidence > sure || len(t.Paragraphs) == 0 {
		return t, err
	}
	other, err := read(second)
	if other.Confidence > t.Confidence {
		t = other
	}
	return t, err
}

// rotate returns the image turned by so many quarters, clockwise.
func rotate(img *image.Gray, quarters int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if quarters%2 == 1 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewGray(size)
	for y := range h {
		for x, g := range pixels(img, y) {
			switch quarters {
			case 1:
				out.Pix[x*out.Stride+h-1-y] = g
			case 2:
				out.Pix[(h-1-y)*out.Stride+w-1-x] = g
			case 3:
				out.Pix[(w-1-x)*out.Stride+y] = g
			default:
				out.Pix[y*out.Stride+x] = g
			}
		}
	}
	return out
}
