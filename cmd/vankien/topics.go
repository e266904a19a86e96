package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/topics"
)

func newTopics() *cobra.Command {
	c := &cobra.Command{
		Use:   "topics [FILE…]",
		Short: "List the topics, or explain how files are tagged",
		Long: `topics lists the taxonomy; with --data also the collection's own topics and how
many documents each has. Named files are not added: topics prints which topics
they would be given, and for which phrases. --yaml prints the shipped taxonomy
as a file to edit and keep as topics.yaml in the data directory.`,
		RunE: runTopics,
	}
	addData(c)
	addTaxonomy(c)
	c.Flags().Bool("yaml", false, "print the shipped taxonomy file")
	return c
}

func runTopics(c *cobra.Command, args []string) error {
	if asYAML, _ := c.Flags().GetBool("yaml"); asYAML {
		raw, err := corpus.FS.ReadFile("topics.yaml")
		if err != nil {
			return err
		}
		_, err = c.OutOrStdout().Write(raw)
		return err
	}
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		return explainFiles(c, tax, args)
	}
	own, counts, err := ownTopics(c)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, t := range topics.NewCatalog(tax, own).All() {
		fmt.Fprintf(w, "%s\t%s\t%s", t.ID, t.Label(topics.Vietnamese), t.Labels[topics.English])
		if counts != nil {
			fmt.Fprintf(w, "\t%d", counts[t.ID])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// ownTopics reads a collection's own topics and the documents of every topic;
// without --data both are nil.
func ownTopics(c *cobra.Command) (own map[string]string, counts map[string]int, err error) {
	if dir, _ := c.Flags().GetString("data"); dir == "" {
		return nil, nil, nil
	}
	x, err := openData(c, false)
	if err != nil {
		return nil, nil, err
	}
	defer x.Close()
	res, err := x.Search(c.Context(), index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic}})
	if err != nil {
		return nil, nil, err
	}
	counts = map[string]int{}
	for _, v := range res.Facets[index.FieldTopic].Values {
		counts[v.Value] = v.Count
	}
	return x.Labels(), counts, nil
}

// explainFiles prints the tags of files and the phrases that gave them.
func explainFiles(c *cobra.Command, tax *topics.Taxonomy, paths []string) error {
	failed := false
	for _, path := range paths {
		if err := explainFile(c.OutOrStdout(), tax, path); err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "%s: %v\n", path, err)
			failed = true
		}
	}
	if failed {
		return errPartial
	}
	return nil
}

func explainFile(w io.Writer, tax *topics.Taxonomy, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for rec, err := range extract.Read(path, f, extract.Options{}) {
		if err != nil {
			return err
		}
		fmt.Fprintln(w, rec.Title)
		for _, t := range tax.Tag(rec.Title, rec.Abstract, rec.Body) {
			fmt.Fprintf(w, "  %s %.1f:", t.ID, t.Score)
			for i, cue := range t.Cues {
				if i > 0 {
					fmt.Fprint(w, ",")
				}
				fmt.Fprintf(w, " %s (%d)", cue.Phrase, cue.Count)
			}
			fmt.Fprintln(w)
		}
	}
	return nil
}
