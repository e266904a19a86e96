package ingest

import (
	"fmt"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/topics"
	"vankien/internal/viet"
)

// Stated makes the document of a record without tagging it. What the record
// states wins, also that there is none (extract.Record.Blank); what it does not
// speak of is read in its text, with evidence (see readHead). A language that is not
// given is Vietnamese. Each topic that is given is looked up in the taxonomy,
// which may be nil, by id or label; a label it does not know becomes a topic of
// the collection, and labels has it under the id that the document carries until
// a Writer gives it its own. The error is an *index.FieldError.
func Stated(rec extract.Record, tax *topics.Taxonomy) (doc index.Document, labels map[string]string, err error) {
	doc = index.Document{
		ID: rec.ID, Kind: rec.Kind, Title: rec.Title, Abstract: rec.Abstract, Body: rec.Body, Date: rec.Date,
		Speaker: rec.Speaker, Role: rec.Role, Organisation: rec.Organisation, Place: rec.Place, Event: rec.Event,
		Number: rec.Number, Language: rec.Language, Source: rec.Source, Repairs: rec.Notes(),
		Signer: rec.Signer, SignerRole: rec.SignerRole, Recipients: rec.Recipients, Blocks: rec.Blocks,
	}
	if err := doc.Check(); err != nil { // before anything is done with a title of megabytes
		return index.Document{}, nil, err
	}
	readHead(&doc, &rec)
	if doc.Language == "" {
		doc.Language = "vi"
	}
	if doc.Topics, labels, err = givenTopics(rec, tax); err != nil {
		return index.Document{}, nil, err
	}
	added := doc // the long texts, which nothing has changed, are not read again
	added.Abstract, added.Body, added.Blocks = "", "", nil
	if err := added.Check(); err != nil {
		return index.Document{}, nil, err
	}
	return doc, labels, nil
}

// Tags returns the topics that the taxonomy sees in a document's text, best
// first, with the phrases that speak for them. A title that is only the first
// sentence of the body counts no more than the body does.
func Tags(doc *index.Document, tax *topics.Taxonomy) []topics.Tagged {
	title := doc.Title
	if isMakeshift(doc) {
		title = ""
	}
	return tax.Tag(viet.Compose(title), viet.Compose(doc.Abstract), viet.Compose(doc.Body))
}

// tag gives a document without topics those of its tags.
func tag(doc *index.Document, tax *topics.Taxonomy) {
	if len(doc.Topics) > 0 || tax == nil {
		return
	}
	for _, t := range Tags(doc, tax) {
		doc.Topics = append(doc.Topics, t.ID)
	}
}

// maxLabelID leaves room within index.MaxID for the number of an id.
const maxLabelID = index.MaxID - 8

// givenTopics resolves what a source calls its topics, each once. Of too many
// for a document it returns one too many.
func givenTopics(rec extract.Record, tax *topics.Taxonomy) (ids []string, own labels, err error) {
	for i, label := range rec.Topics {
		label = strings.TrimSpace(viet.Compose(label))
		if label == "" {
			continue
		}
		id, fresh, err := givenTopic(label, tax, own)
		if err != nil {
			return nil, nil, &index.FieldError{ID: rec.ID, Pointer: fmt.Sprintf("/topics/%d", i), Detail: err.Error()}
		}
		if fresh {
			if own == nil {
				own = labels{}
			}
			own[id] = label
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if len(ids) > index.MaxTopics {
			break // more would only be compared with all of these, which no document can have
		}
	}
	return ids, own, nil
}

// givenTopic resolves what a source calls a topic; fresh means that the label
// has yet to be kept in own.
func givenTopic(label string, tax *topics.Taxonomy, own labels) (id string, fresh bool, err error) {
	if id, known := tax.Resolve(label); known {
		return id, false, nil
	}
	slug := viet.Slug(label)
	if slug == "" {
		return "", false, fmt.Errorf("is %q, with no letter or digit to make an id of", label)
	}
	if len(slug) > maxLabelID {
		return "", false, fmt.Errorf("is too long: its id would have %d bytes, and at most %d are allowed", len(slug), maxLabelID)
	}
	if id, known := tax.Resolve(slug); known {
		return id, false, nil
	}
	return topicID(label, own.labelOf)
}
