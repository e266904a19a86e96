package extract

import (
	"bytes"
	"context"
	"errors"
	"image"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"vankien/internal/extract/pdf"
	"vankien/internal/outline"
)

const (
	longLine  = "Ủy ban nhân dân tỉnh ban hành quy định này để thực hiện các việc trên"
	pdfHead   = "CÔNG BÁO/Số 1425/Ngày 27-11-2025"
	otherLine = "Quyết định này có hiệu lực từ ngày ký."
)

// threePages is a document whose second page is an image.
func threePages() []byte {
	var m pdfMaker
	m.page("", m.text(100, 780, 10, pdfHead), m.text(100, 700, 16, "Quy định chung"),
		m.lines(100, 670, longLine, longLine, "địa bàn tỉnh.", longLine, longLine), m.text(300, 20, 10, "1"))
	m.imagePage()
	m.page("", m.text(100, 780, 10, pdfHead), m.lines(100, 700, longLine, "của tỉnh.", otherLine), m.text(300, 20, 10, "3"))
	return m.bytes()
}

// readOne reads a file of one record through the door.
func readOne(t *testing.T, name string, data []byte, opt Options) (Record, error) {
	t.Helper()
	opt.Cache = cacheDir()
	var rec Record
	for r, err := range Read(name, bytes.NewReader(data), opt) {
		if err != nil {
			return Record{}, err
		}
		rec = r
	}
	return rec, nil
}

