package cite

import "strings"

// Tag is a name and content of a meta element.
type Tag struct{ Name, Content string }

// Tags are the citation_… elements that scholarly search engines and reference
// managers read on the page of a document. pdf is the address of the original, ""
// when there is none.
func (s *Source) Tags(pdf string) (tags []Tag) {
	f, c := s.facts(), class(s.Document.Kind)
	add := func(name, content string) {
		if content != "" {
			tags = append(tags, Tag{"citation_" + name, content})
		}
	}
	add("title", f.title)
	if f.title == "" {
		return nil // readers of these tags take nothing without a title
	}
	add("author", f.creator)
	add("publication_date", strings.ReplaceAll(f.date, "-", "/"))
	if c == speech {
		add("conference_title", f.event)
		add("publisher", f.issuer)
	} else {
		institution := f.issuer
		if !f.person {
			institution = f.creator
		}
		add("technical_report_institution", institution)
		add("technical_report_number", f.number)
	}
	for _, t := range s.Topics {
		add("keywords", line(t))
	}
	add("language", f.language)
	add("public_url", f.url)
	add("pdf_url", pdf)
	return tags
}

// Thing is a document in the words of schema.org.
type Thing struct {
	Context     string   `json:"@context"`
	Type        string   `json:"@type"`
	ID          string   `json:"@id,omitempty"`
	URL         string   `json:"url,omitempty"`
	Name        string   `json:"name,omitempty"`
	Genre       string   `json:"genre,omitempty"`
	Author      *Agent   `json:"author,omitempty"`
	Publisher   *Agent   `json:"publisher,omitempty"`
	Published   string   `json:"datePublished,omitempty"`
	Created     *Place   `json:"locationCreated,omitempty"`
	Event       *Place   `json:"recordedAt,omitempty"`
	Identifier  string   `json:"identifier,omitempty"`
	Number      string   `json:"reportNumber,omitempty"`
	Legislation string   `json:"legislationIdentifier,omitempty"`
	Passed      *Agent   `json:"legislationPassedBy,omitempty"`
	Dated       string   `json:"legislationDate,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
	Language    string   `json:"inLanguage,omitempty"`
}

// Agent is a person or an organization.
type Agent struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// Place is a place or an event.
type Place struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// Thing is the document in the words of schema.org: a Report, Legislation, or
// another CreativeWork.
func (s *Source) Thing() Thing {
	f := s.facts()
	t := Thing{Context: "https://schema.org", Type: "CreativeWork", ID: f.url, URL: f.url, Name: f.title, Genre: kindName(s.Document.Kind),
		Author: agent(f.creator, f.person), Publisher: agent(f.issuer, false), Published: f.date, Identifier: f.number, Language: f.language}
	if !f.person {
		t.Publisher = t.Author
	}
	for _, label := range s.Topics {
		t.Keywords = append(t.Keywords, line(label))
	}
	if f.place != "" {
		t.Created = &Place{"Place", f.place}
	}
	if f.event != "" {
		t.Event = &Place{"Event", f.event}
	}
	switch class(s.Document.Kind) {
	case report:
		t.Type, t.Number = "Report", f.number
	case legislation, regulation:
		t.Type, t.Legislation, t.Dated, t.Passed = "Legislation", f.number, f.date, t.Publisher
	}
	return t
}

func agent(name string, person bool) *Agent {
	switch {
	case name == "":
		return nil
	case person:
		return &Agent{"Person", name}
	}
	return &Agent{"Organization", name}
}
