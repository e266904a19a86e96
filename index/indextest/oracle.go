package indextest

import (
	"golang.org/x/text/unicode/norm"

	"vankien/index"
	"vankien/index/query"
)

// Oracle holds documents and knows the answer to every request over them, by
// reading each, in plain floating point numbers: it shares neither the tokenizer
// nor the plan nor the formula with an engine, only the parameters of the latter.
// It knows no readings of words (dates, abbreviations, places).
type Oracle struct{ docs map[string]*document }

// NewOracle returns an oracle that holds some documents.
func NewOracle(docs ...index.Document) *Oracle {
	o := &Oracle{map[string]*document{}}
	o.Put(docs...)
	return o
}

// Put adds documents, or replaces those of the same id.
func (o *Oracle) Put(docs ...index.Document) {
	for _, d := range docs {
		o.docs[d.ID] = newDocument(d)
	}
}

// Delete removes documents.
func (o *Oracle) Delete(ids ...string) {
	for _, id := range ids {
		delete(o.docs, id)
	}
}

// Parameters of the score, as the contract of relevance gives them: BM25 over
// all parts as one text, in which a word of the title counts as often as said.
const (
	k1, b       = 1.2, 0.75
	nearWeight  = 0.6 // what two words side by side count beside the words themselves
	titleWeight = 3
)

// scoredParts are the parts of a document that a word without a field is looked
// for in, with their weights.
var scoredParts = map[query.Field]float64{query.Title: titleWeight, "abstract": 1, "body": 1, query.Number: 1, query.Speaker: 1}

// document is a document with its composed texts and their words, by field.
type document struct {
	index.Document
	texts  map[query.Field]string
	words  map[query.Field][]word
	length float64
}

func newDocument(d index.Document) *document {
	o := &document{Document: d, texts: map[query.Field]string{}, words: map[query.Field][]word{}}
	for f, text := range map[query.Field]string{query.Title: d.Title, "abstract": d.Abstract, "body": d.Body,
		query.Number: d.Number, query.Speaker: d.Speaker, query.Place: d.Place, query.Organisation: d.Organisation,
		query.Signer: d.Signer} {
		o.texts[f] = norm.NFC.String(text)
		o.words[f] = wordsOf(o.texts[f])
		o.length += scoredParts[f] * float64(len(o.words[f]))
	}
	return o
}
