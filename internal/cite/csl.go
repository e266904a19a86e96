package cite

import "strconv"

// CSLItem is an entry of CSL-JSON, the form that citation processors read.
type CSLItem struct {
	ID             string    `json:"id"`
	Type           string    `json:"type"`
	Title          string    `json:"title,omitempty"`
	Author         []CSLName `json:"author,omitempty"`
	Publisher      string    `json:"publisher,omitempty"`
	PublisherPlace string    `json:"publisher-place,omitempty"`
	Event          string    `json:"event,omitempty"`
	EventPlace     string    `json:"event-place,omitempty"`
	Issued         *CSLDate  `json:"issued,omitempty"`
	Genre          string    `json:"genre,omitempty"`
	Number         string    `json:"number,omitempty"`
	Authority      string    `json:"authority,omitempty"`
	Page           string    `json:"page,omitempty"`
	Keyword        string    `json:"keyword,omitempty"`
	Language       string    `json:"language,omitempty"`
	Note           string    `json:"note,omitempty"`
	Annote         string    `json:"annote,omitempty"`
	URL            string    `json:"URL,omitempty"`
	Accessed       *CSLDate  `json:"accessed,omitempty"`
}

// CSLName is a name that is not taken apart.
type CSLName struct {
	Literal string `json:"literal"`
}

// CSLDate is a date as far as it is known.
type CSLDate struct {
	Parts [][]int `json:"date-parts"`
}

// cslTypes are the types of items, by class.
var cslTypes = map[kindClass]string{speech: "speech", report: "report", legislation: "legislation", regulation: "regulation", other: "document"}

// CSL is the document as an item of CSL-JSON, whose id is that of the document.
func (s *Source) CSL() CSLItem {
	f, c := s.facts(), class(s.Document.Kind)
	item := CSLItem{ID: s.Document.ID, Type: cslTypes[c], Title: f.title, Publisher: f.issuer, Genre: kindName(s.Document.Kind), Number: f.number,
		Keyword: line(joined(s.Topics...)), Language: f.language, Note: f.from, Annote: f.passage, URL: f.url, Event: f.event}
	if f.creator != "" {
		item.Author = []CSLName{{f.creator}}
	}
	if !f.person {
		item.Publisher = f.creator
	}
	if c == legislation || c == regulation {
		item.Authority = item.Publisher
	}
	if item.EventPlace = f.place; c != speech && f.event == "" {
		item.EventPlace, item.PublisherPlace = "", f.place
	}
	if p := dateParts(f.date); len(p) > 0 {
		item.Issued = &CSLDate{[][]int{p}}
	}
	if s.Page > 0 {
		item.Page = strconv.Itoa(s.Page)
	}
	if !s.Accessed.IsZero() {
		item.Accessed = &CSLDate{[][]int{day(s.Accessed)}}
	}
	return item
}
