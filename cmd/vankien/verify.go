package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/index/local"
	"vankien/internal/originals"
)

func newVerify() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify --data DIR",
		Short: "Check that no file of a collection is damaged",
		Long: `verify reads every file of an index and compares it with the sums that were kept
when it was written, and so the originals, the files that documents were read from;
--originals=false leaves these out. It changes nothing, and works while another
process serves the collection. The exit status is 0 when all is sound, 1 when
originals that documents name are not there, and 2 when a file is damaged; the
files are named, and the way out. After a power cut the sums of root.bolt and index_meta.json
may be missing or old, which is no damage: these files are then said to be not
compared.

An original that is damaged or missing takes nothing from searching: put it back
from a backup, or remove it and add the file that it is a copy of with --again.

Of a collection on a cluster it asks how the cluster is, reads every document and
compares it with the sum that it was put with, and so the originals.

The best way out of a damaged index is to move the directory away and to put a backup back with
'vankien restore'; to add the documents again to a new directory is as good.
'vankien reindex' is for when there is neither: it saves what can be read of
damaged segments and tells how many documents are lost or doubtful. It cannot help
when root.bolt, which lists the segments, is damaged, or a segment is gone.`,
		Args: takes(0, 0, ""),
		RunE: runVerify,
	}
	c.Flags().Bool("originals", true, "check the files that documents were read from, too")
	addData(c)
	return c
}

func runVerify(c *cobra.Command, _ []string) error {
	if onCluster(c) {
		return verifyCluster(c)
	}
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
	if check, _ := c.Flags().GetBool("originals"); check {
		return verifyOriginals(c, dir)
	}
	return nil
}

// verifyOriginals checks the originals of a collection. Which of them documents
// name is read first: what is kept for a document that comes meanwhile is none of
// them.
func verifyOriginals(c *cobra.Command, dir string) error {
	named := map[string]string{} // the name of the file, by its sum
	err := local.EachOriginal(c.Context(), dir, func(_ string, o *index.Original) error {
		named[o.SHA256] = o.Name
		return nil
	})
	if err != nil {
		return err
	}
	return checkOriginals(c, named, originals.Open(filepath.Join(dir, originalsFolder)), dir)
}

// checkOriginals checks the originals of a collection, which is called where.
func checkOriginals(c *cobra.Command, named map[string]string, store *originals.Store, where string) error {
	k := originalCheck{c: c, named: named, store: store, next: time.Now().Add(lineEvery), there: map[string]bool{}}
	if err := k.store.Each(k.check); err != nil {
		return err
	}
	for _, sum := range slices.Sorted(maps.Keys(named)) {
		if err := k.present(sum); err != nil {
			return err
		}
	}
	return k.conclude(where)
}

// originalCheck is a check of originals under way.
type originalCheck struct {
	c     *cobra.Command
	named map[string]string
	store *originals.Store
	next  time.Time // of a word on how far it is

	there map[string]bool

	files, damaged, missing int
	bytes                   int64
}

// check reads one original.
func (k *originalCheck) check(sum string, size int64) error {
	if err := k.c.Context().Err(); err != nil {
		return err
	}
	k.there[sum] = true
	switch err := k.store.Check(sum); {
	case errors.Is(err, originals.ErrDamaged):
		k.damaged++
		k.tell(sum, err.Error())
	case errors.Is(err, fs.ErrNotExist): // it was removed meanwhile
		return nil
	case err != nil:
		return err
	}
	k.files, k.bytes = k.files+1, k.bytes+size
	if now := time.Now(); now.After(k.next) {
		k.next = now.Add(lineEvery)
		say(k.c.ErrOrStderr(), "%s, %.1f MB\n", plural(k.files, "original"), float64(k.bytes)/1e6)
	}
	return nil
}

// maxMissing bounds what is told of a collection that keeps no originals.
const maxMissing = 100

// conclude sums up.
func (k *originalCheck) conclude(dir string) error {
	say(k.c.OutOrStdout(), "originals: %s, %.1f MB, %d damaged, %d missing\n", plural(k.files, "file"), float64(k.bytes)/1e6, k.damaged, k.missing)
	if k.damaged > 0 {
		return fmt.Errorf("%s in %q damaged: put them back from a backup, or remove them and add their files with --again", plural(k.damaged, "original"), dir)
	}
	if k.missing > 0 {
		say(k.c.ErrOrStderr(), "what is missing was not kept (--originals=false) or is gone: put it back from a backup, or add the files with --again\n")
		return errPartial
	}
	return nil
}

// present tells of an original that a document names and that is not there.
func (k *originalCheck) present(sum string) error {
	if k.there[sum] {
		return nil
	}
	f, err := k.store.Get(sum)
	if errors.Is(err, fs.ErrNotExist) {
		if k.missing++; k.missing <= maxMissing {
			k.tell(sum, "it is missing")
		}
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func (k *originalCheck) tell(sum, detail string) {
	of := ""
	if name := k.named[sum]; name != "" {
		of = " (" + name + ")"
	}
	say(k.c.OutOrStdout(), "%s/%.2s/%s%s: %s\n", originalsFolder, sum, sum, of, detail)
}
