package main

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index"
	"vankien/index/local"
	"vankien/internal/extract"
	"vankien/internal/ingest"
	"vankien/internal/topics"
)

func newDemo() *cobra.Command {
	c := &cobra.Command{
		Use:   "demo",
		Short: "Serve the sample collection, held in memory",
		Long: `demo serves a small collection of made-up speeches and reports, to try the site
and the JSON interface with. It reads and writes no file; what is written to it
with a key is gone when it ends.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			opt, err := webOptions(c)
			if err != nil {
				return err
			}
			tax, err := shippedTaxonomy()
			if err != nil {
				return err
			}
			x, err := local.OpenMemory()
			if err != nil {
				return err
			}
			defer x.Close()
			setCache(c, x)
			if err := addSample(c.Context(), x, tax); err != nil {
				return err
			}
			opt.Index, opt.Taxonomy = x, tax
			return serve(c, opt)
		},
	}
	addServing(c)
	return c
}

// addSample puts the sample collection into an index.
func addSample(ctx context.Context, x *local.Index, tax *topics.Taxonomy) error {
	files, err := fs.Glob(corpus.FS, "documents/*.md")
	if err != nil {
		return err
	}
	var docs []index.Document
	labels := ingest.NewRegistry(x)
	for _, name := range files {
		d, own, err := sampleDocument(name, tax)
		if err != nil {
			return fmt.Errorf("sample %s: %w", name, err)
		}
		labels.Settle(&d, own)
		docs = append(docs, d)
	}
	if err := labels.Save(ctx); err != nil {
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
