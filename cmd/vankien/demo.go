package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/ingest"
	"vankien/internal/topics"
)

func newDemo() *cobra.Command {
	c := &cobra.Command{
		Use:   "demo",
		Short: "Serve the sample collection, held in memory",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			tax, err := shippedTaxonomy()
			if err != nil {
				return err
			}
			x, err := index.OpenMemory()
			if err != nil {
				return err
			}
			defer x.Close()
			if err := addSample(c.Context(), x, tax); err != nil {
				return err
			}
			return serve(c, x, tax)
		},
	}
	addServing(c)
	return c
}

// addSample puts the sample collection into an index.
func addSample(ctx context.Context, x *index.Index, tax *topics.Taxonomy) error {
	files, err := fs.Glob(corpus.FS, "documents/*.md")
	if err != nil {
		return err
	}
	var docs []index.Document
	labels := map[string]string{}
	for _, name := range files {
		d, own, err := sampleDocument(name, tax)
		if err != nil {
			return fmt.Errorf("sample %s: %w", name, err)
		}
		docs = append(docs, d)
		maps.Copy(labels, own)
	}
	if err := x.PutLabels(ctx, labels); err != nil {
		return err
	}
	return x.Put(ctx, docs...)
}

// sampleDocument reads one file; its id is its name unless it states one.
func sampleDocument(name string, tax *topics.Taxonomy) (d index.Document, labels map[string]string, err error) {
	f, err := corpus.FS.Open(name)
	if err != nil {
		return d, nil, err
	}
	defer f.Close()
	for rec, err := range extract.Read(name, f, extract.Options{}) {
		if err != nil {
			return d, nil, err
		}
		if rec.ID == "" {
			rec.ID = strings.TrimSuffix(path.Base(name), path.Ext(name))
		}
		return ingest.Prepare(rec, tax)
	}
	return d, nil, fmt.Errorf("no document")
}
