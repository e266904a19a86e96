package find

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/near"
)

// paramFields is the parameter that chooses fields of documents.
const paramFields = "fields"

// documentFields are the fields of a document, by their JSON names.
var documentFields = []string{"id", "kind", "title", "abstract", "body", "date", "speaker", "role", "organisation", "place", "event", "number", "topics", "language",
	"source", "repairs", "signer", "signer_role", "recipients", "blocks", "evidence", "corrections", "original", "anchors", "indexed"}

// beyondHits are those of them that hits do not have: they must be read.
var beyondHits = []string{"body", "blocks", "anchors"}

// Fields are those of a document that an answer has, besides its id. nil: nobody chose.
type Fields []string

// ListParams returns those of SearchParams that say something to a page of hits, which
// shows them in its own way.
func ListParams() []string {
	return slices.DeleteFunc(SearchParams(), func(name string) bool { return name == paramFields })
}

// DocumentParams returns what the address of a document may carry.
func DocumentParams() []string { return []string{paramFields} }

// Fields reads a comma list of fields of documents and refuses what is none.
func (v *Params) Fields() (chosen Fields) {
	for name := range strings.SplitSeq(v.Get(paramFields), ",") {
		name = strings.TrimSpace(name)
		meant := near.Name(name, documentFields)
		switch {
		case name == "" || slices.Contains(chosen, name):
		case slices.Contains(documentFields, name):
			chosen = append(chosen, name)
		case meant != "":
			v.Refuse("invalid_parameter", paramFields, Say("err.field.near", name, meant))
		default:
			v.Refuse("invalid_parameter", paramFields, Say("err.choice", paramFields, name, strings.Join(documentFields, ", ")))
		}
	}
	return chosen
}

// Of returns the document with its id and the chosen fields only, all of it when nobody
// chose. It shares its lists with d.
func (f Fields) Of(d *index.Document) *index.Document {
	if f == nil {
		return d
	}
	out := &index.Document{ID: d.ID}
	for _, name := range f {
		if p := d.Scalar(name); p != nil {
			*out.Scalar(name) = *p
			continue
		}
		switch name {
		case "topics":
			out.Topics = d.Topics
		case "repairs":
			out.Repairs = d.Repairs
		case "recipients":
			out.Recipients = d.Recipients
		case "blocks":
			out.Blocks = d.Blocks
		case "evidence":
			out.Evidence = d.Evidence
		case "corrections":
			out.Corrections = d.Corrections
		case "original":
			out.Original = d.Original
		case "anchors":
			out.Anchors = d.Anchors
		case "indexed":
			out.Indexed = d.Indexed
		}
	}
	return out
}

// mostChosen bounds the JSON of the chosen fields of all hits of an answer, in bytes.
const mostChosen = 64 << 20

// choose puts the chosen fields of hits in the place of their summaries.
func (s *Service) choose(ctx context.Context, fields Fields, hits []index.Hit) (chosen map[string]json.RawMessage, err error) {
	read := slices.ContainsFunc(fields, func(name string) bool { return slices.Contains(beyondHits, name) })
	chosen, all := make(map[string]json.RawMessage, len(hits)), 0
	for i := range hits {
		d := hits[i].Document
		if read {
			whole, err := s.engine.Get(ctx, d.ID)
			if err == nil {
				d = whole
			} else if !errors.Is(err, index.ErrNotFound) { // gone since: what the hit knows is left
				return nil, err
			}
		}
		chosen[d.ID] = documentJSON(fields.Of(&d))
		if all += len(chosen[d.ID]); all > mostChosen {
			v := &Params{}
			v.Refuse("invalid_parameter", paramFields, Say("err.fields.much", mostChosen>>20))
			return nil, v.Err()
		}
	}
	return chosen, nil
}

// documentJSON is the JSON of a document, as answers write it.
func documentJSON(d *index.Document) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		panic("find: a document is no JSON: " + err.Error()) // a stored one has only numbers that JSON has
	}
	return bytes.TrimSpace(b.Bytes())
}
