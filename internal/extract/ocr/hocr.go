package ocr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// parseHOCR reads Tesseract's answer: HTML whose elements are areas, paragraphs,
// lines and words by their class, with places and confidences in their titles.
func parseHOCR(b []byte) (Text, error) {
	p := hocr{}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return p.text(), nil
		}
		if err != nil {
			return Text{}, fmt.Errorf("read what was recognised: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			p.open(t)
		case xml.CharData:
			p.chars(string(t))
		}
	}
}

// hocr is what has been read so far.
type hocr struct {
	area  int // number of the area
	lines []line
	word  bool // characters belong to a word
}

// line is a line of text with its place, in pixels.
type line struct {
	area  int
	box   box
	words []word
}

// word is a word with its place.
type word struct {
	box        box
	confidence int // percent
	text       string
}

// What Tesseract makes of stamps, rules and grain are words too, in which it has no
// trust itself: points and dashes, or one or two letters. Anything longer stays, as
// numbers of documents, too, are words that it does not know.
const (
	leastTrust      = 25 // in percent, for one or two letters
	leastTrustPoint = 65 // without a letter or digit
)

// isNoise reports whether a word most likely stands for no letters.
func (w word) isNoise() bool {
	letters := 0
	for _, r := range w.text {
		if unicode.IsDigit(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	switch letters {
	case 0:
		return w.text == "" || w.confidence < leastTrustPoint
	case 1, 2:
		return w.confidence < leastTrust
	}
	return false
}

func (p *hocr) open(e xml.StartElement) {
	var class, title string
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "class":
			class = a.Value
		case "title":
			title = a.Value
		}
	}
	switch class {
	case "ocr_carea":
		p.area++
	case "ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat":
		p.lines = append(p.lines, line{p.area, numbers(title, "bbox"), nil})
		p.word = false
	case "ocrx_word":
		p.word = len(p.lines) > 0
		if p.word {
			l := &p.lines[len(p.lines)-1]
			l.words = append(l.words, word{numbers(title, "bbox"), numbers(title, "x_wconf").left, ""})
		}
	case "":
	default:
		p.word = false
	}
}

func (p *hocr) chars(s string) {
	s = strings.TrimSpace(s)
	if !p.word || s == "" {
		return
	}
	l := &p.lines[len(p.lines)-1]
	l.words[len(l.words)-1].text += s
}

// numbers returns what stands after a property in a title: "bbox 1 2 3 4; …".
func numbers(title, property string) box {
	var list [4]int
	for part := range strings.SplitSeq(title, ";") {
		fields := strings.Fields(part)
		if len(fields) == 0 || fields[0] != property {
			continue
		}
		for i, f := range fields[1:min(len(fields), 5)] {
			n, _ := strconv.ParseFloat(f, 64)
			list[i] = int(n)
		}
	}
	return box{list[0], list[1], list[2], list[3]}
}

// box is a place on the page.
type box struct{ left, top, right, bottom int }

// turned returns the box on a page that was turned clockwise by so many quarters.
func (b box) turned(quarters int) box {
	switch quarters {
	case 1:
		return box{-b.bottom, b.left, -b.top, b.right}
	case 2:
		return box{-b.right, -b.bottom, -b.left, -b.top}
	case 3:
		return box{b.top, -b.right, b.bottom, -b.left}
	}
	return b
}

// quarters returns by how much a page must be turned, clockwise, for its lines to
// run from left to right: Tesseract reads lines that run upwards or downwards, but
// says so only by the places of their words.
func quarters(lines []line) int {
	var right, down int
	for _, l := range lines {
		if n := len(l.words); n > 1 {
			first, last := l.words[0].box, l.words[n-1].box
			right += last.left - first.left
			down += last.top - first.top
		}
	}
	switch {
	case max(right, -right) >= max(down, -down):
		return 0
	case down < 0:
		return 1
	}
	return 3
}

func (p *hocr) text() (t Text) {
	words, sum := 0, 0
	for i, l := range p.lines {
		l.words = slices.DeleteFunc(l.words, word.isNoise)
		p.lines[i] = l
		words += len(l.words)
		for _, w := range l.words {
			sum += w.confidence
		}
	}
	p.lines = slices.DeleteFunc(p.lines, func(l line) bool { return len(l.words) == 0 })
	if words > 0 {
		t.Confidence = float64(sum) / float64(words) / 100
	}
	turn := quarters(p.lines)
	for i := range p.lines {
		l := &p.lines[i]
		l.box = l.box.turned(turn)
		for j := range l.words {
			l.words[j].box = l.words[j].box.turned(turn)
		}
	}
	t.Paragraphs = paragraphs(columns(p.lines))
	return t
}
