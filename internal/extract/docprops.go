package extract

import (
	"encoding/binary"
	"slices"
	"sort"
)

// What letters and paragraphs look like is a list of changes to their style, each
// a code (sprm) that tells its length, and its operand. The lists are stored for
// ranges of the stream, in pages of 512 bytes that a table names: at the start of
// a page the borders of its ranges, then for each where its list is, and the number
// of ranges in the last byte.

// docRanges are the ranges of letters, or of paragraphs.
type docRanges struct {
	main  []byte
	pages []docPage
	entry int // bytes that tell where a list is
}

// docPage is a page and where in the stream its ranges begin.
type docPage struct {
	from   uint32
	number int
}

// pages reads a table of pages.
func (d *docReader) pages(i int) []docPage {
	b := d.at(i)
	n := (len(b) - 4) / 8
	var list []docPage
	for i := range max(n, 0) {
		list = append(list, docPage{binary.LittleEndian.Uint32(b[4*i:]), int(binary.LittleEndian.Uint32(b[4*(n+1)+4*i:]) & 0x3FFFFF)})
	}
	slices.SortStableFunc(list, func(a, b docPage) int { return int(int64(a.from) - int64(b.from)) })
	return list
}

// at returns the list for a place of the stream and the borders of its range; an
// empty one reaches to the next page at most.
func (r *docRanges) at(place int) (list []byte, start, end int) {
	i := sort.Search(len(r.pages), func(i int) bool { return int64(r.pages[i].from) > int64(place) })
	start, end = 0, len(r.main)
	if i < len(r.pages) {
		end = int(r.pages[i].from)
	}
	if i == 0 {
		return nil, start, end
	}
	page := r.pages[i-1]
	start = int(page.from)
	if (page.number+1)*512 > len(r.main) {
		return nil, start, end
	}
	b := r.main[page.number*512 : (page.number+1)*512]
	n := int(b[511])
	if n == 0 || 4*(n+1)+n*r.entry > 511 {
		return nil, start, end
	}
	j := sort.Search(n, func(j int) bool { return int64(binary.LittleEndian.Uint32(b[4*(j+1):])) > int64(place) })
	if j == n {
		return nil, max(start, int(binary.LittleEndian.Uint32(b[4*n:]))), end
	}
	from, to := int(binary.LittleEndian.Uint32(b[4*j:])), int(binary.LittleEndian.Uint32(b[4*(j+1):]))
	if from > place {
		return nil, start, from
	}
	return r.list(b, 2*int(b[4*(n+1)+j*r.entry])), from, to
}

// list returns the list at an offset of a page, for a paragraph with the style
// before it.
func (r *docRanges) list(b []byte, at int) []byte {
	if at == 0 {
		return nil
	}
	size := int(b[at])
	at++
	if r.entry > 1 { // words, but for the first byte of an odd number
		if size = 2*size - 1; size < 0 && at < len(b) {
			size = 2 * int(b[at])
			at++
		}
	}
	return b[min(at, 511):min(at+max(size, 0), 511)]
}

// changes calls do for each change of a list.
func changes(list []byte, do func(code uint16, operand []byte)) {
	for len(list) >= 2 {
		code := binary.LittleEndian.Uint16(list)
		list = list[2:]
		n := [8]int{1, 1, 2, 4, 2, 2, 0, 3}[code>>13]
		switch {
		case code == 0xD608 && len(list) >= 2:
			n = int(binary.LittleEndian.Uint16(list)) + 1
		case code == 0xC615 && len(list) >= 2 && list[0] == 255:
			n = 2 + 4*int(list[1])
			if n < len(list) {
				n += 1 + 3*int(list[n])
			}
		case n == 0 && len(list) >= 1:
			n = 1 + int(list[0])
		}
		if n > len(list) {
			return
		}
		do(code, list[:n])
		list = list[n:]
	}
}

