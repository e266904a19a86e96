package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"vankien/internal/extract"
	"vankien/internal/extract/ocr"
	"vankien/internal/ingest"
	"vankien/internal/topics"
)

func newAdd() *cobra.Command {
	c := &cobra.Command{
		Use:   "add --data DIR FILE|FOLDER|-…",
		Short: "Add documents: files of any kind that holds text, folders of them, or standard input",
		Long: `add reads files, folders and, as -, standard input into a collection, which is
made when it is not there. What was read before and has not changed is not read
again (but with --again). A moved file keeps the ids of its documents; those of
files that are gone stay, but with --delete. What is interrupted goes on where it
was when it is called again.

Of every file it is known what became of it: added, changed, unchanged, moved,
deleted, failed or skipped, a duplicate of another, waiting for recognition. A
file or line that cannot be used is reported with its place and reason, the rest
is added, and the exit status is 1; the first 10 of each file are shown, 100 in
all, and --report has every file, in a file of its own outside of what is added.
At the end it looks for documents that say the same; --duplicates=false leaves
that to serve or a later add.

A document that states no id gets one of the path of its file below the folder in
which what was named stands, or below --root: so a folder gives the same ids on
every machine. Of a folder only regular files are read; a link that leads out of
it is named, and followed with --follow.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("nothing to add: name files or folders, or - for standard input")
			}
			return nil
		},
		RunE: runAdd,
	}
	addData(c)
	addTaxonomy(c)
	addReading(c)
	c.Flags().Bool("json", false, "print the summary as JSON")
	c.Flags().Bool("again", false, "read what has not changed, too")
	c.Flags().Bool("delete", false, "delete the documents of files that are gone from the folders named")
	c.Flags().String("report", "", "`FILE.jsonl` or FILE.csv to write what became of every file to")
	c.Flags().Bool("duplicates", true, "look for duplicates at the end")
	c.Flags().Int("batch", ingest.DefaultBatchDocs, "`number` of documents written at once")
	atLeast(c.Flags(), "batch", "1")
	return c
}

// addReading gives a verb that reads files the flags that say how.
func addReading(c *cobra.Command) {
	c.Flags().Bool("follow", false, "follow links that lead out of a folder")
	c.Flags().String("root", "", "`folder` that ids are made of paths below (default: that in which what is named stands)")
	addOCR(c)
	c.Flags().Bool("originals", true, "keep the files that documents are read from, for readers to open")
	c.Flags().Bool("delete-many", false, "delete also when more than half of over 20 files of a folder are gone")
	c.Flags().Int("max-text", extract.DefaultMaxText, "largest text file in `bytes`")
	c.Flags().Int("max-line", extract.DefaultMaxLine, "longest line of JSON in `bytes`")
	atLeast(c.Flags(), "max-text", "1")
	atLeast(c.Flags(), "max-line", "1")
}

// readingOptions are how files are read into a collection.
type readingOptions struct {
	ingest.Options
	recognizes bool // pages that are images
}

// reading returns how the flags of addReading say to read files into a collection.
// What may hang is read by its workers.
func reading(c *cobra.Command, x *desk, tax *topics.Taxonomy) (opt readingOptions, err error) {
	f := c.Flags()
	opt.Follow, _ = f.GetBool("follow")
	opt.Extract.MaxText, _ = f.GetInt("max-text")
	opt.Extract.MaxLine, _ = f.GetInt("max-line")
	opt.RemoveMany, _ = f.GetBool("delete-many")
	opt.Rules = rulesOf(tax)
	opt.recognizes = ocrMode(c) != ocr.Off
	opt.Extract.Apart = x.workers
	if keep, _ := f.GetBool("originals"); keep {
		opt.Keep = x.originals
	}
	opt.Journal, err = x.journal.get(c.ErrOrStderr())
	return opt, err
}

func runAdd(c *cobra.Command, args []string) error {
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	from := sources(c, args)
	report, err := newReport(c, from)
	if err != nil {
		return err
	}
	defer report.discard()
	x, err := openData(c, true)
	if err != nil {
		return err
	}
	defer x.Close()
	opt, err := reading(c, x, tax)
	if err != nil {
		return err
	}
	held, release, err := x.aloneIn(c, from)
	if err != nil {
		return err
	}
	defer release()
	c.SetContext(held)
	addsAs(c, x, &opt.Options)
	batch, _ := c.Flags().GetInt("batch")
	w := x.writer.With(ingest.WriterOptions{Taxonomy: tax, BatchDocs: batch})
	return addFrom(c, x, w, from, opt, report)
}

// addFrom adds what is named, and says what became of it.
func addFrom(c *cobra.Command, x *desk, w *ingest.Writer, from []ingest.Source, opt readingOptions, report *report) error {
	var bad shown
	named := names{}
	opt.Seen = func(s ingest.Seen) { named.keep(s); s.Path = named.of(s.Path); bad.see(s); report.add(s) }
	bar := newProgress(c.ErrOrStderr())
	opt.Progress = bar.show
	began := time.Now()
	sum, err := ingest.Run(c.Context(), w, from, opt.Options)
	bar.close()
	bad.say(c.ErrOrStderr(), report.path)
	sayAdded(c.ErrOrStderr(), &sum, time.Since(began))
	if err == nil && opt.recognizes {
		opt.Progress = nil
		err = recognizeNow(c, w, opt.Options, named, c.ErrOrStderr())
	}
	found, fault := refreshDuplicates(c, x, err)
	err = cmp.Or(err, report.close(), fault)
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		if err := printJSON(c, addView(&sum, &bad, found)); err != nil {
			return err
		}
	}
	if err == nil && sum.Failed > 0 {
		return errPartial
	}
	return err
}

// addsAs sets what the flags of add alone say.
func addsAs(c *cobra.Command, x *desk, opt *ingest.Options) {
	opt.Again, _ = c.Flags().GetBool("again")
	if remove, _ := c.Flags().GetBool("delete"); remove || opt.RemoveMany {
		opt.Remove = x.writer
	}
}

// sources are what the arguments name; - is standard input.
func sources(c *cobra.Command, args []string) []ingest.Source {
	root, _ := c.Flags().GetString("root")
	list := make([]ingest.Source, len(args))
	for i, arg := range args {
		if list[i] = (ingest.Source{Path: at(c, arg), Name: arg, Root: at(c, root)}); arg == "-" {
			list[i] = ingest.Source{Stream: c.InOrStdin()}
		}
	}
	return list
}

// rulesOf tells taxonomies apart: with another one documents have other topics.
func rulesOf(tax *topics.Taxonomy) string { return fmt.Sprint(tax.Topics()) }

// addSummary is a summary as JSON.
type addSummary struct {
	Files     int                   `json:"files"`
	Bytes     int64                 `json:"bytes"`
	Added     int                   `json:"added"`
	Updated   int                   `json:"updated"`
	Unchanged int                   `json:"unchanged"`
	Failed    int                   `json:"failed"`
	Results   map[ingest.Result]int `json:"results"`  // files by what became of them
	Skipped   map[string]int        `json:"skipped"`  // files by why they were skipped
	Problems  []addProblem          `json:"problems"` // the first of each file; failed counts all

	Duplicates      *int `json:"duplicates,omitempty"` // in the collection: the documents of groups but for the first of each
	DuplicateGroups *int `json:"duplicate_groups,omitempty"`
}

type addProblem struct {
	File   string `json:"file"`
	Where  string `json:"where,omitempty"`
	Reason string `json:"reason"`
}

func addView(s *ingest.Summary, bad *shown, found *ingest.Refreshed) addSummary {
	v := addSummary{Files: s.Files, Bytes: s.Bytes, Added: s.Added, Updated: s.Updated, Unchanged: s.Unchanged, Failed: s.Failed,
		Results: s.Results, Skipped: s.Skipped, Problems: []addProblem{}}
	if found != nil {
		v.Duplicates, v.DuplicateGroups = &found.Duplicates, &found.Groups
	}
	for i := range bad.list {
		p := bad.list[i]
		line := p.Line
		p.Line = 0
		v.Problems = append(v.Problems, addProblem{placeOf(&p), where(line), p.Reason})
	}
	return v
}

// printJSON writes a value as indented JSON.
func printJSON(c *cobra.Command, v any) error {
	e := json.NewEncoder(c.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
