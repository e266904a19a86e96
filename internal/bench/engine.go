package main

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// engine is one search engine with its index in a directory. Build and Open
// are each called once, on a fresh value, with an empty directory and with one
// that Build has filled; only Open is followed by searches and Close.
type engine interface {
	// Build adds all documents and closes the index.
	Build(dir string, docs documents) error
	Open(dir string) error
	Search(t *task) (answer, error)
	Close() error
}

// documents is a stream that ends at its first error.
type documents = iter.Seq2[document, error]

// answer is what a search has to deliver.
type answer struct {
	Total  int
	Hits   []hit          // at most page
	Topics map[string]int // matches per topic and year, if asked for
	Years  map[string]int
}

// hit is one of the documents shown. All but its id is filled for a full
// request only.
type hit struct {
	ID, Title, Date, Topic string
	Snippet                string // with the matches marked up
}

// Sizes that all engines share.
const (
	page      = 10    // hits of an answer
	values    = 200   // values of a facet
	batchSize = 2_000 // documents written at once
)

// engines are all there are, in the order of the table.
var engines = []struct {
	name string
	make func() engine
}{
	{"bleve", func() engine { return &bleveEngine{} }},
	{"sqlite", func() engine { return &sqliteEngine{} }},
	{"bluge", func() engine { return &blugeEngine{} }},
	{"vankien", func() engine { return &vankienEngine{} }},
}

// newEngine returns the engine of that name.
func newEngine(name string) (engine, error) {
	var known []string
	for _, e := range engines {
		if e.name == name {
			return e.make(), nil
		}
		known = append(known, e.name)
	}
	return nil, fmt.Errorf("there is no engine %q; there are %s", name, strings.Join(known, ", "))
}

// inBatches hands the documents to put, batchSize at a time, from as many
// goroutines as there are writers, and returns the first error.
func inBatches(docs documents, writers int, put func([]document) error) error {
	g, ctx := errgroup.WithContext(context.Background())
	batches := make(chan []document)
	for range writers {
		g.Go(func() error {
			for b := range batches {
				if err := put(b); err != nil {
					return err
				}
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(batches)
		return cut(docs, func(b []document) error {
			select {
			case batches <- b:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	return g.Wait()
}

// cut calls yield with batchSize documents at a time, and with what is left.
func cut(docs documents, yield func([]document) error) error {
	var batch []document
	for d, err := range docs {
		if err != nil {
			return err
		}
		if batch = append(batch, d); len(batch) == batchSize {
			if err := yield(batch); err != nil {
				return err
			}
			batch = nil
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return yield(batch)
}

// size returns the bytes of all files below dir.
func size(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
