package main

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"vankien/corpus"
	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/ingest"
	"vankien/internal/topics"
)

func newTopics() *cobra.Command {
	c := &cobra.Command{
		Use:   "topics [FILE…]",
		Short: "List the topics, or explain how files are tagged",
		Long: `topics lists the taxonomy; with --data or --opensearch also the collection's own topics and how
many documents each has. Named files are not added: topics prints which topics
each record would be given, and why: stated ones win, else phrases of the text
decide. --yaml prints the shipped taxonomy as a file to edit and keep as
topics.yaml in the data directory.`,
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
		say(w, "%s\t%s\t%s", t.ID, t.Label(topics.Vietnamese), t.Labels[topics.English])
		if counts != nil {
			fmt.Fprintf(w, "\t%d", counts[t.ID])
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// ownTopics reads a collection's own topics and the documents of every topic;
// without one both are nil.
func ownTopics(c *cobra.Command) (own map[string]string, counts map[string]int, err error) {
	if dir, _ := c.Flags().GetString("data"); dir == "" && !onCluster(c) {
		return nil, nil, nil
	}
	x, err := openData(c, false)
	if err != nil {
		return nil, nil, err
	}
	defer x.Close()
	res, err := x.Search(c.Context(), index.Request{Limit: index.NoHits, Facets: []index.Field{index.FieldTopic}, FacetValues: index.AllFacetValues})
	if err != nil {
		return nil, nil, err
	}
	counts = map[string]int{}
	for _, v := range res.Facets[index.FieldTopic].Values {
		counts[v.Value] = v.Count
	}
	return x.Labels(), counts, nil
}

// explainFiles prints the topics of the records of files, and why they get them.
func explainFiles(c *cobra.Command, tax *topics.Taxonomy, paths []string) error {
	failed := false
	for _, path := range paths {
		for line, err := range explainFile(c.OutOrStdout(), tax, path) {
			say(c.ErrOrStderr(), "%s: %v\n", place(path, line), err)
			failed = true
		}
	}
	if failed {
		return errPartial
	}
	return nil
}

// explainFile explains the records of a file that can be added, and yields
// where the others are and what is wrong with them.
func explainFile(w io.Writer, tax *topics.Taxonomy, path string) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		f, err := ingest.Open(path)
		if err != nil {
			yield(0, err)
			return
		}
		defer f.Close()
		for rec, err := range extract.Read(path, f, extract.Options{}) {
			if err == nil {
				err = explain(w, tax, rec)
			}
			if err != nil && !yield(rec.Line, err) {
				return
			}
		}
	}
}

// explain prints the topics of one record as an ingest.Writer gives them.
func explain(w io.Writer, tax *topics.Taxonomy, rec extract.Record) error {
	rec.ID = cmp.Or(rec.ID, "-")
	doc, _, err := ingest.Stated(rec, tax)
	if err != nil {
		return err
	}
	say(w, "%s\n", cmp.Or(doc.Title, "(no title)"))
	for _, id := range doc.Topics {
		say(w, "  %s: stated\n", id)
	}
	if len(doc.Topics) > 0 {
		return nil
	}
	tags := ingest.Tags(&doc, tax)
	for _, t := range tags {
		cues := make([]string, len(t.Cues))
		for i, cue := range t.Cues {
			cues[i] = fmt.Sprintf("%s (%d)", cue.Phrase, cue.Count)
		}
		say(w, "  %s %.1f: %s\n", t.ID, t.Score, strings.Join(cues, ", "))
	}
	if len(tags) == 0 {
		fmt.Fprintln(w, "  no topic")
	}
	return nil
}
