package extract

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/tiff"

	"vankien/internal/extract/ocr"
	"vankien/internal/outline"
)

func scanFile(t *testing.T) []byte {
	b, err := os.ReadFile("ocr/testdata/page.png")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestImages reads images of each format before and after they are recognised.
func TestImages(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(scanFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	var j, f bytes.Buffer
	if err := errors.Join(jpeg.Encode(&j, img, nil), tiff.Encode(&f, img, nil)); err != nil {
		t.Fatal(err)
	}
	for mediaType, data := range map[string][]byte{"image/png": scanFile(t), "image/jpeg": j.Bytes(), "image/tiff": f.Bytes()} {
		list, err := recordsOf("quét.dat", data, Options{})
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %d records, error %v", mediaType, len(list), err)
		}
		if r := list[0]; r.Type != mediaType || r.Body != "" || !slices.Equal(r.Unread, []int{1}) || len(r.Mended) != 1 || r.Mended[0].Kind != RepairWaiting {
			t.Errorf("%s: %+v", mediaType, r)
		}
		list, err = recordsOf("quét.dat", data, Options{Pages: map[int]Recognized{1: {Text: "Điều 1.\nĐiều 2."}}})
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %d records, error %v", mediaType, len(list), err)
		}
		if r := list[0]; r.Body != "Điều 1.\nĐiều 2." || len(r.Unread) > 0 || !slices.Equal(r.Blocks, []outline.Block{{Kind: outline.Page, Level: 1}}) || r.Mended[0].Kind != RepairRecognized {
			t.Errorf("%s, recognised: %+v", mediaType, r)
		}
	}
}

func TestImageIsALogo(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	if _, err := recordsOf("logo.png", b.Bytes(), Options{}); !errors.Is(err, ocr.ErrSmall) {
		t.Errorf("error %v", err)
	}
}

// TestPoolRecognizes reads a page in a worker, which fills the cache for the next.
func TestPoolRecognizes(t *testing.T) {
	cache := t.TempDir()
	p := newTestPool(t, PoolOptions{Cache: cache, OCR: ocr.Wasm})
	got, err := p.Recognize(t.Context(), "quét.png.gz", []byte(zipped(t, string(scanFile(t)))), 1)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Text, "\nĐộc lập - Tự do - Hạnh phúc\n") || got.Confidence < 0.8 {
		t.Errorf("recognised, with confidence %.2f:\n%s", got.Confidence, got.Text)
	}
	if list, err := os.ReadDir(cache); err != nil || len(list) == 0 {
		t.Errorf("the cache holds %d files, error %v", len(list), err)
	}
	for n, data := range map[int][]byte{1: scanFile(t)[:5000], 2: scanFile(t)} {
		if _, err := p.Recognize(t.Context(), "quét.png", data, n); !errors.Is(err, ErrPage) {
			t.Errorf("page %d of %d bytes: error %v", n, len(data), err)
		}
	}
	off := newTestPool(t, PoolOptions{OCR: ocr.Off})
	if _, err := off.Recognize(t.Context(), "quét.png", scanFile(t), 1); err == nil || err.Error() != ocr.ErrOff.Error() {
		t.Errorf("turned off: error %v", err)
	}
}

// TestScanScores reads scans with every bound of a worker.
func TestScanScores(t *testing.T) {
	var sum float64
	files := []string{"s01-quet-300", "s03-quet-150", "s04-quet-200-mo", "s06-fax-g4", "s07-quet-lop-chu-tieng-anh", "s08-chu-va-quet"}
	for _, name := range files {
		data, want := dataFile(t, name+".pdf"), string(dataFile(t, name+".pdf.txt"))
		p := newTestPool(t, PoolOptions{Cache: cacheDir(), OCR: ocr.Mode(os.Getenv("VANKIEN_OCR"))})
		body, pages, took := recognizeAll(t, p, name, data)
		cer, f1 := score(t, want, body)
		t.Logf("%-28s CER %.2f %%  F1 %.3f  pages %d  %v", name, 100*cer, f1, pages, took.Round(time.Millisecond))
		sum += cer
		if cer > 0.04 {
			t.Errorf("%s: CER %.2f %%", name, 100*cer)
		}
	}
	t.Logf("mean CER %.2f %%", 100*sum/float64(len(files)))
	if sum/float64(len(files)) > 0.03 {
		t.Error("mean over 3 %")
	}
}

// recognizeAll reads a file, then the pages that are images, then the file again,
// and returns the processor time that the worker used.
func recognizeAll(t *testing.T, p *Pool, name string, data []byte) (body string, pages int, took time.Duration) {
	ctx := context.Background()
	list, err := p.Extract(ctx, name, data, Options{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%s: %d records, error %v", name, len(list), err)
	}
	texts := map[int]Recognized{}
	for _, n := range list[0].Unread {
		r, err := p.Recognize(ctx, name, data, n)
		if err != nil {
			t.Fatalf("%s, page %d: %v", name, n, err)
		}
		texts[n] = r
	}
	list, err = p.Extract(ctx, name, data, Options{Pages: texts})
	if err != nil || len(list) != 1 {
		t.Fatalf("%s, recognised: %d records, error %v", name, len(list), err)
	}
	c := <-p.free
	defer func() { p.free <- c }()
	if c != nil {
		took, _ = processorTime(c.cmd.Process.Pid)
	}
	return list[0].Body, len(texts), took
}
