package ocr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"golang.org/x/image/tiff"
)

// half is an image whose left half is black.
func half(w, h int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, 0, w/2, h), image.Black, image.Point{}, draw.Src)
	return img
}

func encodePNG(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecode(t *testing.T) {
	const w, h = 500, 400
	see := image.NewNRGBA(image.Rect(0, 0, w, h)) // the right half is transparent
	draw.Draw(see, image.Rect(0, 0, w/2, h), image.Black, image.Point{}, draw.Src)
	palette := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Transparent, color.Black})
	for y := range h {
		for x := range w / 2 {
			palette.SetColorIndex(x, y, 1)
		}
	}
	var j, f bytes.Buffer
	if err := errors.Join(jpeg.Encode(&j, half(w, h), nil), tiff.Encode(&f, half(w, h), nil)); err != nil {
		t.Fatal(err)
	}
	var colour bytes.Buffer
	rgba := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(rgba, rgba.Rect, half(w, h), image.Point{}, draw.Src)
	if err := jpeg.Encode(&colour, rgba, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		format Format
		data   []byte
	}{
		{"grey PNG", PNG, encodePNG(t, half(w, h))}, {"transparent PNG", PNG, encodePNG(t, see)}, {"PNG with a palette", PNG, encodePNG(t, palette)},
		{"grey JPEG", JPEG, j.Bytes()}, {"JPEG in colour", JPEG, colour.Bytes()}, {"TIFF", TIFF, f.Bytes()},
	} {
		img, err := c.format.Decode(c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if img.Rect != image.Rect(0, 0, w, h) || img.GrayAt(10, 10).Y > 3 || img.GrayAt(w-10, 10).Y < 252 {
			t.Errorf("%s: %v, left %d, right %d", c.name, img.Rect, img.GrayAt(10, 10).Y, img.GrayAt(w-10, 10).Y)
		}
		for _, cut := range []int{0, 9, len(c.data) / 2} {
			if _, err := c.format.Decode(c.data[:cut]); err == nil {
				t.Errorf("%s cut to %d bytes was read", c.name, cut)
			}
		}
	}
}

func TestDecodeBounds(t *testing.T) {
	if _, err := PNG.Decode(encodePNG(t, half(100, 100))); !errors.Is(err, ErrSmall) {
		t.Errorf("a logo: error %v", err)
	}
	// The header alone claims more than is read.
	b := encodePNG(t, half(500, 500))
	binary.BigEndian.PutUint32(b[16:], 60_000)
	binary.BigEndian.PutUint32(b[20:], 60_000)
	if err := PNG.Check(b); err == nil {
		t.Error("an image of 60000 × 60000 pixels was taken")
	}
	if got, err := PNG.Decode(encodePNG(t, half(4600, 3001))); err != nil || got.Rect.Max != image.Pt(2300, 1500) {
		t.Errorf("a large image became %v, error %v", got.Rect, err)
	}
}

func TestShrink(t *testing.T) {
	img := &image.Gray{Pix: []uint8{0, 100, 9, 100, 200, 9, 9, 9, 9}, Stride: 3, Rect: image.Rect(0, 0, 3, 3)}
	if got := shrink(img); !slices.Equal(got.Pix, []uint8{100}) {
		t.Errorf("%v", got.Pix)
	}
}

// tiffOf writes grey pages of one colour each, without compression.
func tiffOf(order binary.ByteOrder, colours ...uint8) []byte {
	const w, h = 500, 400
	mark := "II*\x00"
	if order == binary.ByteOrder(binary.BigEndian) {
		mark = "MM\x00*"
	}
	b := append([]byte(mark), 0, 0, 0, 0)
	next := 4 // where the place of the next page is to be written
	for _, c := range colours {
		pixels := uint32(len(b))
		b = append(b, bytes.Repeat([]byte{c}, w*h)...)
		order.PutUint32(b[next:], uint32(len(b)))
		fields := [][3]uint32{{256, 4, w}, {257, 4, h}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, pixels}, {277, 3, 1}, {278, 4, h}, {279, 4, w * h}}
		page := make([]byte, 2+12*len(fields)+4)
		order.PutUint16(page, uint16(len(fields)))
		for i, f := range fields {
			at := page[2+12*i:]
			order.PutUint16(at, uint16(f[0]))
			order.PutUint16(at[2:], uint16(f[1]))
			order.PutUint32(at[4:], 1)
			if f[1] == 3 {
				order.PutUint16(at[8:], uint16(f[2]))
			} else {
				order.PutUint32(at[8:], f[2])
			}
		}
		b = append(b, page...)
		next = len(b) - 4
	}
	return b
}

func TestTIFFPages(t *testing.T) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := tiffOf(order, 10, 20, 30)
		if n := TIFFPages(b); n != 3 {
			t.Fatalf("%v: %d pages", order, n)
		}
		for n, want := range []uint8{10, 20, 30} {
			page, err := TIFFPage(b, n+1)
			if err != nil {
				t.Fatal(err)
			}
			img, err := TIFF.Decode(page)
			if err != nil || img.GrayAt(7, 7).Y != want {
				t.Errorf("%v: page %d: error %v", order, n+1, err)
			}
		}
		for _, n := range []int{0, 4} {
			if _, err := TIFFPage(b, n); err == nil {
				t.Errorf("there is a page %d", n)
			}
		}
		// The last page points back at the first.
		order.PutUint32(b[len(b)-4:], order.Uint32(b[4:]))
		if n := TIFFPages(b); n != 3 {
			t.Errorf("%v: %d pages in a circle", order, n)
		}
		for _, cut := range []int{4, 7, 9, len(b) / 2} {
			TIFFPages(b[:cut])
		}
	}
}
