package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	yaml "go.yaml.in/yaml/v4"

	"vankien/index"
)

func newGet() *cobra.Command {
	c := &cobra.Command{
		Use:   "get --data DIR ID",
		Short: "Print a document",
		Long: `get prints a stored document as Markdown with its metadata in front, a form
that add reads; with --json as the JSON of /api/v1/documents/ID.`,
		Args: cobra.ExactArgs(1),
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

// printDocument writes a document as Markdown with front matter.
func printDocument(w io.Writer, d *index.Document) error {
	front := yaml.Node{Kind: yaml.MappingNode}
	add := func(key, value string) {
		if value != "" {
			front.Content = append(front.Content, scalar(key), scalar(value))
		}
	}
	for _, f := range [][2]string{
		{"id", d.ID}, {"kind", d.Kind}, {"title", d.Title}, {"abstract", d.Abstract}, {"date", d.Date},
		{"speaker", d.Speaker}, {"role", d.Role}, {"organisation", d.Organisation}, {"place", d.Place},
		{"event", d.Event}, {"number", d.Number}, {"language", d.Language}, {"source", d.Source},
	} {
		add(f[0], f[1])
	}
	if len(d.Topics) > 0 {
		list := yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, t := range d.Topics {
			list.Content = append(list.Content, scalar(t))
		}
		front.Content = append(front.Content, scalar("topics"), &list)
	}
	raw, err := yaml.Marshal(&front)
	if err != nil {
		return fmt.Errorf("print %q: %w", d.ID, err)
	}
	_, err = fmt.Fprintf(w, "---\n%s---\n\n%s\n", raw, strings.TrimRight(d.Body, "\n"))
	return err
}

func scalar(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

func newRm() *cobra.Command {
	c := &cobra.Command{
		Use:   "rm --data DIR ID…",
		Short: "Remove documents",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			x, err := openData(c, false)
			if err != nil {
				return err
			}
			defer x.Close()
			missing := 0
			for _, id := range args {
				switch n, err := x.Delete(c.Context(), id); {
				case err != nil:
					return err
				case n == 0:
					missing++
					fmt.Fprintf(c.ErrOrStderr(), "vankien: document %q: %v\n", id, index.ErrNotFound)
				}
			}
			fmt.Fprintf(c.ErrOrStderr(), "%s removed\n", plural(len(args)-missing, "document"))
			if missing > 0 {
				return errPartial
			}
			return nil
		},
	}
	addData(c)
	return c
}
