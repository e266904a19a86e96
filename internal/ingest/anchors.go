package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"vankien/index"
	"vankien/internal/compare"
)

// Anchors belong to the collection, as corrections do: what is stored of a document
// decides which ones its new text gets, whatever a record says of them. So a document
// that somebody has got, edited and sends again keeps its links. Only where the store
// does not have a document do the anchors of a record count, if they fit its body: a
// collection can be moved as lines of JSON.

// stored is what the store had of a document when a batch looked.
type stored struct {
	body    string
	anchors []int
}

// stands reports whether that is what is stored still, as far as anchors go by it.
func (s stored) stands(now *index.Document) bool {
	return now == nil || now.Body == s.body && slices.Equal(now.Anchors, s.anchors)
}

// keepStored gives documents that differ from those stored what the store keeps of
// them: the anchors of lines and, to those whose source is no file of its own, the
// original, as long as the body is the same: then that file still says what they
// say. It returns the documents that differ all the same, and what was stored of
// each.
func (w *Writer) keepStored(ctx context.Context, b *batch, different []index.Document) (list []index.Document, had map[string]stored, err error) {
	had, kept := map[string]stored{}, map[string]*index.Original{}
	for _, d := range different {
		old, err := w.store.Get(ctx, d.ID)
		if err != nil && !errors.Is(err, index.ErrNotFound) {
			return nil, nil, err
		}
		had[d.ID] = stored{old.Body, old.Anchors}
		if err == nil {
			d.Anchors = anchorsAfter(&old, d.Body)
		}
		if d.Original == nil && old.Original != nil && old.Body == d.Body {
			d.Original, kept[d.ID] = old.Original, old.Original
			if d.Equal(&old) {
				continue
			}
		}
		list = append(list, d)
	}
	for i := range b.drafts {
		if d := &b.drafts[i]; d.doc.Original == nil {
			d.doc.Original = kept[d.doc.ID]
		}
	}
	b.tellAnchors(list)
	return list, had, nil
}

// tellAnchors has the drafts of documents say which anchors these are stored with.
func (b *batch) tellAnchors(docs []index.Document) {
	put := map[string]*index.Document{}
	for i := range docs {
		put[docs[i].ID] = &docs[i]
	}
	for i := range b.drafts {
		d := &b.drafts[i].doc
		if p := put[d.ID]; p != nil && strings.Count(d.Body, "\n") == strings.Count(p.Body, "\n") {
			d.Anchors = p.Anchors
		}
	}
}

// anchorsAfter returns the anchors that a document has when its body becomes another
// one: a line whose text it had keeps that of the text, others get new ones. Blank
// lines have none.
func anchorsAfter(old *index.Document, body string) []int {
	if body == old.Body {
		return old.Anchors
	}
	before, from := textLines(old.Body)
	after, to := textLines(body)
	last := old.LastAnchor()
	out := make([]int, strings.Count(body, "\n")+2)
	for j, i := range compare.Same(before, after) {
		n := 0
		if i >= 0 {
			n = old.Anchor(from[i])
		}
		if n == 0 {
			last++
			n = last
		}
		out[to[j]] = n
	}
	if out[len(out)-1] = last; last > index.MaxAnchor { // after a thousand million lines it begins anew
		return nil
	}
	return out
}

// textLines returns the lines of a text that are not blank, and their numbers from 0.
func textLines(text string) (lines []string, at []int) {
	n := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines, at = append(lines, line), append(at, n)
		}
		n++
	}
	return lines, at
}

// restoreAnchors gives a document the anchors that a record states, if they fit.
func restoreAnchors(d *index.Document, raw json.RawMessage) error {
	if len(raw) == 0 {
		return nil
	}
	var given []int
	if err := json.Unmarshal(raw, &given); err != nil {
		return &index.FieldError{ID: d.ID, Pointer: "/anchors", Detail: "is no list of whole numbers"}
	}
	with := index.Document{ID: d.ID, Body: d.Body, Anchors: given}
	if with.Check() == nil {
		d.Anchors = given
	}
	return nil
}
