package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/index"
)

func newStats() *cobra.Command {
	c := &cobra.Command{
		Use:   "stats --data DIR",
		Short: "Count what a collection holds",
		Long: `stats prints how many documents a collection has, of which kind and from which
dates, how many topics they have, the size, parts and analysis of its index, and
the memory that --cache-mb allows for answers. What a running server holds in that
memory is in its /metrics.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			st, err := x.Stats(c.Context())
			if err != nil {
				return err
			}
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				return printJSON(c, st)
			}
			w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
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
			fmt.Fprintf(w, "topics\t%d\nsegments\t%d\non disk\t%.1f MB\ncache limit\t%d MiB\nanalysis\t%s\n",
				st.Topics, st.Segments, float64(st.DiskBytes)/1e6, st.CacheLimit>>20, st.AnalysisVersion)
			return w.Flush()
		},
	}
	addData(c)
	addCache(c)
	c.Flags().Bool("json", false, "print JSON")
	return c
}
