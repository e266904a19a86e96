package main

import (
	"context"
	"fmt"

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
and the JSON interface with. It needs no file and keeps none; what is written to it
with a key is gone when it ends. With --opensearch the collection is on a cluster,
called vankien-demo unless --opensearch-index names it, and stays there.`,
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
			d, err := demoDesk(c)
			if err != nil {
				return err
			}
			defer d.Close()
			if err := addSample(c.Context(), d, tax); err != nil {
				return err
			}
			opt.Index, opt.Taxonomy, opt.Relations, opt.Cluster = d, tax, d.duplicates, d.cluster()
			defer d.keepDuplicates(c.Context(), func(err error) { opt.Logger.Warn("duplicates are not up to date", "err", err) })()
			return serve(c.Context(), c, opt)
		},
	}
	addServing(c)
	addCluster(c)
	return c
}

// demoIndex is the name of the collection of a demo on a cluster.
const demoIndex = "vankien-demo"

// demoDesk is an empty collection in memory, or that of the demo on a cluster.
func demoDesk(c *cobra.Command) (*desk, error) {
	if !onCluster(c) {
		x, err := local.OpenMemory()
		if err != nil {
			return nil, err
		}
		setCache(c, x)
		return newDesk("", x, extract.PoolOptions{}), nil
	}
	if f := c.Flags(); !f.Changed("opensearch-index") {
		if err := f.Set("opensearch-index", demoIndex); err != nil {
			return nil, err
		}
	}
	return openRemote(c, true, toWork)
}

// addSample puts the sample collection into an index.
func addSample(ctx context.Context, x index.Engine, tax *topics.Taxonomy) error {
	w := ingest.NewWriter(x, ingest.WriterOptions{Taxonomy: tax})
	var bad shown
	_, err := ingest.Run(ctx, w, []ingest.Source{{FS: corpus.FS, Path: "documents"}}, ingest.Options{Seen: bad.see})
	if err == nil && bad.all > 0 {
		err = fmt.Errorf("%s: %s", placeOf(&bad.list[0]), bad.list[0].Reason)
	}
	if err != nil {
		return fmt.Errorf("add the sample: %w", err)
	}
	return nil
}
