package extract

import (
	"archive/zip"
	"strings"
)

// officeFormat tells the documents that are zip archives by their parts; nil for
// an archive of files.
func officeFormat(z *zip.Reader) *format {
	p, err := newPack(z)
	if err != nil {
		return nil
	}
	if f := byMimetype(p.start("mimetype", 100)); f != nil {
		return f
	}
	for _, o := range openXML {
		if p.has(o.part) {
			return o.format
		}
	}
	if p.has("META-INF/container.xml") {
		return &epub
	}
	main, _, err := p.mainPart("")
	if err != nil || main == "" {
		return nil
	}
	var types contentTypes
	if p.visitOptional("[Content_Types].xml", &types) != nil {
		return nil
	}
	for _, o := range openXML {
		if strings.Contains(types.of(main), o.contentType) {
			return o.format
		}
	}
	return nil
}

// openXML lists the formats of Office Open XML by the usual name of their main
// part, and by a word of its type where it has another.
var openXML = []struct {
	part, contentType string
	format            *format
}{
	{"word/document.xml", "wordprocessingml", &docx},
	{"xl/workbook.xml", "spreadsheetml", &xlsx},
	{"ppt/presentation.xml", "presentationml", &pptx},
}

// byMimetype tells a format by the first part of a document that states it.
func byMimetype(s string) *format {
	for _, f := range []*format{&odt, &ods, &odp, &epub} {
		if strings.HasPrefix(strings.TrimSpace(s), f.mediaType) { // a template has a longer one
			return f
		}
	}
	return nil
}

// contentTypes are the media types of parts.
type contentTypes struct{ names, types []string }

func (c *contentTypes) begin(name string, a attributes) bool {
	if name == "Override" {
		c.names = append(c.names, partName(a.get("PartName")))
		c.types = append(c.types, a.get("ContentType"))
	}
	return true
}

func (c *contentTypes) end(string)        {}
func (c *contentTypes) characters([]byte) {}

func (c *contentTypes) of(part string) string {
	for i, n := range c.names {
		if n == partName(part) {
			return c.types[i]
		}
	}
	return ""
}
