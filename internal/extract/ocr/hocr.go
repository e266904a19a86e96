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
	area                     int
	left, top, right, bottom int
	words                    []word
}

// word is a word with its place.
type word struct {
	left, right int
	confidence  int // percent
	text        string
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
		box := numbers(title, "bbox")
		p.lines = append(p.lines, line{p.area, box[0], box[1], box[2], box[3], nil})
		p.word = false
	case "ocrx_word":
		box := numbers(title, "bbox")
		p.word = len(p.lines) > 0
		if p.word {
			l := &p.lines[len(p.lines)-1]
			l.words = append(l.words, word{box[0], box[2], numbers(title, "x_wconf")[0], ""})
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
func numbers(title, property string) (list [4]int) {
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
	return list
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
	t.Paragraphs = paragraphs(p.lines)
	return t
}
