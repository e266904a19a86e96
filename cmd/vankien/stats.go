package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/index"
)

func newStats() *cobra.Command {
	c := &cobra.Command{
		Use:   "stats --data DIR",
		Short: "Count what a collection holds",
		Long: `stats prints how many documents a collection has, of which kinds and from which
dates, how many topics they have, the size, parts and analysis of its index, the
files that are kept as originals, and the memory that --cache-mb allows for answers.
What a running server holds in that memory is in its /metrics.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			var st stats
			if st.Stats, err = x.Stats(c.Context()); err != nil {
				return err
			}
			if st.Originals.Files, st.Originals.Bytes, err = x.originals.Size(); err != nil {
				return err
			}
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				return printJSON(c, st)
			}
			return st.print(c.OutOrStdout())
		},
	}
	addData(c)
	addCache(c)
	c.Flags().Bool("json", false, "print JSON")
	return c
}

// stats is what is counted of a collection.
type stats struct {
	index.Stats
	Originals struct {
		Files int   `json:"files"`
		Bytes int64 `json:"bytes"`
	} `json:"originals"`
}

func (st *stats) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "documents\t%d\n", st.Documents)
	for _, k := range index.Kinds() {
		if n := st.Kinds[k.ID]; n > 0 {
			fmt.Fprintf(w, "  %s\t%d\n", k.ID, n)
		}
	}
	fmt.Fprintf(w, "with a date\t%d\n", st.Dated)
	if st.Dated > 0 {
		fmt.Fprintf(w, "dates\t%s to %s\n", st.First, st.Last)
	}
	fmt.Fprintf(w, "topics\t%d\nsegments\t%d\non disk\t%.1f MB\n", st.Topics, st.Segments, float64(st.DiskBytes)/1e6)
	fmt.Fprintf(w, "originals\t%d, %.1f MB\ncache limit\t%d MiB\nanalysis\t%s\n",
		st.Originals.Files, float64(st.Originals.Bytes)/1e6, st.CacheLimit>>20, st.AnalysisVersion)
	return w.Flush()
}
