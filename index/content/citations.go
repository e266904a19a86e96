package content

import (
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/viet"
)

// Citations notes the numbers of documents that the texts of a document name. A Sink
// passes on its terms, so that no text is read a second time. The zero value is ready.
type Citations struct{ terms []string }

// Reset forgets what was noted.
func (c *Citations) Reset() { c.terms = c.terms[:0] }

// Term notes a term of a text if it is the number of a document in one that cites.
func (c *Citations) Term(to Place, term string) {
	if strings.HasPrefix(term, "doc:") && to.Part >= 0 && citing(parts[to.Part].Name) {
		c.terms = append(c.terms, term)
	}
}

func citing(part index.Field) bool {
	return part == index.FieldTitle || part == index.FieldAbstract || part == index.FieldBody
}

// each calls f with the canonical forms of what was noted, each once, without one of them.
func (c *Citations) each(without string, f func(string)) {
	slices.Sort(c.terms)
	c.terms = slices.Compact(c.terms)
	for _, t := range c.terms {
		if r := viet.ReferenceOf(t); r != "" && r != without {
			f(r)
		}
	}
}

// CitationsOf notes what the texts of a composed document name, where no analysis of
// it has a sink that does.
func CitationsOf(d *index.Document) *Citations {
	var n noting
	Analyze(d, &n)
	return &n.Citations
}

// noting is a sink of nothing but citations.
type noting struct{ Citations }

func (*noting) Word(Place, *Word) {}
func (*noting) Name(Place, int)   {}
