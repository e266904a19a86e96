package extract

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"vankien/internal/viet/legacy"
)

// Letters, and pages saved with their pictures, are trees of parts. They are read
// whole and decoded part by part; what is cut off or wrong in one part leaves the
// others as they are.

// Limits of a tree of parts.
const (
	maxMIMEDepth = 20
	maxMIMEParts = 1000
)

// mimePart is a part: a leaf with data, or others.
type mimePart struct {
	kind     string // media type in small letters
	subtype  string // of a multipart, what kind it is
	charset  string
	name     string // of a file
	attached bool   // it is to be kept apart from the text
	id       string // by which other parts show it
	address  string // where it came from

	data  []byte
	parts []*mimePart
}

// mimeReader bounds the reading of a tree.
type mimeReader struct{ left int }

// read returns the part with this header. The error is a *SizeError.
func (m *mimeReader) read(h textproto.MIMEHeader, body io.Reader, depth int) (*mimePart, error) {
	if m.left--; m.left < 0 {
		return nil, &SizeError{fmt.Sprintf("the letter has more than %d parts", maxMIMEParts)}
	}
	if depth > maxMIMEDepth {
		return nil, &SizeError{fmt.Sprintf("the parts of the letter lie more than %d levels deep in each other", maxMIMEDepth)}
	}
	p, boundary := newMIMEPart(h)
	body = decodedTransfer(h.Get("Content-Transfer-Encoding"), body)
	if boundary == "" {
		p.data, _ = io.ReadAll(io.LimitReader(body, maxPart+1)) // of a part that was cut off, what there is
		if len(p.data) > maxPart {
			return nil, &SizeError{fmt.Sprintf("a part of the letter has more bytes than the limit of %s", byteSize(maxPart))}
		}
		return p, nil
	}
	for r := multipart.NewReader(body, boundary); ; {
		next, err := r.NextRawPart()
		if err != nil {
			return p, nil // of a letter that was cut off, what there is
		}
		part, err := m.read(next.Header, next, depth+1)
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, part)
	}
}

var rawName = regexp.MustCompile(`(?i)\b(?:file)?name\s*=\s*"?([^";\r\n]+)`)

// newMIMEPart reads the header of a part; boundary is "" for a leaf.
func newMIMEPart(h textproto.MIMEHeader) (p *mimePart, boundary string) {
	kind, params, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if kind == "" {
		kind, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(h.Get("Content-Type"))), ";")
	}
	if kind == "" {
		kind = "text/plain"
	}
	p = &mimePart{kind: strings.TrimSpace(kind), charset: params["charset"], address: h.Get("Content-Location"),
		id: strings.Trim(h.Get("Content-Id"), "<> ")}
	where, at, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	for _, name := range []string{at["filename"], params["name"], nameIn(h.Get("Content-Disposition")), nameIn(h.Get("Content-Type"))} {
		if p.name == "" && name != "" {
			p.name = decodedWords(name)
		}
	}
	p.attached = where == "attachment" || p.name != "" && where != "inline"
	if rest, ok := strings.CutPrefix(p.kind, "multipart/"); ok && params["boundary"] != "" {
		p.subtype, boundary = rest, params["boundary"]
	}
	return p, boundary
}

// nameIn returns the name of a file in a header that is not as it should be.
func nameIn(header string) string {
	if m := rawName.FindStringSubmatch(header); m != nil && !strings.Contains(header, "name*") {
		return strings.TrimSpace(m[1])
	}
	return ""
}

func decodedTransfer(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &base64Only{r})
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// base64Only leaves out what is not base64, such as spaces and the signs of
// programs on the way.
type base64Only struct{ r io.Reader }

func (b *base64Only) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	kept := p[:0]
	for _, c := range p[:n] {
		if c == '+' || c == '/' || c == '=' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' {
			kept = append(kept, c)
		}
	}
	return len(kept), err
}

// decodedWords decodes a header: encoded words (RFC 2047) in any charset, and bytes
// that are not UTF-8.
func decodedWords(s string) string {
	if !utf8.ValidString(s) {
		s = decodeNames([]string{s})[0]
	}
	d := mime.WordDecoder{CharsetReader: func(charset string, in io.Reader) (io.Reader, error) {
		b, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		text, _, err := decodeText(b, charset)
		return strings.NewReader(text), err
	}}
	if decoded, err := d.DecodeHeader(s); err == nil && utf8.ValidString(decoded) {
		s = decoded
	}
	return strings.Join(strings.Fields(s), " ")
}

// decodeText returns bytes as text; what their words show comes before the charset
// that is declared.
func decodeText(b []byte, charset string) (string, []Repair, error) {
	e := legacy.Detect(b)
	s, err := e.Decode(b)
	if err == nil {
		return s, repairsOf(e), nil
	}
	if declared, bad := htmlindex.Get(charset); bad == nil && bytes.IndexByte(b, 0) < 0 {
		if s, bad := declared.NewDecoder().String(string(b)); bad == nil {
			return s, []Repair{{From: strings.ToLower(charset)}}, nil
		}
	}
	return "", nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
}
