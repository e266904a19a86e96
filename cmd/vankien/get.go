package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	yaml "go.yaml.in/yaml/v4"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/ingest"
	"vankien/internal/viet"
)

func newGet() *cobra.Command {
	c := &cobra.Command{
		Use:   "get --data DIR ID",
		Short: "Print a document",
		Long: `get prints a stored document as Markdown with its metadata in front, a form
that add reads back as the same document (on a terminal, control characters are
shown as symbols); with --json as the JSON of
/api/v1/documents/ID.`,
		Args: takes(1, 1, "one document id"),
		RunE: func(c *cobra.Command, args []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			d, err := x.Get(c.Context(), args[0])
			if errors.Is(err, index.ErrNotFound) {
				fmt.Fprintln(c.ErrOrStderr(), "vankien:", err)
				return errPartial
			}
			if err != nil {
				return err
			}
			if asJSON, _ := c.Flags().GetBool("json"); asJSON {
				return printJSON(c, d)
			}
			return printDocument(c.OutOrStdout(), &d)
		},
	}
	addData(c)
	c.Flags().Bool("json", false, "print JSON")
	return c
}

// printDocument writes a document as Markdown with front matter. A field that it
// does not have is there without a value if add would else read it in the text,
// and evidence names those that were read there.
func printDocument(w io.Writer, d *index.Document) error {
	front := yaml.Node{Kind: yaml.MappingNode}
	denied := ingest.Denied(d)
	add := func(key, value string) {
		if value != "" || key == "title" || slices.Contains(denied, key) {
			front.Content = append(front.Content, scalar(key), scalar(value))
		}
	}
	for _, f := range [][2]string{
		{"id", d.ID}, {"kind", d.Kind}, {"title", d.Title}, {"abstract", d.Abstract}, {"date", d.Date},
		{"speaker", d.Speaker}, {"role", d.Role}, {"organisation", d.Organisation}, {"place", d.Place},
		{"event", d.Event}, {"number", d.Number}, {"signer", d.Signer}, {"signer_role", d.SignerRole}, {"language", d.Language}, {"source", d.Source},
	} {
		add(f[0], f[1])
	}
	addList := func(key string, values []string, style yaml.Style) {
		list := yaml.Node{Kind: yaml.SequenceNode, Style: style}
		for _, v := range values {
			list.Content = append(list.Content, scalar(v))
		}
		if len(values) > 0 || slices.Contains(denied, key) {
			front.Content = append(front.Content, scalar(key), &list)
		}
	}
	addList("topics", d.Topics, yaml.FlowStyle)
	addList("recipients", d.Recipients, 0)
	addList("repairs", d.Repairs, 0)
	addList("evidence", evident(d), yaml.FlowStyle)
	raw, err := yaml.Marshal(&front)
	if err != nil {
		return fmt.Errorf("print %q: %w", d.ID, err)
	}
	text := fmt.Sprintf("---\n%s---\n\n%s\n", raw, strings.TrimRight(extract.WriteMarkdown(d.Body, d.Blocks), "\n"))
	if onTerminal(w) {
		text = viet.Visible(text)
	}
	_, err = io.WriteString(w, text)
	return err
}

// evident returns the fields that were read in the text and that nobody set.
func evident(d *index.Document) (names []string) {
	for _, e := range d.Evidence {
		if d.Corrected(e.Field) == nil {
			names = append(names, e.Field)
		}
	}
	return names
}

func scalar(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

func newRm() *cobra.Command {
	c := &cobra.Command{
		Use:   "rm --data DIR ID…",
		Short: "Remove documents",
		Long: `rm removes documents from a collection, all at once; the files they came from
stay, and adding one again brings its document back. An id that is not there is
named, and the exit status is then 1. search prints ids below the titles.`,
		Args: takes(1, -1, "a document id"),
		RunE: func(c *cobra.Command, args []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			gone, err := x.writer.Delete(c.Context(), args...)
			if err != nil {
				return err
			}
			if err := forget(c, x, gone); err != nil {
				return err
			}
			missing := slices.DeleteFunc(args, func(id string) bool { return slices.Contains(gone, id) })
			for _, id := range missing {
				fmt.Fprintf(c.ErrOrStderr(), "vankien: document %q: %v\n", id, index.ErrNotFound)
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s removed\n", plural(len(gone), "document"))
			if len(missing) > 0 {
				return errPartial
			}
			return nil
		},
	}
	addData(c)
	return c
}

// forget has the files of documents that were removed read when they are added
// again.
func forget(c *cobra.Command, x *desk, ids []string) error {
	j, err := x.journal.get(c.ErrOrStderr())
	if err != nil || len(ids) == 0 {
		return err
	}
	return j.Forget(ids...)
}
