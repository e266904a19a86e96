package extract

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func u16(n ...int) (b []byte) {
	for _, n := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(n))
	}
	return b
}

func u32(n ...int) (b []byte) {
	for _, n := range n {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return b
}

func padded(b []byte, to int) []byte {
	if n := len(b) % to; n > 0 {
		b = append(b, make([]byte, to-n)...)
	}
	return b
}

// compoundOf makes a compound file of names and streams in turn, of which those
// under 4096 bytes lie in small sectors. It has room for three.
func compoundOf(streams ...string) []byte {
	const end = 0xFFFFFFFE
	fat, mini := []int{0xFFFFFFFD, end, end}, []int{}
	var data, small []byte
	put := func(table *[]int, all *[]byte, b []byte, size, before int) (start int) {
		start = before + len(*all)/size
		*all = append(*all, padded(slices.Clone(b), size)...)
		for n := start + 1; n < before+len(*all)/size; n++ {
			*table = append(*table, n)
		}
		*table = append(*table, end)
		return start
	}
	entry := func(name string, right, child, start, size int) []byte {
		n := utf16.Encode([]rune(name))
		b := make([]byte, 64)
		for i, c := range n {
			binary.LittleEndian.PutUint16(b[2*i:], c)
		}
		b = append(b, u16(2*len(n)+2, 0)...)
		b = append(b, u32(-1, right, child)...)
		return append(append(b, make([]byte, 36)...), u32(start, size, 0)...)
	}
	var entries []byte
	for i := 0; i < len(streams); i += 2 {
		b, right, start := []byte(streams[i+1]), i/2+2, 0
		if i+2 == len(streams) {
			right = -1
		}
		if len(b) < 4096 {
			start = put(&mini, &small, b, 64, 0)
		} else {
			start = put(&fat, &data, b, 512, 3)
		}
		entries = append(entries, entry(streams[i], right, -1, start, len(b))...)
	}
	root := entry("Root Entry", -1, 1, end, 0)
	if len(small) > 0 {
		root = entry("Root Entry", -1, 1, put(&fat, &data, small, 512, 3), len(small))
	}
	head := append([]byte(compoundMagic), make([]byte, 16)...)
	head = append(head, u16(0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0)...)
	head = append(head, u32(0, 1, 1, 0, 4096, 2, 1, end, 0, 0)...)
	for len(head) < 512 {
		head = append(head, 0xFF)
	}
	sector := func(list []int) []byte {
		b := u32(list...)
		for len(b) < 512 {
			b = append(b, 0xFF)
		}
		return b
	}
	file := append(head, sector(fat)...)
	file = append(file, padded(append(root, entries...), 512)...)
	return append(append(file, sector(mini)...), data...)
}

// docTable is a table and what stands behind it.
type docTable struct{ table, behind []byte }

// docRun is text with the changes to its letters; a paragraph's last one ends with
// its mark and has the changes to it, after the number of its style.
type docRun struct {
	text      string
	letters   []byte
	paragraph []byte
}

// docTextPiece is a piece of the text; pieces are stored last one first.
type docTextPiece struct {
	narrow bool
	runs   []docRun
}

// docOf makes a text of Word; lengths are those of its parts.
func docOf(flags int, fonts []string, styles []byte, pieces []docTextPiece, lengths ...int) []byte {
	return docWith(nil, flags, fonts, styles, pieces, lengths...)
}

// docWith makes one with more tables, by their places in the header; a table may be
// followed by more than its length says.
func docWith(more map[int]docTable, flags int, fonts []string, styles []byte, pieces []docTextPiece, lengths ...int) []byte {
	main := make([]byte, 1024)
	var cps, descriptors, chars, paras []int
	var charLists, paraLists [][]byte
	starts := make([]int, len(pieces))
	for i := len(pieces) - 1; i >= 0; i-- {
		starts[i] = len(main)
		for _, r := range pieces[i].runs {
			chars, charLists = append(chars, len(main)), append(charLists, r.letters)
			if n := len(paras); n == 0 || len(paraLists) == n {
				paras = append(paras, len(main))
			}
			for _, c := range utf16.Encode([]rune(r.text)) {
				main = append(main, byte(c))
				if !pieces[i].narrow {
					main = append(main, byte(c>>8))
				}
			}
			if r.paragraph != nil {
				paraLists = append(paraLists, r.paragraph)
			}
		}
		main = padded(main, 2)
	}
	end := len(main)
	for len(paraLists) < len(paras) {
		paraLists = append(paraLists, u16(0))
	}
	at := 0
	for i, p := range pieces {
		cps = append(cps, at)
		for _, r := range p.runs {
			at += len(utf16.Encode([]rune(r.text)))
		}
		fc := starts[i]
		if p.narrow {
			fc = 2*fc | 0x40000000
		}
		descriptors = append(descriptors, fc)
	}
	main = padded(main, 512)
	page := len(main) / 512
	main = append(main, wordPage(append(chars, end), charLists, 1)...)
	main = append(main, wordPage(append(paras, end), paraLists, 13)...)

	clx := u32(append(cps, at)...)
	for _, fc := range descriptors {
		clx = append(append(append(clx, u16(0)...), u32(fc)...), u16(0)...)
	}
	clx = append(append([]byte{1, 2, 0, 9, 9, 2}, u32(len(clx))...), clx...)
	list := u16(len(fonts), 0)
	for _, f := range fonts {
		name := append(utf16.Encode([]rune(f)), 0)
		list = append(append(list, byte(39+2*len(name))), make([]byte, 39)...)
		for _, c := range name {
			list = append(list, u16(int(c))...)
		}
	}
	table := []byte{}
	places := make([]byte, 8*93)
	for i, b := range map[int][]byte{1: styles, 12: u32(0, end, page), 13: u32(0, end, page+1), 15: list, 33: clx} {
		copy(places[8*i:], u32(len(table), len(b)))
		table = append(table, b...)
	}
	for i, m := range more {
		copy(places[8*i:], u32(len(table), len(m.table)))
		table = append(append(table, m.table...), m.behind...)
	}
	if lengths == nil {
		lengths = []int{at}
	}
	header := append(u16(0xA5EC, 0xC1, 0, 0, 0, flags), make([]byte, 20)...)
	header = append(append(header, u16(14)...), make([]byte, 28)...)
	header = append(append(header, u16(22)...), make([]byte, 12)...)
	header = append(header, u32(append(lengths, make([]int, 19-len(lengths))...)...)...)
	header = append(append(header, u16(93)...), places...)
	copy(main, header)
	return compoundOf("WordDocument", string(padded(main, 4096)), "1Table", string(table))
}

// wordPage makes a page of ranges.
func wordPage(borders []int, lists [][]byte, entry int) []byte {
	page := make([]byte, 512)
	copy(page, u32(borders...))
	at := 510
	for i, l := range lists {
		size := []byte{byte(len(l))}
		if entry > 1 {
			l = append(slices.Clone(l), make([]byte, 1-len(l)%2)...)
			size = []byte{byte((len(l) + 1) / 2)}
		}
		at = (at - len(l) - 1) &^ 1
		copy(page[at:], append(size, l...))
		page[4*len(borders)+i*entry] = byte(at / 2)
	}
	page[511] = byte(len(lists))
	return page
}

// docStyleOf makes a style: its number among Word's own, kind and base, and changes.
func docStyleOf(known, kind, base int, paragraph, letters []byte) []byte {
	b := u16(known, kind|base<<4, 0, 0, 0, 1, 'S', 0)
	for i, l := range [][]byte{append(u16(0), paragraph...), letters} {
		if kind == 1 || i == 1 {
			b = padded(append(append(b, u16(len(l))...), l...), 2)
		}
	}
	return append(u16(len(b)), b...)
}

func wordSheet(styles ...[]byte) []byte {
	b := append(u16(18), u16(len(styles), 10, 0, 0, 0, 0, 0, 0, 0)...)
	return append(b, bytes.Join(styles, nil)...)
}

// change makes a change with an operand of bytes.
func change(code int, operand ...byte) []byte { return append(u16(code), operand...) }

var (
	wordFonts   = []string{"Arial", ".VnTime", ".VnTimeH", "Wingdings"}
	sheetOfWord = wordSheet(
		docStyleOf(0, 1, 0xFFF, nil, nil),
		docStyleOf(2, 1, 0, nil, nil),
		docStyleOf(0xFFE, 1, 0, nil, append(change(0x4A4F, 1, 0), change(0x4A51, 1, 0)...)),
		docStyleOf(0xFFE, 1, 2, change(0x260A, 1), nil),
		docStyleOf(0xFFE, 2, 0xFFF, nil, change(0x083C, 1)))
)

func TestDOC(t *testing.T) {
	p := func(text string, props ...byte) docRun { return docRun{text, nil, append([]byte{}, props...)} }
	plain, table := []byte{0, 0}, append(u16(0), change(0x2416, 1)...)
	rowEnd := append(slices.Clone(table), change(0x2417, 1)...)
	one := func(runs ...docRun) []docTextPiece { return []docTextPiece{{runs: runs}} }
	for _, c := range []struct {
		name         string
		pieces       []docTextPiece
		want, blocks string
	}{
		{"pieces in any order", []docTextPiece{{false, []docRun{p("Một ộ\r", 0, 0)}}, {true, []docRun{p("hai \u0096 \u0093é\u0094\r", 0, 0)}}, {false, []docRun{p("ba😀\r", 0, 0)}}}, "Một ộ\nhai – “é”\nba😀", ""},
		{"characters", one(p("a\tb\x0bc\x1ed\x1fe\x01\r", plain...), p("f\x0cg\r", plain...)), "a\tb\nc-de\nf\ng", ""},
		{"fields", one(p("a\x13 PAGE \x13 X \x14y\x15 \x14"+"7\x15b\x13 TOC \x15"+"c\r", plain...)), "a7bc", ""},
		{"a field over paragraphs", one(p("\x13 TOC \x14một\r", plain...), p("hai\x15\r", plain...)), "một\nhai", ""},
		{"deleted, hidden", one(docRun{"a", nil, nil}, docRun{"b", change(0x0800, 1), nil}, docRun{"c", change(0x083C, 1), nil}, docRun{"d", change(0x4A30, 4, 0), nil},
			docRun{"e", append(change(0x4A30, 4, 0), change(0x083C, 0x81)...), nil}, p("f\r", plain...)), "aef", ""},
		{"symbols", one(docRun{"(", append(change(0x6A09, 3, 0, 0xFC, 0xF0), change(0x0855, 1)...), nil}, docRun{"(", append(change(0x6A09, 0, 0, 0x22, 0x20), change(0x0855, 1)...), nil}, p("a\r", plain...)), "•a", ""},
		{"font of the run", one(docRun{"n\x1fíc ", append(change(0x4A4F, 1, 0), change(0x4A51, 1, 0)...), nil}, docRun{"quyÕt", change(0x4A51, 2, 0), nil}, p("\r", plain...)), "nước QUYẾT", ""},
		{"font of the style", one(p("n\u00adíc\r", 3, 0)), "nước", "0:item+2"},
		{"headings", one(p("a\r", 1, 0), p("b\r", append(u16(0), change(0x2640, 0)...)...), p("c\r", append(u16(1), change(0x2640, 9)...)...), p("d\r", append(u16(0), change(0x460B, 1, 0)...)...)), "a\nb\nc\nd", "0:heading+2 1:heading+1 3:item+1"},
		{"table", one(p("a\r", table...), p("b\x07", table...), p("c\x07", table...), p("\x07", rowEnd...), p("\x07", table...), p("d\x07", table...), p("\x07", rowEnd...), p("e\r", plain...)), "a\nb\nc\n\nd\ne", "0:row 1:more 2:cell 3:row 4:cell"},
		{"nested table", one(p("x\r", table...), p("y\r", table...), p("z\x07", table...), p("b\x07", table...), p("\x07", rowEnd...)), "x\ny\nz\nb", "0:row 1:more 2:more 3:cell"},
	} {
		rec, err := readDOC("", docOf(0x200, wordFonts, sheetOfWord, c.pieces), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
	rec, err := readDOC("", docOf(0x200, wordFonts, sheetOfWord, one(p("a\r", plain...), p("ghi chú\r", plain...), p("đầu trang\r", plain...), p("nhận xét\r", plain...), p("cuối bài\r", plain...), p("khung\r", plain...)), 2, 8, 10, 0, 9, 9, 6), Options{})
	if want := "a\nkhung\nghi chú\ncuối bài"; err != nil || rec.Body != want {
		t.Errorf("parts: got %q, %v, want %q", rec.Body, err, want)
	}
}

// docLevelOf makes a level of a list.
func docLevelOf(start int, format, flags, restart byte, text string, letters []byte) []byte {
	b := append(u32(start), format, flags)
	b = append(b, make([]byte, 18)...)
	b = append(append(b, byte(len(letters)), 2, restart, 0, 9, 9), letters...)
	n := utf16.Encode([]rune(text))
	b = append(b, u16(len(n))...)
	for _, c := range n {
		b = append(b, u16(int(c))...)
	}
	return b
}

// docListsOf makes two forms, of nine levels and of one, and four lists.
func docListsOf() map[int]docTable {
	var levels []byte
	for _, l := range [][]byte{docLevelOf(1, 1, 0, 0, "Chương \x00", nil), docLevelOf(1, 0, 8, 0, "§iÒu \x01.", change(0x4A51, 1, 0)), docLevelOf(1, 4, 0, 0, "\x02)", nil), docLevelOf(1, 0, 4, 0, "\x00.\x01", nil)} {
		levels = append(levels, l...)
	}
	for range 5 {
		levels = append(levels, docLevelOf(1, 255, 0, 0, "", nil)...)
	}
	levels = append(levels, docLevelOf(1, 23, 0, 0, "\uf0b7", change(0x4A51, 3, 0))...)
	forms := u16(2)
	for i, simple := range []byte{0, 1} {
		forms = append(append(append(forms, u32(100+i)...), make([]byte, 22)...), simple, 0)
	}
	lists := u32(4)
	for _, l := range []struct{ form, own int }{{100, 0}, {101, 0}, {100, 1}, {100, 1}} {
		lists = append(append(lists, u32(l.form, 0, 0)...), byte(l.own), 0, 0, 0)
	}
	own := slices.Concat(u32(-1), u32(-1), u32(-1), u32(7, 0x11), u32(-1), u32(0, 0x22), docLevelOf(3, 22, 0, 0, "(\x02)", nil))
	return map[int]docTable{73: {forms, levels}, 74: {append(lists, own...), nil}}
}

func TestDOCNumbers(t *testing.T) {
	of := func(list, level byte, text string) docRun {
		return docRun{text + "\r", nil, append(append(u16(0), change(0x260A, level)...), change(0x460B, list, 0)...)}
	}
	for _, c := range []struct {
		name         string
		runs         []docRun
		want, blocks string
	}{
		{"levels", []docRun{of(1, 0, "a"), of(1, 1, "b"), of(1, 2, "c"), of(1, 2, "d"), of(1, 3, "e"), of(1, 0, "f"), of(1, 1, "g"), of(1, 2, "h"), of(1, 4, "i")}, "Chương I a\nĐiều 1. b\na) c\nb) d\n1.1 e\nChương II f\nĐiều 2. g\na) h\ni", "0:item+1 1:item+2 2:item+3 3:item+3 4:item+4 5:item+1 6:item+2 7:item+3 8:item+5"},
		{"bullets have no sign", []docRun{of(2, 0, "a"), of(9, 0, "b"), of(1, 8, "c")}, "a\nb\nc", "0:item+1 1:item+1 2:item+9"},
		{"begins anew, a level of its own", []docRun{of(1, 1, "a"), of(3, 1, "b"), of(3, 1, "c"), of(4, 2, "d"), of(1, 1, "e")}, "Điều 1. a\nĐiều 7. b\nĐiều 8. c\n(03) d\nĐiều 9. e", "0:item+2 1:item+2 2:item+2 3:item+3 4:item+2"},
		{"hidden mark", []docRun{{"a", nil, nil}, {"\r", change(0x083C, 1), of(1, 1, "").paragraph}, of(1, 1, "b")}, "a\nĐiều 1. b", "0:item+2 1:item+2"},
	} {
		rec, err := readDOC("", docWith(docListsOf(), 0x200, wordFonts, sheetOfWord, []docTextPiece{{runs: c.runs}}), Options{})
		if err != nil || rec.Body != c.want || blockList(rec.Blocks) != c.blocks {
			t.Errorf("%s: got %q, %s, %v; want %q, %s", c.name, rec.Body, blockList(rec.Blocks), err, c.want, c.blocks)
		}
	}
}

func TestDOCErrors(t *testing.T) {
	good := docOf(0x200, wordFonts, sheetOfWord, []docTextPiece{{false, []docRun{{"a\r", nil, []byte{0, 0}}}}})
	old := strings.Replace(string(good), "\xec\xa5\xc1", "\xec\xa5\x68", 1)
	circle := slices.Clone(good)
	copy(circle[512+3*4:], u32(3)) // the first sector of the text is its own next
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"Word 95", []byte(old), "Word 6 or 95; save it as .docx"},
		{"encrypted", docOf(0x300, nil, nil, []docTextPiece{{false, []docRun{{"a\r", nil, []byte{0, 0}}}}}), "needs a password"},
		{"another table", docOf(0, nil, nil, []docTextPiece{{false, []docRun{{"a\r", nil, []byte{0, 0}}}}}), `"0Table" is missing`},
		{"cut off", good[:2000], "damaged or was cut off"},
		{"chain in a circle", circle, "damaged or was cut off"},
		{"no compound file", []byte("abc"), "damaged or was cut off"},
	} {
		if _, err := readDOC("", c.in, Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestCompoundFilesAreTold(t *testing.T) {
	for _, c := range []struct{ stream, want string }{
		{"Workbook", "save it as .xlsx"}, {"Book", "save it as .xlsx"}, {"PowerPoint Document", "save it as .pptx"}, {"__properties_version1.0", "save it as .eml"}, {"x", "no known program"},
	} {
		for _, err := range Read("a.doc", bytes.NewReader(compoundOf(c.stream, "abc")), Options{}) {
			if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.stream, err)
			}
		}
	}
	for _, err := range Read("a.docx", bytes.NewReader(compoundOf("EncryptedPackage", "abc")), Options{}) {
		if !errors.Is(err, errPassword) {
			t.Errorf("encrypted: %v", err)
		}
	}
}

func FuzzDOC(f *testing.F) {
	f.Add(0, []byte{}, 0, []byte{})
	f.Add(1500, []byte{1, 2, 3}, 600, []byte{0xFF, 0xFF})
	good := docWith(docListsOf(), 0x200, wordFonts, sheetOfWord, []docTextPiece{{true, []docRun{{"a\x13 b \x14c\x15", nil, nil}, {"\x07", nil, append(u16(3), change(0x2416, 1)...)}}}, {false, []docRun{{"d\r", nil, slices.Concat(u16(1), change(0x260A, 1), change(0x460B, 3, 0))}}}})
	f.Fuzz(func(t *testing.T, i int, x []byte, j int, y []byte) {
		b := slices.Clone(good)
		if i >= 0 && i < len(b) {
			copy(b[i:], x)
		}
		if j >= 0 && j < len(b) {
			copy(b[j:], y)
		}
		rec, err := readDOC("", b, Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
