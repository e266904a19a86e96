package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"vankien/internal/extract"
	"vankien/internal/find"
	"vankien/internal/ingest"
)

func newInspect() *cobra.Command {
	c := &cobra.Command{
		Use:   "inspect FILE…",
		Short: "Show how files would be read: encoding, evidence, first lines",
		Long: `inspect reads files as add does, - being standard input, and adds nothing. It
shows the encoding found and, for each reading that was tried, how many of the
words in question it makes Vietnamese syllables of; then the first lines as they
are read; what the first document says of itself without its file stating it
(number, date, type, signer …), how sure that is, 1 being certain and less than
0.9 a guess, and where it stands; what was mended, and what cannot be read. The
exit status is 1 when something cannot.`,
		Args: cobra.MinimumNArgs(1),
		RunE: runInspect,
	}
	c.Flags().Bool("json", false, "print JSON")
	c.Flags().Int("max-text", extract.DefaultMaxText, "largest text file in `bytes`")
	c.Flags().Int("max-line", extract.DefaultMaxLine, "longest line of JSON in `bytes`")
	return c
}

// inspected is an inspection as JSON.
type inspected struct {
	File     string            `json:"file"`
	Type     string            `json:"type"`     // media type, "" for what is not read
	Encoding string            `json:"encoding"` // "" when there is none for all of it, and for what is no text
	Evidence []inspectedShare  `json:"evidence"`
	Lines    []string          `json:"lines"`
	Head     []inspectedField  `json:"head"` // what the first record does not state and its text says
	Records  int               `json:"records"`
	Repaired int               `json:"repaired"` // records with repairs
	Repairs  []inspectedRemark `json:"repairs"`  // the first of them
	Failed   int               `json:"failed"`
	Failures []inspectedRemark `json:"failures"` // the first of them

	unread bool // it could not be opened, so nothing is known of its encoding
}

type inspectedShare struct {
	Encoding string  `json:"encoding"`
	Words    int     `json:"words"`
	Valid    int     `json:"valid"`
	Share    float64 `json:"share"`
}

type inspectedField struct {
	Field      string   `json:"field"`
	Value      []string `json:"value"`
	Confidence float64  `json:"confidence"`
	Where      string   `json:"where"`
}

type inspectedRemark struct {
	Where string `json:"where,omitempty"`
	Text  string `json:"text"`
}

func runInspect(c *cobra.Command, args []string) error {
	opt := extract.Options{}
	opt.MaxText, _ = c.Flags().GetInt("max-text")
	opt.MaxLine, _ = c.Flags().GetInt("max-line")
	all, failed := []inspected{}, false
	for _, path := range args {
		v := inspect(c, path, opt)
		all, failed = append(all, v), failed || v.Failed > 0
	}
	if asJSON, _ := c.Flags().GetBool("json"); asJSON {
		if err := printJSON(c, all); err != nil {
			return err
		}
	} else {
		for i := range all {
			if err := all[i].print(c.OutOrStdout()); err != nil {
				return err
			}
		}
	}
	if failed {
		return errPartial
	}
	return nil
}

// inspect returns the view of one file; a file that cannot be opened is one
// that cannot be read.
func inspect(c *cobra.Command, path string, opt extract.Options) inspected {
	in := c.InOrStdin()
	if path != "-" {
		f, err := ingest.Open(path)
		if err != nil {
			return inspected{File: path, unread: true, Failed: 1, Failures: []inspectedRemark{{Text: err.Error()}}}
		}
		defer f.Close()
		in = f
	}
	x := extract.Inspect(path, in, opt)
	v := inspected{
		File: path, Type: x.Type, Encoding: string(x.Encoding.Name), Evidence: []inspectedShare{}, Lines: append([]string{}, x.Lines...), Head: []inspectedField{},
		Records: x.Records, Repaired: x.Repaired, Repairs: repairs(x.Repairs), Failed: x.Failed, Failures: remarks(x.Failures),
	}
	if x.First != nil {
		v.Head = headOf(*x.First)
	}
	for _, e := range x.Encoding.Evidence {
		v.Evidence = append(v.Evidence, inspectedShare{string(e.Name), e.Words, e.Valid, e.Share()})
	}
	return v
}

// headOf returns what add would read in the text of a record.
func headOf(rec extract.Record) []inspectedField {
	list := []inspectedField{}
	rec.ID = cmp.Or(rec.ID, "-")
	doc, _, err := ingest.Stated(rec, nil)
	if err != nil {
		return list // add refuses it, and says why
	}
	for _, e := range doc.Evidence {
		list = append(list, inspectedField{e.Field, doc.Values(e.Field), e.Confidence, e.Where})
	}
	return list
}

func remarks(list []extract.Remark) []inspectedRemark {
	out := []inspectedRemark{}
	for _, r := range list {
		out = append(out, inspectedRemark{whereIn(r.Member, r.Line), r.Text})
	}
	return out
}

// whereIn says where a line is, in a file or a member of it.
func whereIn(member string, line int) string {
	if member == "" {
		return where(line)
	}
	return strings.TrimSuffix(member+", "+where(line), ", ")
}

// repairs words what was mended.
func repairs(list []extract.Mended) []inspectedRemark {
	out := []inspectedRemark{}
	for _, m := range list {
		said := make([]string, len(m.Notes))
		for i, note := range m.Notes {
			said[i] = find.English.Repair(note)
		}
		out = append(out, inspectedRemark{whereIn(m.Member, m.Line), strings.Join(said, "; ")})
	}
	return out
}

// maxShownLine is how much of a line is printed, in characters.
const maxShownLine = 100

func (v *inspected) print(out io.Writer) error {
	name := cmp.Or(v.Encoding, "no encoding fits")
	if v.Encoding == "" && v.Type != "" && !slices.Contains([]string{"text/plain", "text/markdown", "text/csv", "application/x-ndjson"}, v.Type) {
		name = v.Type
	}
	if v.unread {
		name = "not read"
	}
	say(out, "%s: %s\n", v.File, name)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i, e := range v.Evidence {
		if i == 0 {
			fmt.Fprintln(w, "  read as\twords\tsyllables\tshare")
		}
		fmt.Fprintf(w, "  %s\t%d\t%d\t%.2f\n", e.Encoding, e.Words, e.Valid, e.Share)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, line := range v.Lines {
		say(out, "  | %s\n", clipLine(line))
	}
	for _, h := range v.Head {
		fmt.Fprintf(w, "  %s\t%.1f\t%s\t%s\n", h.Field, h.Confidence, h.Where, clipLine(strings.Join(h.Value, "; ")))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	printRemarks(out, "repaired", v.Repairs, v.Repaired)
	printRemarks(out, "refused", v.Failures, v.Failed)
	return nil
}

func clipLine(s string) string {
	if utf8.RuneCountInString(s) > maxShownLine {
		return string([]rune(s)[:maxShownLine]) + "…"
	}
	return s
}

func printRemarks(out io.Writer, what string, list []inspectedRemark, total int) {
	for _, r := range list {
		say(out, "  %s: %s\n", strings.TrimSpace(what+" "+r.Where), r.Text)
	}
	if hidden := total - len(list); hidden > 0 {
		fmt.Fprintf(out, "  … and %d more %s\n", hidden, what)
	}
}
