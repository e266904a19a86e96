package ocr

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// hocrOf writes lines of one area as Tesseract does: each with its left edge and
// top, letters of 10 pixels in lines of 20.
func hocrOf(lines []testLine) string {
	var b strings.Builder
	b.WriteString("<div class='ocr_page' title='image \"\"; bbox 0 0 800 900'><div class='ocr_carea' title=\"bbox 0 0 800 900\"><p class='ocr_par' lang='vie'>")
	for _, l := range lines {
		if l.area {
			b.WriteString("</p></div><div class='ocr_carea' title=\"bbox 0 0 800 900\"><p class='ocr_par'>")
		}
		x := l.left
		var words strings.Builder
		for w := range strings.FieldsSeq(l.text) {
			right := x + 10*len([]rune(w))
			fmt.Fprintf(&words, "<span class='ocrx_word' title='bbox %d %d %d %d; x_wconf 90'>%s</span> ", x, l.top, right, l.top+20,
				strings.NewReplacer("&", "&amp;", "<", "&lt;", "'", "&#39;").Replace(w))
			x = right + 10
		}
		fmt.Fprintf(&b, "<span class='ocr_line' title=\"bbox %d %d %d %d; baseline 0 -5; x_size 30\">%s</span>\n", l.left, l.top, x-10, l.top+20, words.String())
	}
	return b.String() + "</p></div></div>"
}

type testLine struct {
	left, top int
	text      string
	area      bool // begins a new area
}

func TestParagraphs(t *testing.T) {
	tests := []struct {
		name  string
		lines []testLine
		want  []string
	}{
		{"a line goes on where its next word would not fit", []testLine{
			{0, 0, "Hội nghị bàn về đường sá và trường", false}, {0, 25, "học ở vùng cao, nơi người dân chờ", false}, {0, 50, "đã lâu.", false}, {0, 75, "Sau đó bế mạc và mọi người ra về.", false}},
			[]string{"Hội nghị bàn về đường sá và trường học ở vùng cao, nơi người dân chờ đã lâu.", "Sau đó bế mạc và mọi người ra về."}},
		{"items and articles begin", []testLine{
			{0, 0, "Điều 1. Các cơ quan sau đây gồm có:", false}, {0, 25, "a) sở và phòng của mỗi tỉnh, thành", false}, {0, 50, "- xã, phường và đặc khu ở các nơi,", false}, {0, 75, "Điều 2. Hết", false}},
			[]string{"Điều 1. Các cơ quan sau đây gồm có:", "a) sở và phòng của mỗi tỉnh, thành", "- xã, phường và đặc khu ở các nơi,", "Điều 2. Hết"}},
		{"a gap begins one", []testLine{
			{0, 0, "Tôi xin trân trọng cảm ơn quý vị ạ", false}, {0, 60, "và chúc sức khỏe các vị đại biểu ạ", false}},
			[]string{"Tôi xin trân trọng cảm ơn quý vị ạ", "và chúc sức khỏe các vị đại biểu ạ"}},
		{"an area begins one", []testLine{{0, 0, "ỦY BAN NHÂN DÂN", false}, {0, 22, "TỈNH", true}}, []string{"ỦY BAN NHÂN DÂN", "TỈNH"}},
		{"capitals stand alone", []testLine{{0, 0, "VỀ VIỆC CƯỚI", false}, {0, 25, "trên địa bàn", false}}, []string{"VỀ VIỆC CƯỚI", "trên địa bàn"}},
		{"a number is not torn", []testLine{{0, 0, "theo Nghị quyết số 66-NQ-", false}, {0, 25, "HĐND của tỉnh", false}}, []string{"theo Nghị quyết số 66-NQ-HĐND của tỉnh"}},
		{"a dash is a word", []testLine{{0, 0, "Cộng hòa -", false}, {0, 25, "tự do", false}}, []string{"Cộng hòa - tự do"}},
		{"marks of HTML", []testLine{{0, 0, "A<B & 'C'", false}}, []string{"A<B & 'C'"}},
	}
	for _, test := range tests {
		got, err := parseHOCR([]byte(hocrOf(test.lines)))
		if err != nil || !slices.Equal(got.Paragraphs, test.want) {
			t.Errorf("%s: error %v, paragraphs\n%s", test.name, err, strings.Join(got.Paragraphs, "\n"))
		}
	}
}

