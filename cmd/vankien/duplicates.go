package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/internal/ingest"
)

// Put stores documents as index.Engine says, and tells of them.
func (d *desk) Put(ctx context.Context, docs ...index.Document) error {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	defer d.duplicates.Writing(ids...)()
	return d.Engine.Put(ctx, docs...)
}

// Replace changes documents as index.Engine says, and tells of them.
func (d *desk) Replace(ctx context.Context, changes ...index.Change) ([]string, error) {
	ids := make([]string, len(changes))
	for i := range changes {
		ids[i] = changes[i].ID
	}
	defer d.duplicates.Writing(ids...)()
	return d.Engine.Replace(ctx, changes...)
}

// Delete removes documents as index.Engine says, and tells of them.
func (d *desk) Delete(ctx context.Context, ids ...string) ([]string, error) {
	defer d.duplicates.Writing(ids...)()
	return d.Engine.Delete(ctx, ids...)
}

func newDuplicates() *cobra.Command {
	c := &cobra.Command{
		Use:   "duplicates --data DIR",
		Short: "List the documents of a collection that say the same",
		Long: `duplicates prints the groups of documents that say the same, the earliest of each
first, as add and serve find them: texts with the same words, whatever the
spelling and layout, or with nearly the same words and no two document numbers.
Nothing is removed. Searches show one of each group. The exit status is 1 when
there is none.`,
		Args: takes(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			r, err := x.duplicates.Refresh(c.Context())
			if err != nil {
				return err
			}
			groups := x.duplicates.Relations().Groups()
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				if err := printJSON(c, append([][]string{}, groups...)); err != nil {
					return err
				}
			} else {
				printGroups(c, groups)
			}
			fmt.Fprintln(c.ErrOrStderr(), duplicatesFound(r))
			if len(groups) == 0 {
				return errPartial
			}
			return nil
		},
	}
	addData(c)
	c.Flags().Bool("json", false, "print JSON: a list of lists of ids")
	return c
}

func printGroups(c *cobra.Command, groups [][]string) {
	for _, g := range groups {
		say(c.OutOrStdout(), "%s\n", g[0])
		for _, id := range g[1:] {
			say(c.OutOrStdout(), "\t%s\n", id)
		}
	}
}

// duplicatesFound says what was found.
func duplicatesFound(r ingest.Refreshed) string {
	return fmt.Sprintf("%s in %s", plural(r.Duplicates, "duplicate"), plural(r.Groups, "group"))
}

// refreshDuplicates looks for duplicates after an add; nil means that it was not
// asked for or the add did not come to its end. What was added stays when it fails.
func refreshDuplicates(c *cobra.Command, d *desk, added error) (*ingest.Refreshed, error) {
	if wanted, _ := c.Flags().GetBool("duplicates"); !wanted || added != nil {
		return nil, nil
	}
	r, err := d.duplicates.Refresh(c.Context())
	if err != nil {
		return nil, fmt.Errorf("the documents are added, but their duplicates are not known: %w", err)
	}
	fmt.Fprintln(c.ErrOrStderr(), duplicatesFound(r))
	return &r, nil
}

// keepDuplicates keeps what is known of duplicates up to date until stop is called,
// which returns when nothing is read or written any more.
func (d *desk) keepDuplicates(ctx context.Context, fault func(error)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		d.duplicates.Keep(ctx, func(_ ingest.Refreshed, err error) {
			if err != nil {
				fault(err)
			}
		})
	}()
	return func() { cancel(); <-ended }
}
