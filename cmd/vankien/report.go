package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"vankien/internal/ingest"
)

// report writes every problem of an add to a file, an object a line. Until it is
// closed the file has another name, which begins with a dot: a folder that is
// being added may be where it stands, and nothing reads its own report.
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

func newReport(c *cobra.Command) (*report, error) {
	path, err := c.Flags().GetString("report")
	if err != nil || path == "" {
		return &report{}, err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, fmt.Errorf("begin the report: %w", err)
	}
	return &report{path: path, file: file, out: bufio.NewWriter(file)}, nil
}

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
