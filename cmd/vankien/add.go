package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"github.com/spf13/cobra"

	"vankien/internal/extract"
	"vankien/internal/ingest"
)

func newAdd() *cobra.Command {
	c := &cobra.Command{
		Use:   "add --data DIR FILE|FOLDER|-…",
		Short: "Add documents: .txt, .md, .jsonl, .jsonl.gz, folders of them, or standard input",
		Long: `add reads files, folders and, as -, standard input into a collection, which is
made when it is not there. Adding unchanged documents again changes nothing. A
file or line that cannot be used is reported with its place and reason, the rest
is added, and the exit status is 1; the first 10 of each file are shown, 100 in
all, and --report has every one, in a file of its own outside of what is added.
Of a folder only regular files are read; a link that leads out of it is named,
and followed with --follow.`,
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
	c.Flags().Bool("json", false, "print the summary as JSON")
	c.Flags().Bool("follow", false, "follow links that lead out of a folder")
	c.Flags().String("report", "", "`FILE.jsonl` to write every problem to: path, line, code and message")
	c.Flags().Int("batch", ingest.DefaultBatchDocs, "`number` of documents written at once")
	c.Flags().Int("max-text", extract.DefaultMaxText, "largest text file in `bytes`")
	c.Flags().Int("max-line", extract.DefaultMaxLine, "longest line of JSON in `bytes`")
	for _, name := range []string{"batch", "max-text", "max-line"} {
		atLeast(c.Flags(), name, "1")
	}
	return c
}

func runAdd(c *cobra.Command, args []string) error {
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	report, err := newReport(c, args)
	if err != nil {
		return err
	}
	defer report.discard()
	x, err := openData(c, true)
	if err != nil {
		return err
	}
	defer x.Close()
	bar := newProgress(c.ErrOrStderr())
	opt := ingest.Options{Progress: bar.show, Problem: report.add}
	opt.Follow, _ = c.Flags().GetBool("follow")
	opt.Extract.MaxText, _ = c.Flags().GetInt("max-text")
	opt.Extract.MaxLine, _ = c.Flags().GetInt("max-line")
	batch, _ := c.Flags().GetInt("batch")
	w := ingest.NewWriter(x, ingest.WriterOptions{Taxonomy: tax, BatchDocs: batch})
	began := time.Now()
	sum, err := ingest.Run(c.Context(), w, sources(args, c.InOrStdin()), opt)
	bar.close()
	sayAdded(c.ErrOrStderr(), &sum, time.Since(began), report.path)
	err = cmp.Or(err, report.close())
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		if err := printJSON(c, addView(&sum)); err != nil {
			return err
		}
	}
	if err == nil && sum.Failed > 0 {
		return errPartial
	}
	return err
}

// sources are what the arguments name; - is standard input.
func sources(args []string, in io.Reader) []ingest.Source {
	list := make([]ingest.Source, len(args))
	for i, arg := range args {
		if list[i].Path = arg; arg == "-" {
			list[i] = ingest.Source{Stream: in}
		}
	}
	return list
}

// sayAdded says what was done and what could not be used; all of that is in the
// report, if there is one.
func sayAdded(w io.Writer, s *ingest.Summary, took time.Duration, report string) {
	sayProblems(w, s)
	if hidden := s.Failed - len(s.Problems); hidden > 0 && report != "" {
		say(w, "%d of %d problems are not shown; all are in %s\n", hidden, s.Failed, report)
	} else if hidden > 0 {
		fmt.Fprintf(w, "%d of %d problems are not shown; --report FILE.jsonl has all\n", hidden, s.Failed)
	}
	fmt.Fprintf(w, "%d added, %d updated, %d unchanged, %d failed, from %s (%.1f MB) in %.1f s\n",
		s.Added, s.Updated, s.Unchanged, s.Failed, plural(s.Files, "file"), float64(s.Bytes)/1e6, took.Seconds())
}

// sayProblems says the problems that were kept and, after the last one of a file,
// how many more it has.
func sayProblems(w io.Writer, s *ingest.Summary) {
	unsaid, left := maps.Clone(s.ProblemsOf), map[string]int{}
	for _, p := range s.Problems {
		left[p.File]++
	}
	for _, p := range s.Problems {
		say(w, "%s: %s\n", place(p.File, p.Line), p.Reason)
		unsaid[p.File]--
		if left[p.File]--; left[p.File] == 0 && unsaid[p.File] > 0 {
			say(w, "%s: … and %d more\n", p.File, unsaid[p.File])
		}
	}
}

// place names a record: its file and its place there, if it has one.
func place(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ", " + where(line)
}

// where says which line of a file; "" is the whole file.
func where(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d", line)
}

// addSummary is a summary as JSON.
type addSummary struct {
	Files     int          `json:"files"`
	Bytes     int64        `json:"bytes"`
	Added     int          `json:"added"`
	Updated   int          `json:"updated"`
	Unchanged int          `json:"unchanged"`
	Failed    int          `json:"failed"`
	Problems  []addProblem `json:"problems"` // the first of each file; failed counts all
}

type addProblem struct {
	File   string `json:"file"`
	Where  string `json:"where,omitempty"`
	Reason string `json:"reason"`
}

func addView(s *ingest.Summary) addSummary {
	v := addSummary{s.Files, s.Bytes, s.Added, s.Updated, s.Unchanged, s.Failed, []addProblem{}}
	for _, p := range s.Problems {
		v.Problems = append(v.Problems, addProblem{p.File, where(p.Line), p.Reason})
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