func TestPDF(t *testing.T) {
	first := longLine + " " + longLine
	got, err := readOne(t, "a.pdf", threePages(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := Record{
		Body: strings.Join([]string{"Quy định chung", first + " địa bàn tỉnh.", first, longLine + " của tỉnh.", otherLine}, "\n"),
		Blocks: []outline.Block{
			{Line: 0, Kind: outline.Page, Level: 1}, {Line: 0, Kind: outline.Heading, Level: 1}, {Line: 3, Kind: outline.Page, Level: 3},
		},
		Unread: []int{2}, Mended: []Repair{{Kind: RepairWaiting, Pages: []int{2}}}, Type: "application/pdf",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestPDFWithRecognizedPage(t *testing.T) {
	got, err := readOne(t, "không có đuôi", threePages(), Options{Pages: map[int]Recognized{1: {"no image", 0.1}, 2: {"Trang hai \n\nđã đọc", 0.875}}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(got.Body, "\n")
	if d := cmp.Diff([]string{"Trang hai", "đã đọc"}, lines[3:5]); d != "" || strings.Contains(got.Body, "no image") {
		t.Errorf("%q", lines)
	}
	pages := got.Blocks[2:]
	if d := cmp.Diff([]outline.Block{{Line: 3, Kind: outline.Page, Level: 2}, {Line: 5, Kind: outline.Page, Level: 3}}, pages); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if d := cmp.Diff([]string{"recognized pages=2 confidence=0.88"}, got.Notes()); d != "" || got.Unread != nil {
		t.Errorf("%v, unread %v", got.Notes(), got.Unread)
	}
}

func TestPDFTurned(t *testing.T) {
	var m pdfMaker
	m.page("/Rotate 90", m.turned("0 1 -1 0 100 100", 10, longLine), m.turned("0 1 -1 0 112 100", 10, "địa bàn tỉnh."))
	got, err := readOne(t, "a.pdf", m.bytes(), Options{})
	if want := longLine + " địa bàn tỉnh."; err != nil || got.Body != want {
		t.Errorf("%q, %v", got.Body, err)
	}
}

func TestPDFScaled(t *testing.T) {
	var m pdfMaker
	m.page("", m.turned("10 0 0 10 100 700", 1, longLine), m.turned("10 0 0 10 100 688", 1, "địa bàn tỉnh."))
	got, err := readOne(t, "a.pdf", m.bytes(), Options{})
	if want := longLine + " địa bàn tỉnh."; err != nil || got.Body != want {
		t.Errorf("%q, %v", got.Body, err)
	}
}

func TestPDFInLegacyFont(t *testing.T) {
	m := pdfMaker{font: "ABCDEF+VnTimeH"}
	m.page("", m.lines(100, 700, "quyÕt ®Þnh cña chñ tÞch ñy ban nh©n d©n tØnh lai ch©u"))
	got, err := readOne(t, "a.pdf", m.bytes(), Options{})
	if want := "QUYẾT ĐỊNH CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"; err != nil || got.Body != want || len(got.Mended) != 1 || got.Mended[0].From != "TCVN3" {
		t.Errorf("%q, %v, %v", got.Body, got.Mended, err)
	}
}

func TestPDFErrors(t *testing.T) {
	var blank pdfMaker
	blank.page("")
	whole := threePages()
	for name, data := range map[string][]byte{"damaged": []byte("%PDF-1.7 and nothing else"), "cut": whole[:len(whole)/4], "blank": blank.bytes()} {
		if _, err := readOne(t, "a.pdf", data, Options{}); err == nil || name == "blank" && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPDFRender(t *testing.T) {
	d, err := pdf.Open(context.Background(), threePages(), pdf.Options{Cache: cacheDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	drawn, err := d.Render(2)
	if err != nil {
		t.Fatal(err)
	}
	if want := image.Rect(0, 0, 2500, 3334); drawn.Rect != want {
		t.Errorf("the page is drawn in %v, want %v", drawn.Rect, want)
	}
	if c := drawn.GrayAt(1200, 1600).Y; c < 0x70 || c > 0x90 {
		t.Errorf("its middle is %#x", c)
	}
	if _, err := d.Render(4); err == nil {
		t.Error("a page that is not there was drawn")
	}
}

func TestPDFEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	d, err := pdf.Open(ctx, threePages(), pdf.Options{Cache: cacheDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	cancel()
	if _, err := d.Text(); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// What must not hang, crash or be taken for text.
func TestPDFHostile(t *testing.T) {
	for name, readable := range map[string]bool{
		"z04-10000-trang": false, "z06-length-vong": false, "z07-flate-bom": false, "z09-form-vong": false, "z10-bi-cat": false,
		"z20-rong": false, "p15-can-mat-khau": false, "p12-khong-tounicode": true, "s07-quet-lop-chu-tieng-anh": true,
	} {
		rec, err := readOne(t, name+".pdf", dataFile(t, name+".pdf"), Options{})
		t.Logf("%s: %d bytes, %d pages unread, %v", name, len(rec.Body), len(rec.Unread), err)
		if (err == nil) != readable || name[0] != 'z' && rec.Body != "" {
			t.Errorf("%s: %d bytes, %v", name, len(rec.Body), err)
		}
	}
}

// What PDFs of many producers give against what they were made of.
func TestPDFScores(t *testing.T) {
	var sum float64
	n := 0
	for _, c := range []struct {
		name string
		cer  float64
	}{
		{"p01-lo", 0.04},
		{"p02-lo-hai-cot", 0.025},
		{"p04-weasy", 0.001},
		{"p06-chromium", 0.002},
		{"p07-chromium-hai-cot", 0.001},
		{"p08-nfd-weasy", 0.001},
		{"p10-latex-t5", 0.006},
		{"p13-ma-hoa-mo-duoc", 0.04},
		{"p16-objstm-linear", 0.002},
		{"p17-ghostscript", 0.001},
		{"l05-tcvn3", 0.02},
	} {
		want := string(dataFile(t, c.name+".pdf.txt"))
		rec, err := readPDF(c.name, dataFile(t, c.name+".pdf"), Options{Cache: cacheDir()})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		cer, f1 := score(t, want, rec.Body)
		same := sameLines(want, rec.Body)
		t.Logf("%-24s CER %.2f %%  F1 %.3f  lines %.3f  %v", c.name, 100*cer, f1, same, rec.Notes())
		if cer > c.cer {
			t.Errorf("%s: CER %.2f %%, over %.2f %%", c.name, 100*cer, 100*c.cer)
		}
		if c.name[0] == 'p' {
			sum += cer
			n++
		}
	}
	t.Logf("mean CER %.2f %%", 100*sum/float64(n))
	if sum/float64(n) > 0.01 {
		t.Error("mean over 1 %")
	}
}

// sameLines returns the F1 of whole lines: how well paragraphs were told.
func sameLines(want, got string) float64 {
	key := func(s string) (list []string) {
		for line := range strings.Lines(norm.NFC.String(s)) {
			if line = strings.Join(strings.Fields(line), "_"); line != "" {
				list = append(list, line)
			}
		}
		return list
	}
	return bagF1(key(want), key(got))
}

// cacheDir keeps compiled code between runs where the caller names a folder.
func cacheDir() string { return os.Getenv("VANKIEN_CACHE") }
