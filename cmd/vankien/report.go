package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/internal/ingest"
)

// report writes every problem of an add to a file, an object a line. Until it is
// closed the file has another name, so that an add that fails leaves an earlier
// report as it was.
type report struct {
	path string // "" without a report
	file *os.File
	out  *bufio.Writer
	err  error
}

// reportLine is a problem in a report.
type reportLine struct {
	Path    string `json:"path"`
	Line    int    `json:"line,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// newReport begins the report of an add of inputs, if one is asked for.
func newReport(c *cobra.Command, inputs []string) (*report, error) {
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
	return &report{path: path, file: file, out: bufio.NewWriter(file)}, nil
}

// reportSuffix ends the name of every report.
const reportSuffix = ".jsonl"

// mayReport refuses a path at which a report would replace or become an input of
// this add or a later one, or replace anything but an earlier report.
func mayReport(path string, inputs []string) error {
	if !strings.HasSuffix(path, reportSuffix) {
		return fmt.Errorf("a report is JSON lines; give it a name that ends in %s", reportSuffix)
	}
	for _, input := range inputs {
		// an input that cannot be looked at is not read either
		if in, _ := local.Inside(path, input); in && input != "-" {
			return fmt.Errorf("the report would be a part of what is added, %q; give it a name elsewhere", input)
		}
	}
	ours, err := isReport(path)
	if err == nil && !ours {
		err = errors.New("there is something that is no report of an earlier add; give the report another name, or move that away first")
	}
	return err
}

// isReport reports whether a report may take the place of what is at path:
// nothing, an empty file, or one whose first line is a problem.
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
	d := json.NewDecoder(io.LimitReader(f, maxReportLine))
	d.DisallowUnknownFields()
	var first reportLine
	return d.Decode(&first) == nil && first.Path != "" && first.Code != "" && first.Message != "", nil
}

// maxReportLine is more than a line of a report has.
const maxReportLine = 1 << 20

// add writes a problem. That it cannot be written is said by close.
func (r *report) add(p ingest.Problem) {
	if r.file == nil || r.err != nil {
		return
	}
	e := json.NewEncoder(r.out)
	e.SetEscapeHTML(false)
	r.err = e.Encode(reportLine{p.File, p.Line, p.Code, p.Reason})
}

// close gives the report its name.
func (r *report) close() error {
	if r.file == nil {
		return nil
	}
	err := cmp.Or(r.err, r.out.Flush(), r.file.Close())
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
