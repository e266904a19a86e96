package main

import (
	"github.com/spf13/cobra"

	"vankien/index/local"
)

func newRestore() *cobra.Command {
	c := &cobra.Command{
		Use:   "restore --data DIR BACKUP",
		Short: "Put a collection back from a backup",
		Long: `restore makes the collection DIR from BACKUP: a backup in a folder, the folder,
whose newest backup is then taken, or a FILE.tar.zst. DIR is new or holds no
collection: move an old one away first.

Every file is compared with the sums of the backup and the index is checked and
opened before it comes into its place, so what is in DIR afterwards is whole. A
backup that is not is refused, and its damaged files are named.`,
		Args: takes(1, 1, "a backup"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := refuseCluster(c, snapshots); err != nil {
				return err
			}
			dir, err := dataDir(c)
			if err != nil {
				return err
			}
			r, err := local.Restore(c.Context(), args[0], dir, besides()...)
			if err != nil {
				return err
			}
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				return printJSON(c, r)
			}
			say(c.OutOrStdout(), "restored %s: %s, %s, %.1f MB\n",
				r.Moment, plural(r.Documents, "document"), plural(r.Files, "file"), float64(r.Bytes)/1e6)
			return nil
		},
	}
	addData(c)
	c.Flags().Bool("json", false, "print JSON")
	return c
}
