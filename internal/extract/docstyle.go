package extract

import "encoding/binary"

// docStyles are the styles by their numbers.
type docStyles struct {
	list  []docStyle
	fonts [2]int // of all letters

	// What was found for a style, as its bases may be long and its users many.
	looks      map[int]docLook
	paragraphs map[int]docParagraph
}

type docStyle struct {
	base      int // -1 for none
	heading   int // level of one of Word's own headings, from 1; 0 for another style
	paragraph []byte
	letters   []byte
}

// readFonts reads the names of the fonts.
func (d *docReader) readFonts() {
	b := d.at(15)
	if len(b) < 4 {
		return
	}
	n := int(binary.LittleEndian.Uint16(b))
	b = b[4:]
	for ; n > 0 && len(b) > 0; n-- {
		size := min(int(b[0])+1, len(b))
		name := ""
		if size > 40 {
			name = untilNUL(b[40:size])
		}
		d.fonts = append(d.fonts, name)
		b = b[size:]
	}
}

func untilNUL(b []byte) string {
	for i := 0; i+1 < len(b); i += 2 {
		if b[i] == 0 && b[i+1] == 0 {
			return utf16Text(b[:i])
		}
	}
	return utf16Text(b)
}

// readStyles reads the style sheet.
func (d *docReader) readStyles() {
	d.styles = docStyles{fonts: [2]int{-1, -1}, looks: map[int]docLook{}, paragraphs: map[int]docParagraph{}}
	b := d.at(1)
	if len(b) < 2 {
		return
	}
	size := int(binary.LittleEndian.Uint16(b))
	if size < 18 || 2+size > len(b) {
		return
	}
	head := b[2 : 2+size]
	fixed := int(binary.LittleEndian.Uint16(head[2:]))
	d.styles.fonts = [2]int{int(binary.LittleEndian.Uint16(head[12:])), int(binary.LittleEndian.Uint16(head[16:]))}
	b = b[2+size:]
	for range binary.LittleEndian.Uint16(head) {
		if len(b) < 2 {
			return
		}
		n := int(binary.LittleEndian.Uint16(b))
		if b = b[2:]; n > len(b) {
			return
		}
		d.styles.list = append(d.styles.list, newDocStyle(b[:n], fixed))
		b = b[n:]
	}
}

// newDocStyle reads a style, whose fixed part is followed by its name and two
// lists of changes; that of letters has only the second.
func newDocStyle(b []byte, fixed int) docStyle {
	s := docStyle{base: -1}
	if len(b) < 6 || fixed < 6 || fixed+2 > len(b) {
		return s
	}
	known, kind := binary.LittleEndian.Uint16(b)&0xFFF, binary.LittleEndian.Uint16(b[2:])
	if base := kind >> 4; base != 0xFFF {
		s.base = int(base)
	}
	switch {
	case known >= 1 && known <= 9:
		s.heading = int(known)
	case known == 62:
		s.heading = 1
	}
	at := fixed + 2 + 2*int(binary.LittleEndian.Uint16(b[fixed:])) + 2
	next := func() []byte {
		at += at & 1
		if at+2 > len(b) {
			return nil
		}
		n := int(binary.LittleEndian.Uint16(b[at:]))
		list := b[at+2 : min(at+2+n, len(b))]
		at += 2 + n
		return list
	}
	switch kind & 0xF {
	case 1:
		if s.paragraph = next(); len(s.paragraph) >= 2 {
			s.paragraph = s.paragraph[2:]
		}
		s.letters = next()
	case 2:
		s.letters = next()
	}
	return s
}

// chain calls do for a style and those it is based on, the last of them first.
func (s *docStyles) chain(style int, do func(*docStyle)) {
	var list []*docStyle
	for range maxBased {
		if style < 0 || style >= len(s.list) {
			break
		}
		list = append(list, &s.list[style])
		style = s.list[style].base
	}
	for i := len(list) - 1; i >= 0; i-- {
		do(list[i])
	}
}

// look returns what letters in a paragraph of this style look like.
func (s *docStyles) look(style int) docLook {
	return docLook{fonts: s.fonts}.over(s.own(style))
}

// own returns what a style and its bases state.
func (s *docStyles) own(style int) docLook {
	if l, ok := s.looks[style]; ok {
		return l
	}
	l := docLook{fonts: [2]int{-1, -1}}
	s.chain(style, func(st *docStyle) {
		base := l
		changes(st.letters, func(code uint16, operand []byte) { l.change(base, code, operand) })
	})
	l.special, l.symbol = false, 0
	s.looks[style] = l
	return l
}

// paragraph returns what a style says of a paragraph.
func (s *docStyles) paragraph(style int) (p docParagraph) {
	if p, ok := s.paragraphs[style]; ok {
		return p
	}
	s.chain(style, func(st *docStyle) {
		if st.heading > 0 {
			p.level = st.heading
		}
		changes(st.paragraph, p.change)
	})
	s.paragraphs[style] = p
	return p
}
