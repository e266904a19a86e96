package web

import (
	"bytes"
	"encoding/xml"
)

const appAtom = "application/atom+xml; charset=utf-8"

// The elements of a feed (RFC 4287).
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Updated    string         `xml:"updated"`
		Published  string         `xml:"published,omitempty"`
		Author     *atomPerson    `xml:"author"`
		Link       atomLink       `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    *atomText      `xml:"summary"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr,omitempty"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// atom is a feed in Atom.
func atom(f *feed) ([]byte, error) {
	out := atomFeed{Lang: string(f.Lang), ID: f.ID, Title: f.Title, Updated: f.Updated, Author: atomPerson{f.Site}, Links: []atomLink{
		{"self", "application/atom+xml", f.Self}, {"first", "application/atom+xml", f.First}, {"alternate", "text/html", f.Page}}}
	if f.Next != "" {
		out.Links = append(out.Links, atomLink{"next", "application/atom+xml", f.Next})
	}
	for i := range f.entries {
		out.Entries = append(out.Entries, f.entries[i].atom(f))
	}
	return asXML(out)
}

func (e *feedEntry) atom(f *feed) atomEntry {
	out := atomEntry{ID: e.ID, Title: e.Title, Updated: e.Updated, Published: e.Published, Link: atomLink{"alternate", "text/html", e.Link}}
	if name := e.author(); name != "" {
		out.Author = &atomPerson{name}
	}
	for _, t := range e.Document.Topics {
		out.Categories = append(out.Categories, atomCategory{t, f.Search.Label("topic", t)})
	}
	if e.Summary != "" {
		out.Summary = &atomText{"text", e.Summary}
	}
	return out
}

// asXML is a document of XML.
func asXML(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
