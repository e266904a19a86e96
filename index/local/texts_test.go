package local

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vankien/corpus"
	"vankien/index"
	"vankien/index/indextest"
	"vankien/index/plan"
	"vankien/index/query"
)

// TestTexts asks for words of the sample collection, and of laws where they are
// at hand.
func TestTexts(t *testing.T) {
	t.Parallel()
	for name, docs := range map[string][]index.Document{"sample": sample(t), "laws": laws(t, 200)} {
		t.Run(name, func(t *testing.T) {
			if len(docs) == 0 {
				t.Skip("VANKIEN_DATA is not set")
			}
			x := collection(t)
			indextest.Texts(t, x, docs, 120, func(n query.Node) bool {
				return hasReading(planOf(t, x, n.String(), index.AccentsAuto))
			})
		})
	}
}

// hasReading reports whether a plan reads words in more than one way.
func hasReading(c plan.Clause) bool {
	switch c := c.(type) {
	case plan.Best:
		return true
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

// laws reads some articles of $VANKIEN_DATA, or none.
func laws(t *testing.T, n int) (docs []index.Document) {
	t.Helper()
	data := os.Getenv("VANKIEN_DATA")
	if data == "" {
		return nil
	}
	f, err := os.Open(filepath.Join(data, "corpora", "phapdien.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for i := 0; lines.Scan() && len(docs) < n; i++ {
		var d struct{ ID, Title, Body, Topic, Date string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		if i%37 == 0 {
			docs = append(docs, index.Document{ID: d.ID, Kind: index.KindOther, Title: d.Title, Body: d.Body, Date: d.Date, Topics: []string{d.Topic}})
		}
	}
	return docs
}
