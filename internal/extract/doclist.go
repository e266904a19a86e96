package extract

import (
	"encoding/binary"
	"strconv"
)

// The lists of a text of Word 97 to 2003 are those of later files in other bytes: a
// table of forms (LSTF), whose levels (LVL) follow it one after another, and a
// table of lists (LFO), which paragraphs name by their place, from 1. Behind that
// one stand the levels that lists have of their own.

// Sizes of entries that are all alike.
const (
	docFormSize  = 28
	docLevelSize = 28
	docListSize  = 16
)

// readLists reads both tables. What is cut off is left out.
func (d *docReader) readLists() {
	d.lists = newWordLists(newWordStyles())
	if b := d.from(73); len(b) >= 2 {
		d.readForms(b)
	}
	if b := d.from(74); len(b) >= 4 {
		d.readListTable(b)
	}
}

// from returns the table stream from a table on that the header lists, nil if it
// is empty.
func (d *docReader) from(i int) []byte {
	if len(d.at(i)) == 0 {
		return nil
	}
	return d.table[binary.LittleEndian.Uint32(d.places[8*i:]):]
}

func (d *docReader) readForms(b []byte) {
	n := int(binary.LittleEndian.Uint16(b))
	forms := b[2:]
	if n > maxNamed || n*docFormSize > len(forms) {
		return
	}
	b = forms[n*docFormSize:]
	for ; n > 0; n-- {
		form := &wordForm{}
		d.lists.forms[docListID(forms)] = form
		levels := 9
		if forms[26]&1 != 0 {
			levels = 1
		}
		for i := range levels {
			if form.levels[i], b = d.readLevel(b); b == nil {
				return
			}
		}
		forms = forms[docFormSize:]
	}
}

// docListID is what names a form, at the beginning of it and of its lists.
func docListID(b []byte) string {
	return strconv.Itoa(int(binary.LittleEndian.Uint32(b)))
}

// readLevel reads a level and returns what is behind it, nil if it is cut off.
func (d *docReader) readLevel(b []byte) (l listLevel, rest []byte) {
	if len(b) < docLevelSize {
		return l, nil
	}
	head, b := b[:docLevelSize], b[docLevelSize:]
	paragraph, letters := int(head[25]), int(head[24])
	if len(b) < paragraph+letters+2 {
		return l, nil
	}
	look := docLook{fonts: [2]int{-1, -1}}
	changes(b[paragraph:paragraph+letters], func(code uint16, operand []byte) { look.change(look, code, operand) })
	b = b[paragraph+letters:]
	text := b[2:]
	size := 2 * int(binary.LittleEndian.Uint16(b))
	if size > len(text) {
		return l, nil
	}
	l = listLevel{
		start: min(int(binary.LittleEndian.Uint32(head)), maxStart), format: docFormat(head[4]), legal: head[5]&4 != 0,
		text: docNumberText(text[:size]), after: " ", font: d.fontOf(look),
	}
	if head[5]&8 != 0 {
		if l.restart = int(head[26]); l.restart == 0 {
			l.restart = -1
		}
	}
	if head[15] == 2 {
		l.after = ""
	}
	return l, text[size:]
}

// docNumberText reads the text of a level, in which the numbers of levels stand as
// the characters 0 to 8.
func docNumberText(b []byte) string {
	var out []byte
	for ; len(b) >= 2; b = b[2:] {
		if c := binary.LittleEndian.Uint16(b); c < 9 {
			out = append(out, '%', byte('1'+c))
		} else {
			out = append(out, utf16Text(b[:2])...)
		}
	}
	return numberText(string(out))
}

func docFormat(code byte) numberFormat {
	switch code {
	case 1:
		return inRomanCapitals
	case 2:
		return inRoman
	case 3:
		return inCapitals
	case 4:
		return inLetters
	case 22:
		return inTwoDigits
	case 23:
		return asBullet
	case 255:
		return asNothing
	}
	return inDigits
}

func (d *docReader) readListTable(b []byte) {
	n := int(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n > maxNamed || n*docListSize > len(b) {
		return
	}
	table, own := b[:n*docListSize], b[n*docListSize:]
	for i := range n {
		entry := table[i*docListSize:]
		list := &wordList{form: docListID(entry)}
		d.lists.lists[strconv.Itoa(i+1)] = list
		if len(own) < 4 {
			own = nil
			continue
		}
		own = own[4:]
		for range entry[12] {
			if own = d.readOverride(list, own); own == nil {
				break
			}
		}
	}
}

// readOverride reads a level that a list has of its own, or where it begins anew,
// and returns what is behind it, nil if it is cut off.
func (d *docReader) readOverride(list *wordList, b []byte) []byte {
	if len(b) < 8 {
		return nil
	}
	start, flags := min(int(binary.LittleEndian.Uint32(b)), maxStart), binary.LittleEndian.Uint32(b[4:])
	at := int(flags & 0xF)
	b = b[8:]
	var level listLevel
	if flags&0x20 != 0 {
		if level, b = d.readLevel(b); b == nil {
			return nil
		}
	}
	switch {
	case at >= listDepth:
	case flags&0x20 != 0:
		if list.levels == nil {
			list.levels = &listLevels{}
		}
		list.levels[at], list.own[at] = level, true
		if flags&0x10 != 0 {
			list.starts[at] = level.start + 1
		}
	case flags&0x10 != 0:
		list.starts[at] = start + 1
	}
	return b
}
