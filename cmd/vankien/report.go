package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/internal/ingest"
)

// report writes what became of every file to a file, an object or a row a line.
// Until it is closed the file has another name, so that an add that fails leaves
// an earlier report as it was.
type report struct {
	path string // "" without a report
	file *os.File
	out  *bufio.Writer
	rows *csv.Writer // of a table
	err  error
}

// reportLine is a line of a report: a file, or a part of one that cannot be used.
// A program may leave out all that has a line or a member to have each file once,
// apart from duplicates and what waits, which are said in addition.
type reportLine struct {
	Path      string   `json:"path"`
	Member    string   `json:"member,omitempty"`
	Line      int      `json:"line,omitempty"`
	Result    string   `json:"result,omitempty"`
	Code      string   `json:"code,omitempty"`
	Message   string   `json:"message,omitempty"`
	IDs       []string `json:"ids,omitempty"`
	Of        string   `json:"of,omitempty"`
	Added     int      `json:"added,omitempty"`
	Changed   int      `json:"changed,omitempty"`
	Unchanged int      `json:"unchanged,omitempty"`
	Failed    int      `json:"failed,omitempty"`
}

// columns are the names of a table's columns.
var columns = [...]string{"path", "member", "line", "result", "code", "message", "ids", "of", "added", "changed", "unchanged", "failed"}

func lineOf(s *ingest.Seen) reportLine {
	n := s.Records
	return reportLine{s.Path, s.Member, s.Line, string(s.Result), s.Code, s.Reason, s.IDs, s.Of, n.Added, n.Changed, n.Unchanged, n.Failed}
}

// row is a line as cells. A cell that a table would take for a formula begins with
// an apostrophe.
func (l *reportLine) row() []string {
	cells := []string{l.Path, l.Member, count(l.Line), l.Result, l.Code, l.Message, strings.Join(l.IDs, " "), l.Of,
		count(l.Added), count(l.Changed), count(l.Unchanged), count(l.Failed)}
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// newReport begins the report of an add of inputs, if one is asked for.
func newReport(c *cobra.Command, inputs []ingest.Source) (*report, error) {
	path, err := c.Flags().GetString("report")
	if err != nil || path == "" {
		return &report{}, err
	}
	path = at(c, path)
	if err := mayReport(path, inputs); err != nil {
		return nil, fmt.Errorf("--report %s: %w", path, err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("begin the report: %w", err)
	}
	r := &report{path: path, file: file, out: bufio.NewWriter(file)}
	if isTable(path) {
		r.rows = csv.NewWriter(r.out)
		r.err = r.rows.Write(columns[:])
	}
	return r, nil
}

func isTable(path string) bool { return strings.HasSuffix(path, ".csv") }

// mayReport refuses a path at which a report would replace or become an input of
// this add or a later one, or replace anything but an earlier report.
func mayReport(path string, inputs []ingest.Source) error {
	if !isTable(path) && !strings.HasSuffix(path, ".jsonl") {
		return errors.New("a report is JSON lines or a table; give it a name that ends in .jsonl or .csv")
	}
	for _, input := range inputs {
		// an input that cannot be looked at is not read either
		if in, _ := local.Inside(path, input.Path); in && input.Stream == nil {
			return fmt.Errorf("the report would be a part of what is added, %q; give it a name elsewhere", input.Path)
		}
	}
	ours, err := isReport(path)
	if err == nil && !ours {
		err = errors.New("there is something that is no report of an earlier add; give the report another name, or move that away first")
	}
	return err
}

// isReport reports whether a report may take the place of what is at path:
// nothing, an empty file, or one whose first line is one of a report.
func isReport(path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return err == nil && info.Mode().IsRegular(), err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := io.LimitReader(f, maxReportLine)
	if isTable(path) {
		row, err := csv.NewReader(head).Read()
		return err == nil && slices.Equal(row, columns[:]), nil
	}
	d := json.NewDecoder(head)
	d.DisallowUnknownFields()
	var first reportLine
	return d.Decode(&first) == nil && first.Path != "" && (first.Result != "" || first.Code != "" && first.Message != ""), nil
}

// maxReportLine is more than a line of a report has.
const maxReportLine = 1 << 20

// add writes what was seen. That it cannot be written is said by close.
func (r *report) add(s ingest.Seen) {
	if r.file == nil || r.err != nil {
		return
	}
	line := lineOf(&s)
	if r.rows != nil {
		r.err = r.rows.Write(line.row())
		return
	}
	e := json.NewEncoder(r.out)
	e.SetEscapeHTML(false)
	r.err = e.Encode(line)
}

// close gives the report its name.
func (r *report) close() error {
	if r.file == nil {
		return nil
	}
	err := r.err
	if r.rows != nil {
		r.rows.Flush()
		err = cmp.Or(err, r.rows.Error())
	}
	err = cmp.Or(err, r.out.Flush(), r.file.Close())
	if err == nil {
		err = os.Rename(r.file.Name(), r.path)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	r.file = nil
	return nil
}

// discard removes a report that was not closed.
func (r *report) discard() {
	if r.file != nil {
		r.file.Close()
		os.Remove(r.file.Name())
	}
}