// docLook is what letters look like.
type docLook struct {
	font                     string
	fonts                    [2]int // numbers: for ASCII and for other letters; -1 if not stated
	hidden, deleted, special bool
	symbol                   rune
}

// docParagraph is what is known of a paragraph.
type docParagraph struct {
	level, item     int // from 1; 0 for none
	list            int // from 1; 0 for none
	inTable, rowEnd bool
}

// findLook finds what letters at a place of the stream look like.
func (d *docReader) findLook(at int) {
	list, start, end := d.letters.at(at)
	p, from, to := d.styleAt(at)
	d.lookStart, d.lookEnd = max(start, from), min(end, to)
	if d.lookEnd <= at {
		d.lookEnd = at + 1
	}
	base := d.styles.look(p)
	l := base
	changes(list, func(code uint16, operand []byte) {
		if code == 0x4A30 { // the style of letters comes first, wherever it stands
			l = l.over(d.styles.own(int(binary.LittleEndian.Uint16(operand))))
		}
	})
	base = l
	changes(list, func(code uint16, operand []byte) { l.change(base, code, operand) })
	l.font = d.fontOf(l)
	d.look = l
}

// fontOf returns the name of the font of letters over 7F, which is the same for
// the others nearly always.
func (d *docReader) fontOf(l docLook) string {
	for _, f := range []int{l.fonts[1], l.fonts[0]} {
		if f >= 0 && f < len(d.fonts) {
			return d.fonts[f]
		}
	}
	return ""
}

func (l *docLook) change(base docLook, code uint16, operand []byte) {
	switch code {
	case 0x4A4F:
		l.fonts[0] = int(binary.LittleEndian.Uint16(operand))
	case 0x4A51:
		l.fonts[1] = int(binary.LittleEndian.Uint16(operand))
	case 0x083C:
		l.hidden = toggled(operand[0], base.hidden)
	case 0x0800:
		l.deleted = toggled(operand[0], base.deleted)
	case 0x0855:
		l.special = operand[0] != 0
	case 0x6A09:
		l.special, l.symbol = true, rune(binary.LittleEndian.Uint16(operand[2:]))
	}
}

// toggled reads an operand that may refer to the style.
func toggled(v byte, style bool) bool {
	switch v {
	case 0x80:
		return style
	case 0x81:
		return !style
	}
	return v != 0
}

// over returns the look with what another states over it.
func (l docLook) over(o docLook) docLook {
	for i, f := range o.fonts {
		if f >= 0 {
			l.fonts[i] = f
		}
	}
	l.hidden = l.hidden || o.hidden
	return l
}

// styleAt returns the style of the paragraph at a place of the stream, and its
// borders.
func (d *docReader) styleAt(at int) (style, start, end int) {
	list, start, end := d.paragraphs.at(at)
	if len(list) >= 2 {
		style = int(binary.LittleEndian.Uint16(list))
	}
	return style, start, end
}

// paragraphAt returns what is known of the paragraph whose mark is at a place.
func (d *docReader) paragraphAt(at int) docParagraph {
	list, _, _ := d.paragraphs.at(at)
	if len(list) < 2 {
		return d.styles.paragraph(0)
	}
	p := d.styles.paragraph(int(binary.LittleEndian.Uint16(list)))
	changes(list[2:], p.change)
	return p
}

func (p *docParagraph) change(code uint16, operand []byte) {
	switch code {
	case 0x2640:
		p.level = int(operand[0]) + 1
	case 0x260A:
		p.item = int(min(operand[0], 8)) + 1
	case 0x460B:
		switch n := binary.LittleEndian.Uint16(operand); {
		case n == 0 || n > 0x7FE:
			p.item, p.list = 0, 0
		default:
			p.item, p.list = max(p.item, 1), int(n)
		}
	case 0x2416:
		p.inTable = operand[0] != 0
	case 0x2417:
		p.rowEnd = operand[0] != 0
	}
}
