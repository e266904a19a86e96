package local

import (
	"strconv"

	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

	"vankien/index"
	"vankien/index/plan"
	"vankien/internal/viet"
)

// A word without a field is looked for in everything that people expect to
// find a document by. Five fields would cost five look-ups for each form of the
// word and have five statistics, none of them right for the document; so these
// texts are indexed together as one field, in which a word of the title counts
// several times (BM25F with its fields combined, Robertson and Zaragoza 2009,
// section 3.6.1; CombinedFieldQuery of Lucene does the same).
const (
	fieldText   = "text"        // the terms of all parts
	fieldPairs  = "text.pairs"  // codes of two words that stand side by side
	fieldLength = "text.length" // column: words of all parts, each as often as it counts
)

// Times that a word counts in a text by the part that it stands in.
const (
	titleWeight    = 3
	abstractWeight = 1
)

// contentParts are the parts of a document that fieldText holds, with their weights.
var contentParts = []struct {
	field  string
	weight int
}{
	{string(index.FieldTitle), titleWeight},
	{string(index.FieldAbstract), abstractWeight},
	{string(index.FieldBody), 1},
	{fieldNumber, 1},
	{fieldSpeaker, 1},
}

// content is the analysis of a document's parts, shared by the fields made of
// it. Bleve analyses the fields of a document in their order, so the first
// fills it for the others.
type content struct {
	doc    *index.Document
	terms  termCounter
	pairs  termCounter
	length int
}

func (c *content) analyze() {
	size := len(c.doc.Title) + len(c.doc.Abstract) + len(c.doc.Body)
	c.terms, c.pairs = newTermCounter(size/8), newTermCounter(size/8)
	for _, p := range contentParts {
		if text := *c.doc.Scalar(p.field); text != "" {
			tokens := c.terms.text(text, p.weight)
			c.length += p.weight * c.pairs.neighbours(tokens, p.weight)
		}
	}
}

// addTo adds the fields of the content to a document.
func (c *content) addTo(doc *document.Document) {
	doc.AddField(&contentField{textField{name: fieldText}, c})
	doc.AddField(&pairsField{textField{name: fieldPairs}, c})
	doc.AddField(&lengthField{textField{name: fieldLength}, c})
}

type contentField struct {
	textField
	*content
}

func (f *contentField) Options() api.FieldIndexingOptions { return api.IndexField }
func (f *contentField) Analyze()                          { f.analyze(); f.freqs = f.terms.freqs }

type pairsField struct {
	textField
	*content
}

func (f *pairsField) Options() api.FieldIndexingOptions { return api.IndexField }
func (f *pairsField) Analyze()                          { f.freqs = f.pairs.freqs }

type lengthField struct {
	textField
	*content
}

func (f *lengthField) Options() api.FieldIndexingOptions { return keyword }
func (f *lengthField) Analyze() {
	n := strconv.Itoa(f.length)
	f.freqs = api.TokenFrequencies{n: &api.TokenFreq{Term: []byte(n)}}
}

// noLength stands for the length of a field in its postings. Lengths are kept
// in the column fieldLength, once for each document instead of in each of its
// postings; a length of 0 would make a posting list of one document unreadable.
const noLength = 1

// termCounter counts terms. It takes them from slabs: one allocation per slab
// instead of one per term.
type termCounter struct {
	freqs api.TokenFrequencies
	slab  []api.TokenFreq
	key   []byte
}

func newTermCounter(size int) termCounter {
	return termCounter{freqs: make(api.TokenFrequencies, size)}
}

// text counts all terms of a text and returns its tokens.
func (c *termCounter) text(text string, weight int) []viet.Token {
	tokens := viet.Tokenize(make([]viet.Token, 0, len(text)/5+8), text)
	bare := viet.Bare(text, tokens)
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != viet.Word {
			c.count(weight, termKey(t.Term))
			if viet.IsOpen(tokens, i) {
				c.count(weight, plan.OpenMark, t.Term)
			}
			continue
		}
		if c.count(weight, t.Fold, formMark, marked(t)); bare != nil && bare[i] && t.Fold == t.Term {
			c.count(weight, bareMark, t.Term)
		}
	}
	return tokens
}

// neighbours counts the pairs of words that stand side by side, and returns the
// number of words.
func (c *termCounter) neighbours(tokens []viet.Token, weight int) int {
	words := 0
	var last *viet.Token
	for i := range tokens {
		t := &tokens[i]
		if t.Kind != viet.Word {
			continue
		}
		words++
		if last != nil && t.Pos == last.Pos+1 {
			code, _ := pairCode(last.Term, t.Term, last.Fold, t.Fold)
			c.count(weight, code)
		}
		last = t
	}
	return words
}

// marked returns the term of a word that has marks, else nothing.
func marked(t *viet.Token) string {
	if t.Fold == t.Term {
		return ""
	}
	return t.Term
}

// count adds n to the term that the strings make together.
func (c *termCounter) count(n int, term ...string) {
	c.key = c.key[:0]
	for _, s := range term {
		c.key = append(c.key, s...)
	}
	if tf, ok := c.freqs[string(c.key)]; ok {
		tf.SetFrequency(tf.Frequency() + n)
		return
	}
	if len(c.slab) == cap(c.slab) {
		c.slab = make([]api.TokenFreq, 0, 128)
	}
	key := string(c.key)
	c.slab = append(c.slab, api.TokenFreq{Term: []byte(key)})
	tf := &c.slab[len(c.slab)-1]
	tf.SetFrequency(n)
	c.freqs[key] = tf
}
