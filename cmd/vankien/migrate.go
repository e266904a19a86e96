package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/index/plan"
	"vankien/internal/ingest"
)

// A collection is copied in the order in which its parts lean on each other: tables and
// labels, the files that documents were read from, the documents, and the journal, which
// tells of documents that are there. Each part is compared before it is copied, so what
// is there is the record of how far the work is: it may be ended at any moment and begun
// again. At last both collections are read whole and compared.

func newMigrate() *cobra.Command {
	c := &cobra.Command{
		Use:   "migrate --from DIR|URL --to URL|DIR",
		Short: "Copy a collection from a directory to a cluster, or back",
		Long: `migrate copies a collection: its documents with their corrections, labels, tables
and topics, the originals and the journal of files. What /api/v1/changes remembers
of deletions and the alerts of key holders stay where they are: who follows changes
begins anew, and alerts are made again. One side is a directory, the other a cluster: URL names a node, or several with commas, and the --opensearch-…
flags the collection on it.

The collection that is copied may be searched meanwhile. What is there already is
not copied again, so an interrupted migrate goes on when it is called again. At the
end both collections are read whole and compared: how many documents and originals
they have, and a sum over all of each. When they differ it says in what, and the
exit status is 1: call it again when nothing else writes.`,
		Args: takes(0, 0, ""),
		RunE: runMigrate,
	}
	addAccess(c)
	c.Flags().String("from", "", "`DIR` or URL of the collection that is copied")
	c.Flags().String("to", "", "`DIR` or URL where it is copied to")
	return c
}

func runMigrate(c *cobra.Command, _ []string) error {
	from, _ := c.Flags().GetString("from")
	to, _ := c.Flags().GetString("to")
	if from == "" || to == "" || isURL(from) == isURL(to) {
		return errors.New("migrate needs --from and --to: a directory and the URL of a cluster, in either order")
	}
	a, err := openSide(c, from, false)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := openSide(c, to, true)
	if err != nil {
		return err
	}
	defer b.Close()
	m := &migration{from: a, to: b, talk: c.ErrOrStderr(), next: time.Now().Add(lineEvery), began: time.Now()}
	held, release, err := b.alone(c.Context(), "migrate", m.waits)
	if err != nil {
		return err
	}
	defer release()
	return m.run(held, c)
}

func isURL(s string) bool { return strings.Contains(s, "://") }

// openSide opens a collection that is copied from or to.
func openSide(c *cobra.Command, where string, create bool) (*desk, error) {
	if isURL(where) {
		opt, err := accessOptions(c, strings.Split(where, ","), create)
		if err != nil {
			return nil, err
		}
		return openNodes(c, opt, toWork)
	}
	dir := at(c, where)
	if h := heldBy(c); h != nil && sameFolder(dir, h.desk.dir) {
		shared := *h.desk
		shared.shared = true
		return &shared, nil
	}
	if !create && !local.Exists(dir) {
		return nil, fmt.Errorf("there is no collection in %q", where)
	}
	d, err := openFolder(c, dir, toWork)
	if errors.Is(err, local.ErrLocked) {
		return nil, &heldError{dir, c, fmt.Errorf("%w (only a server that has it open could copy it meanwhile)", err)}
	}
	return d, err
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// run copies all parts and compares them.
func (m *migration) run(ctx context.Context, c *cobra.Command) error {
	for _, part := range []func(context.Context) error{m.tables, m.labels, m.originals, m.documents} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	if err := m.journal(ctx); err != nil {
		return err
	}
	say(m.talk, "%s copied, %d were there; %s copied, %d were there; %.1f s\n", plural(m.copied, "document"), m.there,
		plural(m.kept, "original"), m.keptBefore, time.Since(m.began).Seconds())
	same, err := m.compare(ctx, c.OutOrStdout())
	if err != nil || same {
		return err
	}
	only, err := m.onlyThere(ctx)
	if err != nil {
		return err
	}
	if len(only) > 0 {
		say(m.talk, "%s only there, such as %s: remove them with 'vankien rm', or copy to a collection that is empty\n",
			plural(len(only), "document"), strings.Join(only[:min(len(only), 5)], ", "))
	} else {
		say(m.talk, "the collections differ: call migrate again when nothing else writes to either\n")
	}
	return errPartial
}

// tableFiles are the files that a collection is read with.
var tableFiles = [...]string{plan.AbbreviationsFile, plan.PlacesFile, topicsFile}

// tables copies the tables and the topics. What another one reads with other tables it
// finds otherwise, so those that are there are replaced.
func (m *migration) tables(context.Context) error {
	for _, name := range tableFiles {
		raw, err := m.from.table(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = m.to.setTable(name, raw)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	return nil
}

// labels copies the labels of topics.
func (m *migration) labels(ctx context.Context) error {
	all := m.from.Labels()
	if len(all) == 0 {
		return nil
	}
	if err := m.to.PutLabels(ctx, all); err != nil {
		return fmt.Errorf("copy the labels: %w", err)
	}
	return nil
}

// journal copies what is known of files, when there is a journal.
func (m *migration) journal(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(m.from.dir, journalFile)); m.from.own != nil && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var open [2]*ingest.Journal
	for i, d := range []*desk{m.from, m.to} {
		j, err := d.journal.get(m.talk)
		if err != nil {
			return err
		}
		open[i] = j
	}
	n, err := open[0].CopyTo(ctx, open[1], m.to.originals)
	m.files = n
	return err
}
