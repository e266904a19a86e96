package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index"
	"vankien/internal/ingest"
)

func newEdit() *cobra.Command {
	c := &cobra.Command{
		Use:   "edit --data DIR ID FIELD=VALUE…",
		Short: "Correct what is known of a document",
		Long: `edit sets fields of a document: ` + strings.Join(index.Correctable(), ", ") + `.
A correction is kept beside the document with who made it, when and why; it wins
over what the source says, however often that is added again, until --undo takes
it back, and goes with the document. FIELD= says that there is no value; topics and
recipients are given once for each value. A guess is confirmed by setting the value
that it has.`,
		Args: takes(1, -1, "a document id"),
		RunE: runEdit,
	}
	addData(c)
	addTaxonomy(c)
	f := c.Flags()
	f.StringArray("undo", nil, "take the correction of this `field` back; repeatable")
	f.String("why", "", "`text` that says why, kept with the correction")
	f.String("by", "", "`name` of who corrects; without it that of the user")
	return c
}

func runEdit(c *cobra.Command, args []string) error {
	edit, err := editOf(c, args[1:])
	if err != nil {
		return err
	}
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	x, err := openData(c, false)
	if err != nil {
		return err
	}
	defer x.Close()
	before, err := x.Get(c.Context(), args[0])
	if err == nil {
		var done ingest.Edited
		if done, err = x.writer.With(ingest.WriterOptions{Taxonomy: tax}).Correct(c.Context(), args[0], edit); err == nil {
			sayEdited(c.OutOrStdout(), &before, &done)
			return nil
		}
	}
	if errors.Is(err, index.ErrNotFound) {
		fmt.Fprintln(c.ErrOrStderr(), "vankien:", err)
		return errPartial
	}
	return err
}

// editOf reads an edit from the arguments behind the id.
func editOf(c *cobra.Command, args []string) (ingest.Edit, error) {
	e := ingest.Edit{Fields: map[string][]string{}}
	e.Undo, _ = c.Flags().GetStringArray("undo")
	e.Why, _ = c.Flags().GetString("why")
	e.By, _ = c.Flags().GetString("by")
	e.By = cmp.Or(e.By, userName(c))
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return e, fmt.Errorf("%q is not FIELD=VALUE, such as date=2025-01-13", arg)
		}
		e.Fields[name] = append(e.Fields[name], value)
	}
	if len(e.Fields)+len(e.Undo) == 0 {
		return e, errors.New("edit needs a FIELD=VALUE or --undo FIELD; see vankien help edit")
	}
	return e, nil
}

// userName is the name of who calls a verb, as far as the system tells.
func userName(c *cobra.Command) string {
	if h := heldBy(c); h != nil {
		return h.user
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return os.Getenv("USER")
}

// sayEdited says what became of each field.
func sayEdited(w io.Writer, before *index.Document, done *ingest.Edited) {
	for _, name := range done.Changed {
		note := ""
		if done.Document.Corrected(name) == nil {
			note = " (as its source says)"
		}
		say(w, "%s: %s → %s%s\n", name, shownValues(before.Values(name)), shownValues(done.Document.Values(name)), note)
	}
	if len(done.Changed) == 0 {
		fmt.Fprintln(w, "nothing to change")
	}
}

func shownValues(list []string) string { return cmp.Or(strings.Join(list, ", "), "–") }
