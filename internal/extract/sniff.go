package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"

	"vankien/internal/viet/legacy"
)

// What a file is its first bytes tell, for names lie: a .doc may be RTF, HTML or
// DOCX. Formats with a mark of their own are asked for it first. Texts have none,
// and the same lines may stand in several kinds of them, so among texts the
// ending of the name decides if it is one that is known; else JSON lines begin
// with a brace, Markdown with the line --- that opens front matter, and anything
// else is plain text. A text whose ending is that of a program's file is none
// that anybody wrote for reading.

// sniffSize is how much of a file is looked at to tell its format.
const sniffSize = 4 << 10

// probe is the beginning of a file.
type probe struct {
	head   []byte
	text   string // the same as UTF-8 without a byte order mark and white space before it, whatever it is
	ending string // of the name, in small letters, with its dot; a hint
}

func newProbe(name string, head []byte) *probe {
	p := &probe{head: head, ending: strings.ToLower(path.Ext(name))}
	if name := legacy.UTF16(head); name != legacy.Unknown {
		// What was cut in the middle of a character does not matter here.
		head, _ = io.ReadAll(legacy.NewUTF16Reader(bytes.NewReader(head), name))
	}
	p.text = string(bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n"))
	return p
}

// isPlain reports whether the name says that the file is a plain text of its kind.
func (p *probe) isPlain() bool {
	for _, e := range endings {
		if p.ending == e.ending {
			return e.format.read != nil
		}
	}
	return false
}

// has reports whether magic stands at an offset.
func (p *probe) has(at int, magic string) bool {
	return len(p.head) >= at && strings.HasPrefix(string(p.head[at:]), magic)
}

// sniff tells the format of a file by its first bytes.
func sniff(name string, head []byte) (*format, error) {
	p := newProbe(name, head)
	for _, f := range formats {
		if f.is(p) {
			return f.format, nil
		}
	}
	for _, r := range refused {
		if p.has(r.at, r.magic) {
			return nil, fmt.Errorf("%w: this is %s", ErrUnsupported, r.what)
		}
	}
	return plainText(p)
}

// plainText tells the texts apart.
func plainText(p *probe) (*format, error) {
	for _, e := range endings {
		if p.ending == e.ending {
			return e.format, nil
		}
	}
	first, _, ended := strings.Cut(p.text, "\n")
	switch {
	case strings.HasPrefix(p.text, "<?xml"):
		return nil, fmt.Errorf("%w: this is an XML file", ErrUnsupported)
	case isFence(first):
		return &markdown, nil
	case strings.HasPrefix(p.text, "{") && (p.ending == "" || !ended || json.Valid([]byte(first))):
		return &jsonl, nil
	case p.ending != "" && strings.Contains(programEndings, p.ending+" "):
		return nil, fmt.Errorf("%w: a file that ends in %s is for programs; rename it to .txt if it is a text", ErrUnsupported, p.ending)
	}
	return &text, nil
}

// programEndings are those of text files which programs read, each with a space
// after it.
const programEndings = ".bat .c .cfg .cmd .conf .cpp .cs .css .go .h .ini .java .js .json .lnk .lock .php .ps1 .py .reg .rb .rs .sh .sql .svg .toml .ts .url .xml .yaml .yml "
