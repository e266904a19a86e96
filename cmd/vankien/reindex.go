package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/index/remote"
)

func newReindex() *cobra.Command {
	c := &cobra.Command{
		Use:   "reindex --data DIR",
		Short: "Rebuild an index from the documents it stores",
		Long: `reindex builds the index anew, as is needed after an upgrade that reads
Vietnamese otherwise. Nothing else is read than the documents the index stores;
the old index stays until the new one is complete.

Of an index with damaged segments it takes what can still be read. It then tells
how many documents are lost and how many came from a damaged part of a file, so
that they may hold wrong letters; if any, the exit status is 1, and the old index
is kept in the data directory as index.damaged. On a cluster nothing is lost: the old
index answers until the new one has all documents, and takes no writes meanwhile.`,
		Args: cobra.NoArgs,
		RunE: runReindex,
	}
	addData(c)
	return c
}

func runReindex(c *cobra.Command, _ []string) error {
	dir := ""
	if !onCluster(c) {
		var err error
		if dir, err = existingData(c); err != nil {
			return err
		}
	}
	began, last := time.Now(), time.Now()
	r, err := reindex(c, dir, func(done, total int) {
		if time.Since(last) >= lineEvery {
			last = time.Now()
			fmt.Fprintf(c.ErrOrStderr(), "%d of %d documents\n", done, total)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s reindexed in %.1f s\n", plural(r.Documents, "document"), time.Since(began).Seconds())
	if r.Lost+r.Doubtful == 0 {
		return nil
	}
	say(c.ErrOrStderr(), "%s lost, and %s read from damaged files, perhaps with wrong letters: add them again; the damaged index is kept as %s\n",
		plural(r.Lost, "document"), plural(r.Doubtful, "document"), filepath.Join(dir, "index.damaged"))
	return errPartial
}

// reindex rebuilds a collection, or the one that this process has open while that
// answers. It opens none: one of another version of the analysis cannot be.
func reindex(c *cobra.Command, dir string, progress func(done, total int)) (r local.Rebuilt, err error) {
	counted := func(done, total int) {
		r.Documents = total
		progress(done, total)
	}
	if h := heldBy(c); h != nil {
		err = h.desk.Reindex(c.Context(), counted)
		return r, err
	}
	if onCluster(c) {
		opt, err := clusterOptions(c, false)
		if err == nil {
			err = remote.Reindex(c.Context(), opt, counted)
		}
		return r, err
	}
	r, err = local.Reindex(c.Context(), dir, progress)
	if errors.Is(err, local.ErrLocked) {
		return r, &heldError{dir, c, err}
	}
	return r, openFault(dir, err)
}
