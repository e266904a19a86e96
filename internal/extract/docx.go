package extract

import (
	"strconv"
)

var docx = format{whole: readDOCX, apart: true, mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

// readDOCX reads a text of Word since 2007: what a reader of the last version
// sees, without headers and footers, with footnotes and endnotes last.
func readDOCX(_ string, b []byte, opt Options) (Record, error) {
	p, err := openPack(b)
	if err != nil {
		return Record{}, err
	}
	main, links, err := p.mainPart("word/document.xml")
	if err != nil {
		return Record{}, err
	}
	styles := newWordStyles()
	if err := p.visitOptional(links.byType["styles"], styles); err != nil {
		return Record{}, err
	}
	lists := newWordLists(styles)
	if err := p.visitOptional(links.byType["numbering"], lists); err != nil {
		return Record{}, err
	}
	out := newProse(opt)
	if err := p.visit(main, &wordText{prose: out, styles: styles, lists: lists}); err != nil {
		return Record{}, err
	}
	for _, notes := range []string{"footnotes", "endnotes"} {
		if err := p.visitOptional(links.byType[notes], &wordText{prose: out, styles: styles, lists: lists}); err != nil {
			return Record{}, err
		}
	}
	return out.record()
}

// wordText reads the document or its notes.
type wordText struct {
	*prose
	styles *wordStyles
	lists  *wordLists

	paragraph wordParagraph
	mark      wordLook // of the mark at the end of the paragraph, and of its number
	run       wordLook
	font      string // of the run, as all styles make it
	hidden    bool
	looked    bool // font and hidden are found

	inParagraph, inRun, inMark, inText bool // in properties of a paragraph, of a run, of the mark at the end of a paragraph; in text

	spans  []int        // columns that the open cells are wide
	boxes  []wordParent // what is around the open text boxes
	prompt bool         // the content control shows only its prompt
}

// wordParagraph is what a paragraph states of itself, or its style.
type wordParagraph struct {
	style       string
	level       int    // of a heading, from 1; 0 if not stated, over 9 for none
	list        string // the number of a list; "" if not stated, "0" for none
	depth       int    // in the list, from 1; 0 if not stated
	markDeleted bool
}

// wordLook is what a run or a style states of letters.
type wordLook struct {
	style        string
	ascii, other string // fonts
	hidden       string // "" if not stated
}

// wordParent is a paragraph around a text box.
type wordParent struct {
	paragraph wordParagraph
	mark      wordLook
	back      func()
}

func (w *wordText) begin(name string, a attributes) bool {
	switch name {
	case "del", "moveFrom":
		w.paragraph.markDeleted = w.paragraph.markDeleted || w.inMark
		return false
	case "Fallback", "rt", "sectPr", "tblPr", "pPrChange", "rPrChange", "trPrChange", "tcPrChange":
		return false
	case "footnote", "endnote":
		kind := a.get("type")
		return kind == "" || kind == "normal"
	case "p":
		w.paragraph, w.mark = wordParagraph{}, wordLook{}
	case "txbxContent":
		w.boxes = append(w.boxes, wordParent{w.paragraph, w.mark, w.aside()})
		w.inText = false
	case "tbl":
		w.beginTable()
	case "tr":
		w.beginRow()
	case "tc":
		w.spans = append(w.spans, 1)
	case "gridSpan":
		if n := len(w.spans); n > 0 {
			w.spans[n-1] = min(max(wholeNumber(a.get("val"), 1), 1), maxBlank)
		}
	case "sdtPr":
		w.prompt = false
	case "showingPlcHdr":
		w.prompt = isOn(a.get("val"))
	case "sdtContent":
		shown := !w.prompt
		w.prompt = false
		return shown
	case "pPr":
		w.inParagraph = true
	case "r":
		w.run, w.looked = wordLook{}, false
	case "rPr":
		w.inMark, w.inRun = w.inParagraph, !w.inParagraph
	case "t":
		w.inText = true
	default:
		w.property(name, a)
	}
	return true
}

// property reads what stands in properties, and the characters that are elements.
func (w *wordText) property(name string, a attributes) {
	switch {
	case w.inMark:
		w.mark.read(name, a)
	case w.inRun:
		w.run.read(name, a)
	case w.inParagraph:
		w.paragraph.read(name, a)
	default:
		w.character(name, a)
	}
}

func (p *wordParagraph) read(name string, a attributes) {
	switch name {
	case "pStyle":
		p.style = a.get("val")
	case "outlineLvl":
		p.level = wholeNumber(a.get("val"), 9) + 1
	case "ilvl":
		p.depth = min(max(wholeNumber(a.get("val"), 0), 0), 8) + 1
	case "numId":
		p.list = a.get("val")
	}
}

func (l *wordLook) read(name string, a attributes) {
	switch name {
	case "rStyle":
		l.style = a.get("val")
	case "rFonts":
		l.ascii = or(a.get("asciiTheme"), or(a.get("ascii"), l.ascii))
		l.other = or(a.get("hAnsiTheme"), or(a.get("hAnsi"), l.other))
	case "vanish":
		l.hidden = "off"
		if isOn(a.get("val")) {
			l.hidden = "on"
		}
	}
}

// or returns s, or if it is empty the other.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// character reads an element that stands for a character.
func (w *wordText) character(name string, a attributes) {
	switch name {
	case "tab", "ptab":
		w.put("\t")
	case "br", "cr":
		w.put("\n")
	case "noBreakHyphen":
		w.put("-")
	case "softHyphen":
		w.put("\u00ad")
	case "sym":
		if c, err := strconv.ParseUint(a.get("char"), 16, 16); err == nil && c >= ' ' && c < 0xF000 {
			w.put(string(rune(c)))
		}
	}
}

func (w *wordText) characters(text []byte) {
	if w.inText {
		w.put(string(text))
	}
}

// put adds text in the look of the run, unless that hides it.
func (w *wordText) put(s string) {
	if !w.looked {
		w.looked = true
		l := w.styles.look(w.run, w.paragraph.style)
		w.font, w.hidden = or(l.other, l.ascii), l.hidden == "on"
	}
	if !w.hidden {
		w.add(s, w.font)
	}
}

// block returns what the open paragraph is, with its number. One whose mark is
// hidden has none.
func (w *wordText) block() block {
	p := w.styles.paragraph(w.paragraph, w.lists)
	b := p.block()
	if !p.listed() {
		return b
	}
	mark := w.styles.look(w.mark, p.style)
	if mark.hidden == "on" {
		return b
	}
	label, font := w.lists.next(p.list, p.depth-1)
	return b.labelled(label, or(font, or(mark.other, mark.ascii)))
}

func (w *wordText) end(name string) {
	switch name {
	case "p":
		if !w.paragraph.markDeleted {
			w.prose.end(w.block())
		}
	case "txbxContent":
		if n := len(w.boxes); n > 0 {
			w.prose.end(block{})
			w.paragraph, w.mark = w.boxes[n-1].paragraph, w.boxes[n-1].mark
			w.boxes[n-1].back()
			w.boxes = w.boxes[:n-1]
		}
	case "tbl":
		w.endTable()
	case "tr":
		w.endRow()
	case "tc":
		if n := len(w.spans); n > 0 {
			w.prose.end(block{})
			w.endCell(w.spans[n-1])
			w.spans = w.spans[:n-1]
		}
	case "pPr":
		w.inParagraph = false
	case "rPr":
		w.inMark, w.inRun = false, false
	case "t":
		w.inText = false
	}
}
