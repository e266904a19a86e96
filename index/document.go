package index

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vankien/internal/outline"
)

// Kinds that the program itself speaks of; Kinds has all.
const (
	KindSpeech = "speech"
	KindReport = "report"
	KindOther  = "other"
)

// Bounds of a document. Ids, of documents and of topics, and values of fields
// that filter are held in memory; titles are shown whole in every list.
const (
	MaxID     = 256  // bytes
	MaxValue  = 4096 // bytes
	MaxTitle  = 2000 // code points
	MaxTopics = 64

	MaxRecipients = 256
	MaxPath       = 32 << 10 // bytes of the name of an original
)

// Document is what is stored and found. Text fields are stored composed
// (viet.Compose) and otherwise as given.
type Document struct {
	ID           string   `json:"id"`                     // unique; at most MaxID bytes, no control characters
	Kind         string   `json:"kind,omitempty"`         // id of one of Kinds; stored as KindOther when empty
	Title        string   `json:"title,omitempty"`        // at most MaxTitle code points
	Abstract     string   `json:"abstract,omitempty"`     // the lead
	Body         string   `json:"body,omitempty"`         // plain text, paragraphs parted by line ends
	Date         string   `json:"date,omitempty"`         // 2025-01-13, 2025-01 or 2025; "" when unknown
	Speaker      string   `json:"speaker,omitempty"`      //
	Role         string   `json:"role,omitempty"`         // the speaker's office at that time
	Organisation string   `json:"organisation,omitempty"` //
	Place        string   `json:"place,omitempty"`        //
	Event        string   `json:"event,omitempty"`        //
	Number       string   `json:"number,omitempty"`       // document number as written: 18-NQ/TW
	Topics       []string `json:"topics,omitempty"`       // topic ids, at most MaxTopics
	Language     string   `json:"language,omitempty"`     // BCP 47
	Source       string   `json:"source,omitempty"`       // URL or citation of the origin
	Repairs      []string `json:"repairs,omitempty"`      // what was mended on the way in, such as an encoding found

	Signer      string          `json:"signer,omitempty"`      // who signed it
	SignerRole  string          `json:"signer_role,omitempty"` // the signer's office
	Recipients  []string        `json:"recipients,omitempty"`  // whom it was sent to ("Nơi nhận")
	Blocks      []outline.Block `json:"blocks,omitempty"`      // the structure of Body, by its lines
	Evidence    []Evidence      `json:"evidence,omitempty"`    // of the fields that were read in the text and not stated by its source
	Corrections []Correction    `json:"corrections,omitempty"` // in the order in which they were made
	Original    *Original       `json:"original,omitempty"`    // the file that it was read from

	// Anchors name the lines of Body in links: that of line i is Anchors[i], from 1, or 0
	// for a blank one, and behind them stands the highest that a line ever had. nil: that
	// of line i is i+1. A line whose text stays keeps its own when the document is read
	// again; a new text gets one that no line ever had. They are no part of the content.
	Anchors []int `json:"anchors,omitempty"`

	// Indexed is when this content was stored, in UTC as 2025-01-13T08:30:00.000000Z;
	// "" when that is not known. It is no part of the content.
	Indexed string `json:"indexed,omitempty"`
}

// FieldError says which part of a document cannot be stored, and why.
type FieldError struct {
	ID      string // the document, as far as it has an id
	Pointer string // JSON Pointer (RFC 6901) of the part: /title, /topics/3
	Detail  string // what is wrong with it
}

func (e *FieldError) Error() string {
	name := strings.TrimPrefix(e.Pointer, "/")
	if e.ID == "" || name == "id" {
		return name + " " + e.Detail
	}
	return fmt.Sprintf("document %q: %s %s", e.ID, name, e.Detail)
}

// Check reports the first part that cannot be stored, as a *FieldError.
func (d *Document) Check() error {
	for _, check := range []func() (pointer, detail string){d.checkNames, d.checkTitle, d.checkTopics, d.checkTexts, d.checkLists,
		d.checkBlocks, d.checkEvidence, d.checkCorrections, d.checkOriginal, d.checkAnchors} {
		if pointer, detail := check(); detail != "" {
			return &FieldError{d.ID, pointer, detail}
		}
	}
	return nil
}

// checkNames looks at what must be of a certain form.
func (d *Document) checkNames() (pointer, detail string) {
	if detail := checkID(d.ID); detail != "" {
		return "/id", detail
	}
	if !slices.ContainsFunc(kinds, func(k Kind) bool { return d.Kind == "" || k.ID == d.Kind }) {
		return "/kind", fmt.Sprintf("is %q, which is no type of document such as speech, report, resolution or other", d.Kind)
	}
	if d.Date != "" {
		if err := CheckDate(d.Date); err != nil {
			return "/date", err.Error()
		}
	}
	if d.Indexed != "" && !isInstant(d.Indexed) {
		return "/indexed", fmt.Sprintf("is %q, which is no time such as %s", d.Indexed, InstantLayout)
	}
	return "", ""
}

