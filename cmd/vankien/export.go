package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vankien/internal/export"
	"vankien/internal/find"
	"vankien/internal/house"
)

func newExport() *cobra.Command {
	c := &cobra.Command{
		Use:   "export --data DIR [flags] QUERY",
		Short: "Write all that a search finds to a file",
		Long: `export writes every document that a query matches, in the order of search and
however many there are: as a table (csv, xlsx), a list to read (docx), references
(bibtex, ris, csl) or records (jsonl), or every match in its line (kwic, kwic-tsv).
Without a query it writes all. The file is what /api/v1/export answers.

It goes to standard output, or with -o to a FILE that has its name only once it is
whole. --fields names the columns of a table or record, the text of a document,
body, among them. --base-url makes addresses of documents lead to a site.`,
		RunE: runExport,
	}
	addData(c)
	addTaxonomy(c)
	f := c.Flags()
	f.String("format", string(export.CSV), "`kind` of file: csv, xlsx, docx, bibtex, ris, csl, jsonl, kwic or kwic-tsv")
	f.String("fields", "", "comma `list` of columns, such as id,title,date,body")
	f.String("language", "", "`language` of headings: vi or en")
	f.Bool("fold", false, "of documents that say the same, write one")
	f.StringP("output", "o", "", "`file` to write (default standard output)")
	f.Bool("force", false, "replace the file if it is there")
	f.String("base-url", "", "`address` of the site, for links to documents")
	f.Int("snippets", 2, "`number` of passages for each document of a list")
	addFilters(f)
	return c
}

func runExport(c *cobra.Command, args []string) error {
	tax, err := taxonomy(c)
	if err != nil {
		return err
	}
	x, err := openData(c, false)
	if err != nil {
		return err
	}
	defer x.Close()
	e, err := readExport(c, find.New(x, tax).With(x.duplicates), args)
	if err != nil {
		return err
	}
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	defer out.discard()
	if err := e.Count(c.Context()); err != nil {
		return err
	}
	told := newExportProgress(c.ErrOrStderr(), e.Total)
	if err := e.Write(c.Context(), out, told.show); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := out.close(); err != nil {
		return err
	}
	told.end()
	if e.Total == 0 {
		return errPartial
	}
	return nil
}

// readExport reads what is to be written.
func readExport(c *cobra.Command, s *find.Service, args []string) (*find.Export, error) {
	f, v := c.Flags(), searchParams(c.Flags(), args)
	for flag, name := range map[string]string{"format": "format", "fields": "fields", "language": "lang"} {
		if given, _ := f.GetString(flag); given != "" {
			v.Set(name, given)
		}
	}
	if fold, _ := f.GetBool("fold"); fold {
		v.Set("duplicates", "fold")
	}
	e, err := s.ReadExport(v)
	if err != nil {
		return nil, err
	}
	e.Accessed = time.Now()
	if base, _ := f.GetString("base-url"); base != "" {
		if e.Site, err = house.CheckBaseURL(base); err != nil {
			return nil, fmt.Errorf("--base-url: %w", err)
		}
	}
	return e, nil
}

// output is where a file is written: standard output, or beside its place until it
// is whole.
type output struct {
	*bufio.Writer
	file *os.File // nil: standard output
	path string
}

// outputBuffer is large: writing to the caller of a server costs a message.
const outputBuffer = 64 << 10

func newOutput(c *cobra.Command) (*output, error) {
	path, err := c.Flags().GetString("output")
	if err != nil {
		return nil, err
	}
	if path == "" {
		return &output{Writer: bufio.NewWriterSize(c.OutOrStdout(), outputBuffer)}, nil
	}
	path = at(c, path)
	if force, _ := c.Flags().GetBool("force"); !force {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("--output %s: there is something already; give the file another name, or use --force", path)
		}
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("begin the file: %w", err)
	}
	return &output{bufio.NewWriterSize(file, outputBuffer), file, path}, nil
}

// close ends the file and gives it its name.
func (o *output) close() error {
	err := o.Flush()
	if o.file == nil {
		return err
	}
	err = errors.Join(err, o.file.Chmod(0o644), o.file.Close())
	if err == nil {
		err = os.Rename(o.file.Name(), o.path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", o.path, err)
	}
	o.file = nil
	return nil
}

// discard removes a file that was not closed.
func (o *output) discard() {
	if o.file != nil {
		o.file.Close()
		os.Remove(o.file.Name())
	}
}

// exportProgress tells people how far an export is; elsewhere it says nothing.
type exportProgress struct {
	out   io.Writer // nil: nobody is told
	total int
	began time.Time
	next  time.Time
	last  int
}

// redrawn is the time between two lines on a terminal.
const redrawn = 200 * time.Millisecond

func newExportProgress(out io.Writer, total int) *exportProgress {
	p := &exportProgress{total: total, began: time.Now(), next: time.Now().Add(redrawn)}
	if onTerminal(out) {
		p.out = out
	}
	return p
}

func (p *exportProgress) show(written int) {
	p.last = written
	if p.out == nil || written%64 != 0 || time.Now().Before(p.next) {
		return
	}
	p.next = time.Now().Add(redrawn)
	fmt.Fprintf(p.out, "\r%d of %s ", written, plural(p.total, "document"))
}

func (p *exportProgress) end() {
	if p.out != nil {
		line := fmt.Sprintf("%s written in %.1f s", plural(p.last, "document"), time.Since(p.began).Seconds())
		fmt.Fprintf(p.out, "\r%s%s\n", line, strings.Repeat(" ", 20))
	}
}
