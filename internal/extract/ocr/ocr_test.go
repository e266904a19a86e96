package ocr

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFiles pins the engine, whose imports have other letters in each build of it,
// and the model.
func TestFiles(t *testing.T) {
	for _, f := range []struct {
		name   string
		packed []byte
		sum    string
	}{
		{"engine", engineFile, "3822dc6ee83d507f2bd2f83b97a3dd5dabf3ea71a9836d951602c9054615137e"},
		{"model", modelFile, "79df64caf7bcfb2a27df5042ecb6121e196eada34da774956995747636d5bfa1"},
	} {
		b, err := unpack(f.packed)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != f.sum {
			t.Errorf("the %s has the sum %x, want %s", f.name, sum, f.sum)
		}
	}
}

// said is what testdata/page.png says.
var said = []string{
	"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
	"Độc lập - Tự do - Hạnh phúc",
	"Hôm nay, chúng ta gặp nhau để bàn về đường sá, trường học và những cánh rừng đang xanh trở lại ở đầu nguồn sông Đà.",
	"Điều 1. Mỗi xã lập một tổ quản lý rừng gồm bảy người, do dân bầu.",
	"Điều 2. Quỹ được dùng để mở đường lên bản và trả công người trồng cây.",
}

func testPage(t *testing.T) *image.Gray {
	f, err := os.Open("testdata/page.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(img.Bounds())
	draw.Draw(g, g.Bounds(), img, image.Point{}, draw.Src)
	return g
}

// TestRead is the one test that compiles the engine.
func TestRead(t *testing.T) {
	r, err := New(t.Context(), Options{Mode: Wasm, Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	testRead(t, r)
}

func TestReadWithCommand(t *testing.T) {
	r, err := New(t.Context(), Options{Mode: Tesseract})
	if err != nil {
		t.Skip(err)
	}
	testRead(t, r)
}

func testRead(t *testing.T, r *Reader) {
	upright := testPage(t)
	for quarters, name := range []string{"upright", "on its right side", "on its head", "on its left side"} {
		got, err := r.Read(t.Context(), rotate(upright, quarters))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Paragraphs, said) {
			t.Errorf("%s: read\n%s", name, strings.Join(got.Paragraphs, "\n"))
		}
		if got.Confidence < 0.8 || got.Confidence > 1 {
			t.Errorf("%s: confidence %.2f", name, got.Confidence)
		}
	}
	part := upright.SubImage(image.Rect(0, 0, upright.Rect.Dx(), 130)).(*image.Gray)
	if got, err := r.Read(t.Context(), part); err != nil || !slices.Contains(got.Paragraphs, said[0]) {
		t.Errorf("capitals alone, of which the orientation cannot be told: read %q, error %v", got.Paragraphs, err)
	}
	blank := image.NewGray(image.Rect(0, 0, 300, 300))
	draw.Draw(blank, blank.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	if got, err := r.Read(t.Context(), blank); err != nil || len(got.Paragraphs) > 0 || got.Confidence != 0 {
		t.Errorf("a blank page: read %+v, error %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	off, err := New(t.Context(), Options{Mode: Off})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := off.Read(t.Context(), image.NewGray(image.Rect(0, 0, 9, 9))); !errors.Is(err, ErrOff) {
		t.Errorf("turned off: error %v", err)
	}
	for _, size := range []image.Rectangle{{}, image.Rect(0, 0, 1<<20, 12), image.Rect(0, 0, 1, MaxPixels+1)} {
		if _, err := (&Reader{engine: &command{}}).Read(t.Context(), &image.Gray{Rect: size}); err == nil {
			t.Errorf("an image of %v was read", size)
		}
	}
	if _, err := New(t.Context(), Options{Mode: "magic"}); err == nil {
		t.Error("an unknown mode was taken")
	}
}

func TestCommandIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := New(t.Context(), Options{Mode: Tesseract}); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("error %v", err)
	}
}
