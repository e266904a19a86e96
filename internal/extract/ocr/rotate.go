package ocr

import "image"

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
