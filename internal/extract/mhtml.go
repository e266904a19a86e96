package extract

import (
	"bytes"
	"fmt"
	"net/mail"
	"net/textproto"
	"strings"
)

// mhtmlPage is a page that a browser or Word saved with its pictures, in the form
// of a letter.
var mhtmlPage = format{whole: readMHTML, apart: true, mediaType: "multipart/related"}

func isMHTML(p *probe) bool {
	fields, ok := headerFields(p.text)
	return ok && fields.isArchivedPage()
}

// isArchivedPage tells a page from a letter: nobody sent it to anybody.
func (f fields) isArchivedPage() bool {
	if f.has("Snapshot-Content-Location") {
		return true
	}
	return strings.HasPrefix(strings.ToLower(f["Content-Type"]), "multipart/related") && !f.has("To") && !f.has("Received") && !f.has("Message-Id")
}

func readMHTML(_ string, b []byte, opt Options) (Record, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(b, "\r\n")))
	if err != nil {
		return Record{}, fmt.Errorf("the header of the saved page is damaged: %w", err)
	}
	m := mimeReader{left: maxMIMEParts}
	root, err := m.read(textproto.MIMEHeader(msg.Header), msg.Body, 1)
	if err != nil {
		return Record{}, err
	}
	page := root.page()
	if page == nil {
		return Record{}, fmt.Errorf("%w: the saved page has no part that is HTML", ErrUnsupported)
	}
	s, repairs, err := decodeHTML(page.data, page.charset)
	if err != nil {
		return Record{}, err
	}
	rec, err := recordOfHTML(s, opt)
	if err != nil {
		return Record{}, err
	}
	rec.Mended = append(repairs, rec.Mended...)
	for _, address := range []string{msg.Header.Get("Snapshot-Content-Location"), page.address} {
		if rec.Source == "" && strings.HasPrefix(address, "http") {
			rec.Source = address
		}
	}
	return rec, nil
}

// page returns the first part that is HTML.
func (p *mimePart) page() *mimePart {
	if p.kind == "text/html" || p.kind == "application/xhtml+xml" {
		return p
	}
	for _, part := range p.parts {
		if found := part.page(); found != nil {
			return found
		}
	}
	return nil
}
