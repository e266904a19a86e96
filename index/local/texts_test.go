package local

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vankien/corpus"
	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/plan"
	"vankien/index/query"
	"vankien/internal/viet"
)

// TestTexts asks for words of the sample collection, and of laws where they are
// at hand.
func TestTexts(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(*testing.T) []index.Document{"sample": sample, "laws": laws} {
		t.Run(name, func(t *testing.T) {
			docs := read(t)
			x := collection(t)
			indextest.Texts(t, x, docs, 120, func(n query.Node) bool {
				return hasReading(planOf(t, x, n.String(), index.AccentsAuto))
			})
		})
	}
}

// hasReading reports whether a plan reads words in more than one way, or as a
// value.
func hasReading(c plan.Clause) bool {
	switch c := c.(type) {
	case plan.Best:
		return true
	case plan.Word:
		return viet.IsAlias(c.Form.Terms[0])
	case plan.And:
		return slices.ContainsFunc(c.Of, hasReading)
	case plan.Or:
		return slices.ContainsFunc(c.Of, hasReading)
	}
	return false
}

// sample reads titles and texts of the sample collection.
func sample(t *testing.T) (docs []index.Document) {
	t.Helper()
	names, err := fs.Glob(corpus.FS, "documents/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(corpus.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		_, head, _ := strings.Cut(string(raw), "---\n")
		head, body, _ := strings.Cut(head, "---\n")
		_, title, _ := strings.Cut(head, "title: ")
		title, _, _ = strings.Cut(title, "\n")
		docs = append(docs, index.Document{ID: filepath.Base(name), Kind: index.KindOther, Title: title, Body: body})
	}
	return docs
}

// laws reads some articles of $VANKIEN_DATA.
func laws(t *testing.T) (docs []index.Document) {
	t.Helper()
	for i, line := range indextest.Lines(t, "corpora/phapdien.jsonl.gz") {
		var d struct{ ID, Title, Body, Topic, Date string }
		if i%37 > 0 {
			continue
		}
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		docs = append(docs, index.Document{ID: d.ID, Kind: index.KindOther, Title: d.Title, Body: d.Body, Date: d.Date, Topics: []string{d.Topic}})
		if len(docs) == 200 {
			break
		}
	}
	return docs
}
