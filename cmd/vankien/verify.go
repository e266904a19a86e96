package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/index/local"
)

func newVerify() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify --data DIR",
		Short: "Check that no file of an index is damaged",
		Long: `verify reads every file of an index and compares it with the sums that were kept
when it was written. It changes nothing, and works while another process serves
the collection. The exit status is 0 when all is sound and 2 when a file is
damaged; the files are named, and the way out. After a power cut the sums of
root.bolt and index_meta.json may be missing or old, which is no damage: these
files are then said to be not compared.

The best way out is to move the directory away and to put a backup back with
'vankien restore'; to add the documents again to a new directory is as good.
'vankien reindex' is for when there is neither: it saves what can be read of
damaged segments and tells how many documents are lost or doubtful. It cannot help
when root.bolt, which lists the segments, is damaged, or a segment is gone.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := existingData(c)
			if err != nil {
				return err
			}
			s, err := local.Verify(c.Context(), dir)
			var bad *index.DamageError
			if errors.As(err, &bad) {
				for _, d := range s.Damage {
					say(c.OutOrStdout(), "%s: %s\n", d.File, d.Detail)
				}
				return fmt.Errorf("%s of the index in %q damaged: %s", plural(len(s.Damage), "file"), dir, bad.WayOut())
			}
			if err != nil {
				return openFault(dir, err)
			}
			fmt.Fprintf(c.OutOrStdout(), "sound: %s, %.1f MB\n", plural(s.Files, "file"), float64(s.Bytes)/1e6)
			if len(s.Unsure) > 0 {
				say(c.OutOrStdout(), "not compared: %s (index/checksums is missing, torn or of an older state; the next change writes it anew)\n",
					strings.Join(s.Unsure, ", "))
			}
			return nil
		},
	}
	addData(c)
	return c
}
