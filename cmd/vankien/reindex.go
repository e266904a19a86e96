package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"vankien/index"
)

func newReindex() *cobra.Command {
	c := &cobra.Command{
		Use:   "reindex --data DIR",
		Short: "Rebuild an index from the documents it stores",
		Long: `reindex builds the index anew, as is needed after an upgrade that reads
Vietnamese otherwise. Nothing else is read than the documents the index stores;
the old index stays until the new one is complete.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := existingData(c)
			if err != nil {
				return err
			}
			began, last := time.Now(), time.Now()
			n := 0
			err = index.Reindex(c.Context(), dir, func(done, total int) {
				if n = done; time.Since(last) >= lineEvery {
					last = time.Now()
					fmt.Fprintf(c.ErrOrStderr(), "%d of %d documents\n", done, total)
				}
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s reindexed in %.1f s\n", plural(n, "document"), time.Since(began).Seconds())
			return nil
		},
	}
	addData(c)
	return c
}
