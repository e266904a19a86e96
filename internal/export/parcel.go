package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"unicode/utf8"
)

// parcel is a file of Office Open XML: parts in a zip. It begins with the list of
// the types of its parts, by which programs tell what it is; so that list may not
// depend on what comes.
type parcel struct {
	zip  *zip.Writer
	part io.Writer // the one being written
	buf  bytes.Buffer
	err  error
}

func newParcel(w io.Writer, types string) *parcel {
	p := &parcel{zip: zip.NewWriter(w)}
	p.begin("[Content_Types].xml")
	p.put(xmlHead, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`, types, `</Types>`)
	return p
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relations = "http://schemas.openxmlformats.org/package/2006/relationships"
	relation  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// begin ends the part before.
func (p *parcel) begin(name string) {
	p.flush()
	if p.err == nil {
		p.part, p.err = p.zip.Create(name)
	}
}

// put writes marked-up text.
func (p *parcel) put(list ...string) {
	for _, s := range list {
		p.buf.WriteString(s)
	}
	if p.buf.Len() > 32<<10 {
		p.flush()
	}
}

// text writes plain text, without what XML cannot have.
func (p *parcel) text(s string) {
	if plainXML(s) {
		p.put(s)
		return
	}
	xml.EscapeText(&p.buf, []byte(s)) // a buffer takes all
	p.put()
}

// plainXML reports whether a text stands in XML as it is.
func plainXML(s string) bool {
	for _, r := range s {
		if r < ' ' || r == '<' || r == '>' || r == '&' || r == '"' || r == '\'' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

func (p *parcel) flush() {
	if p.err == nil && p.buf.Len() > 0 {
		_, p.err = p.part.Write(p.buf.Bytes())
	}
	p.buf.Reset()
}

// close ends the file.
func (p *parcel) close() error {
	p.flush()
	if p.err != nil {
		return p.err
	}
	return p.zip.Close()
}

// relate writes the part that says what the file is for.
func (p *parcel) relate(part string) {
	p.begin("_rels/.rels")
	p.put(xmlHead, `<Relationships xmlns="`, relations, `"><Relationship Id="rId1" Type="`, relation, `/officeDocument" Target="`, part, `"/></Relationships>`)
}
