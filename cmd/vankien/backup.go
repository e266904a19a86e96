package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index/local"
)

func newBackup() *cobra.Command {
	c := &cobra.Command{
		Use:   "backup --data DIR FOLDER|FILE.tar.zst",
		Short: "Copy a collection, also while it is served",
		Long: `backup copies one moment of a collection: all that was acknowledged before it
began, with the tables and topics that are in the data directory, the originals
and the journal of files. It may run
beside a server and while documents are added; it waits for nobody and changes
nothing in the data directory.

In a FOLDER each backup becomes a folder, named by its moment in UTC. Parts of the
index, and originals, that the backup before has are not copied again: they are the same files, by
hard link. --keep 14 removes all but the newest 14. FILE.tar.zst holds one backup,
whole and compressed, and is replaced. Neither may be in the data directory.

An interrupted backup leaves the others as they were. A damaged file of the
collection is named and not copied; the exit status is then 2. 'vankien restore'
puts a backup back.`,
		Args: takes(1, 1, "a folder or a FILE.tar.zst"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := refuseCluster(c, snapshots); err != nil {
				return err
			}
			dir, err := existingData(c)
			if err != nil {
				return err
			}
			keep, _ := c.Flags().GetInt("keep")
			if keep > 0 && strings.HasSuffix(args[0], local.ArchiveSuffix) {
				return fmt.Errorf("--keep counts the backups in a folder, and %q is one file; leave --keep out or name a folder", args[0])
			}
			b, err := local.Backup(c.Context(), dir, args[0], keep, besides()...)
			if err != nil {
				return err
			}
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				return printJSON(c, b)
			}
			say(c.OutOrStdout(), "backup %s: %s, %.1f MB, %.1f MB of them copied\n",
				b.Moment, plural(b.Files, "file"), float64(b.Bytes)/1e6, float64(b.Copied)/1e6)
			return nil
		},
	}
	addData(c)
	c.Flags().Int("keep", 0, "`number` of backups that stay in the folder (0: all)")
	atLeast(c.Flags(), "keep", "0")
	c.Flags().Bool("json", false, "print JSON")
	return c
}
