package extract

import (
	"errors"
	"testing"
)

func epubOf(t testing.TB, title string, more ...string) []byte {
	return zipOf(t, append([]string{
		"mimetype", epub.mediaType,
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>`,
		"OPS/book.opf", `<package><metadata><dc:title>` + title + `</dc:title><dc:title>Phụ</dc:title><dc:date>2013-12-23</dc:date></metadata><manifest>
<item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/><item id="b" href="ch%201.xhtml" media-type="application/xhtml+xml"/><item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c.css" media-type="text/css"/></manifest>
<spine><itemref idref="n" linear="no"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/><itemref idref="gone"/></spine></package>`,
		"a.xhtml", `<?xml version="1.0"?><html><head><title>x</title></head><body><h1>Sách đỏ</h1><p>Một&nbsp;hai</p></body></html>`,
		"OPS/ch 1.xhtml", `<html><body><table><tr><td>a</td><td>b</td></tr></table><ul><li>c</li></ul></body></html>`,
		"OPS/notes.xhtml", `<html><body><p>Ghi chú</p></body></html>`,
	}, more...)...)
}

func TestEPUB(t *testing.T) {
	for title, want := range map[string]Record{
		"Sách đỏ":       {Title: "Sách đỏ", Body: "Một hai\nrow: a\ncell: b\nitem1: c\nGhi chú"},
		"Unknown Title": {Body: "heading1: Sách đỏ\nMột hai\nrow: a\ncell: b\nitem1: c\nGhi chú"},
	} {
		rec, err := readEPUB("", epubOf(t, title), Options{})
		if err != nil || rec.Title != want.Title || lined(rec) != want.Body || rec.Date != "" {
			t.Errorf("%s: got %q, %q, %q, %v", title, rec.Title, lined(rec), rec.Date, err)
		}
	}
	fonts := `<encryption><EncryptedData><CipherData><CipherReference URI="OPS/font.otf"/></CipherData></EncryptedData></encryption>`
	if _, err := readEPUB("", epubOf(t, "a", "META-INF/encryption.xml", fonts), Options{}); err != nil {
		t.Errorf("fonts encrypted: %v", err)
	}
	text := `<encryption><CipherReference URI="OPS/ch 1.xhtml"/></encryption>`
	if _, err := readEPUB("", epubOf(t, "a", "META-INF/encryption.xml", text), Options{}); !errors.Is(err, errRights) {
		t.Errorf("text encrypted: %v", err)
	}
}

func FuzzEPUB(f *testing.F) {
	f.Add([]byte(`<package><item id="a" href="a.x" media-type="html"/><itemref idref="a"/></package>`), []byte(`<h1>a</h1><table><td>b`))
	f.Fuzz(func(t *testing.T, opf, page []byte) {
		b := zipOf(t, "META-INF/container.xml", `<rootfile full-path="book.opf"/>`, "book.opf", string(opf), "a.x", string(page))
		rec, err := readEPUB("", b, Options{MaxText: 1 << 16})
		checkRecord(t, rec, err)
	})
}
