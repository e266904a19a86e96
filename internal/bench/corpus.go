package main

import (
	"bufio"
	"compress/gzip"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"vankien/internal/viet"
)

// document is what every engine is given: normalised text, and a full date or
// none.
type document struct {
	ID, Title, Body string
	Date            string // YYYY-MM-DD or ""
	Topic           string // "" for none
}

func (d *document) bytes() int {
	return len(d.ID) + len(d.Title) + len(d.Body) + len(d.Date) + len(d.Topic)
}

func (d *document) year() string { return d.Date[:min(4, len(d.Date))] }

// readCorpus reads the first n documents of a gzipped file of JSON lines, or
// all if n is 0. Of equal ids it takes the first, since the order in which two
// writers would replace one by the other is open.
func readCorpus(path string, n int) ([]document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	var docs []document
	seen := map[string]bool{}
	for in := json.NewDecoder(z); n == 0 || len(docs) < n; {
		var d document // the names of JSON are matched in any case
		switch err := in.Decode(&d); {
		case errors.Is(err, io.EOF):
			return docs, nil
		case err != nil:
			return nil, fmt.Errorf("read document %d of %q: %w", len(docs)+1, path, err)
		}
		if !seen[d.ID] {
			seen[d.ID] = true
			docs = append(docs, prepare(d))
		}
	}
	return docs, nil
}

func prepare(d document) document {
	d.Title, d.Body = normalise(d.Title), normalise(d.Body)
	if len(d.Date) != len("2006-01-02") {
		d.Date = ""
	}
	return d
}

// joiners are the characters that UAX #29 takes for a part of a word where they
// stand between two letters, as far as Vietnamese texts have them.
const joiners = ".:·'‘’_"

// normalise returns s such that all engines find the same words in it: each
// word as vankien's term of it (NFC, lower case, the tone in its traditional
// place), and a blank for a joiner in a word, as the dot in "điều.khoản".
// Numbers such as 1.000 stay as they are.
func normalise(s string) string {
	text := []rune(viet.Term(s))
	for i := 1; i+1 < len(text); i++ {
		before, after := text[i-1], text[i+1]
		if strings.ContainsRune(joiners, text[i]) && isWord(before) && isWord(after) && !(unicode.IsDigit(before) && unicode.IsDigit(after)) {
			text[i] = ' '
		}
	}
	return string(text)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// save writes documents to a file that load reads at little cost, so that an
// engine's build is measured and not the parsing of JSON.
func save(path string, docs []document) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	out := gob.NewEncoder(w)
	for i := range docs {
		if err := out.Encode(&docs[i]); err != nil {
			return fmt.Errorf("write %q: %w", path, err)
		}
	}
	return w.Flush()
}

// load streams what save wrote.
func load(path string) documents {
	return func(yield func(document, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(document{}, err)
			return
		}
		defer f.Close()
		for in := gob.NewDecoder(bufio.NewReaderSize(f, 1<<20)); ; {
			var d document
			err := in.Decode(&d)
			if errors.Is(err, io.EOF) || !yield(d, err) || err != nil {
				return
			}
		}
	}
}