func (d *Document) checkTitle() (pointer, detail string) {
	if n := utf8.RuneCountInString(d.Title); n > MaxTitle {
		return "/title", fmt.Sprintf("has %d characters; at most %d are allowed", n, MaxTitle)
	}
	return "", ""
}

func (d *Document) checkTopics() (pointer, detail string) {
	if len(d.Topics) > MaxTopics {
		return "/topics", fmt.Sprintf("has too many entries; at most %d are allowed", MaxTopics)
	}
	for i, t := range d.Topics {
		if strings.TrimSpace(t) == "" || len(t) > MaxID || !utf8.ValidString(t) {
			return fmt.Sprintf("/topics/%d", i), "is empty, longer than 256 bytes or not valid UTF-8"
		}
	}
	return "", ""
}

func (d *Document) checkTexts() (pointer, detail string) {
	for _, f := range textFields {
		if !utf8.ValidString(*d.Scalar(f)) {
			return "/" + f, "is not valid UTF-8"
		}
	}
	for _, f := range valueTexts {
		if n := len(*d.Scalar(f)); n > MaxValue {
			return "/" + f, fmt.Sprintf("has %d bytes; at most %d are allowed", n, MaxValue)
		}
	}
	return "", ""
}

func (d *Document) checkLists() (pointer, detail string) {
	for i, r := range d.Repairs {
		if !utf8.ValidString(r) {
			return fmt.Sprintf("/repairs/%d", i), "is not valid UTF-8"
		}
	}
	if len(d.Recipients) > MaxRecipients {
		return "/recipients", fmt.Sprintf("has too many entries; at most %d are allowed", MaxRecipients)
	}
	for i, r := range d.Recipients {
		if detail := checkValue(r); detail != "" {
			return fmt.Sprintf("/recipients/%d", i), detail
		}
	}
	return "", ""
}

// checkValue looks at a text that is no longer than a value may be.
func checkValue(s string) string {
	switch {
	case len(s) > MaxValue:
		return fmt.Sprintf("has %d bytes; at most %d are allowed", len(s), MaxValue)
	case !utf8.ValidString(s):
		return "is not valid UTF-8"
	}
	return ""
}

func checkID(id string) string {
	switch {
	case id == "":
		return "is empty"
	case id == "." || id == "..":
		return fmt.Sprintf("is %q, which no address can carry", id)
	case len(id) > MaxID:
		return fmt.Sprintf("has %d bytes; at most %d are allowed", len(id), MaxID)
	case !utf8.ValidString(id):
		return "is not valid UTF-8"
	case strings.ContainsFunc(id, unicode.IsControl):
		return "holds a control character"
	case strings.TrimSpace(id) != id:
		return "begins or ends with a space"
	}
	return ""
}

// CheckDate reports whether s is a calendar date as YYYY, YYYY-MM or
// YYYY-MM-DD with a year from 1 to 9999; the error names the date.
func CheckDate(s string) error {
	layout := ""
	switch len(s) {
	case 4:
		layout = "2006"
	case 7:
		layout = "2006-01"
	case 10:
		layout = "2006-01-02"
	default:
		return fmt.Errorf("%q is not a date such as 2025, 2025-01 or 2025-01-13", s)
	}
	if _, err := time.Parse(layout, s); err != nil || s[:4] == "0000" {
		return fmt.Errorf("%q is not a calendar date", s)
	}
	return nil
}

// textFields are the free-text fields, by JSON name.
var textFields = []string{
	"title", "abstract", "body", "speaker", "role", "organisation",
	"place", "event", "number", "language", "source", "signer", "signer_role",
}

// valueTexts are those of them that filter, or stand beside one that does.
var valueTexts = []string{"speaker", "organisation", "place", "event", "number", "signer", "signer_role"}

// Scalar returns the string field of that JSON name, or nil.
func (d *Document) Scalar(name string) *string {
	switch name {
	case "title":
		return &d.Title
	case "abstract":
		return &d.Abstract
	case "body":
		return &d.Body
	case "kind":
		return &d.Kind
	case "date":
		return &d.Date
	case "speaker":
		return &d.Speaker
	case "role":
		return &d.Role
	case "organisation":
		return &d.Organisation
	case "place":
		return &d.Place
	case "event":
		return &d.Event
	case "number":
		return &d.Number
	case "language":
		return &d.Language
	case "source":
		return &d.Source
	case "signer":
		return &d.Signer
	case "signer_role":
		return &d.SignerRole
	}
	return nil
}