func TestTurned(t *testing.T) {
	// A line of two words that begins at 5, 7, as it stands on pages that were turned.
	want := []box{{5, 7, 15, 17}, {25, 7, 35, 17}}
	for quarter, boxes := range [][]box{
		{{5, 7, 15, 17}, {25, 7, 35, 17}},
		{{7, -15, 17, -5}, {7, -35, 17, -25}},
		{{-15, -17, -5, -7}, {-35, -17, -25, -7}},
		{{-17, 5, -7, 15}, {-17, 25, -7, 35}},
	} {
		for i, b := range boxes {
			if got := b.turned(quarter); got != want[i] {
				t.Errorf("%d quarters: %v, want %v", quarter, got, want[i])
			}
		}
		if got := quarters([]line{{words: []word{{box: boxes[0]}, {box: boxes[1]}}}}); got != quarter && quarter != 2 {
			t.Errorf("the words %v are told to need %d quarters, want %d", boxes, got, quarter)
		}
	}
}

func TestNoise(t *testing.T) {
	for _, w := range []word{{confidence: 0, text: "SM"}, {confidence: 60, text: "..:"}, {confidence: 99, text: ""}} {
		if !w.isNoise() {
			t.Errorf("%+v is taken for text", w)
		}
	}
	for _, w := range []word{{confidence: 3, text: "27/2022/NĐ-CP"}, {confidence: 3, text: "20"}, {confidence: 90, text: "-"}, {confidence: 40, text: "ở"}, {confidence: 10, text: "dựng"}} {
		if w.isNoise() {
			t.Errorf("%+v is taken for noise", w)
		}
	}
}

func TestParseHOCRBroken(t *testing.T) {
	whole := hocrOf([]testLine{{0, 0, "một hai", false}})
	for i := range whole {
		parseHOCR([]byte(whole[:i]))
	}
	for _, s := range []string{"", "<p class='ocrx_word'>x</p>", "<span class='ocrx_word' title='bbox; x_wconf'>x", "<span class='ocr_line' title='bbox 9 9'>"} {
		if got, _ := parseHOCR([]byte(s)); len(got.Paragraphs) > 0 {
			t.Errorf("%q: %q", s, got.Paragraphs)
		}
	}
}

func TestRotate(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(img.Pix, []uint8{1, 2, 3, 4, 5, 6})
	for quarters, want := range [][]uint8{{1, 2, 3, 4, 5, 6}, {4, 1, 5, 2, 6, 3}, {6, 5, 4, 3, 2, 1}, {3, 6, 2, 5, 1, 4}} {
		if got := rotate(img, quarters); !slices.Equal(got.Pix, want) {
			t.Errorf("%d quarters: %v, want %v", quarters, got.Pix, want)
		}
	}
}

func TestClean(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	paper, grainyPaper := image.NewGray(image.Rect(0, 0, 200, 100)), image.NewGray(image.Rect(0, 0, 200, 100))
	for i := range paper.Pix {
		paper.Pix[i], grainyPaper.Pix[i] = 230, uint8(200+random.IntN(50))
	}
	if clean(paper) != paper {
		t.Error("even paper was changed")
	}
	got := clean(grainyPaper)
	for y := 1; y < 99; y++ {
		for x := 1; x < 199; x++ {
			var square []uint8
			for dy := -1; dy <= 1; dy++ {
				square = append(square, grainyPaper.Pix[(y+dy)*200+x-1:][:3]...)
			}
			slices.Sort(square)
			if g := got.GrayAt(x, y).Y; g != square[4] {
				t.Fatalf("the pixel at %d, %d of grainy paper became %d, the median is %d", x, y, g, square[4])
			}
		}
	}
}
