package extract

import (
	"bufio"
	"bytes"
	"io"
	"iter"

	"vankien/internal/viet/legacy"
)

// Inspection says what a file is and how it is read.
type Inspection struct {
	Encoding legacy.Encoding // of a text, or of the first 64 KiB of lines of JSON
	Lines    []string        // the first lines of a text that are not blank, or the titles of the first records
	Records  int
	Repaired int      // records with repairs
	Repairs  []Mended // the first of them
	Failed   int      // records that cannot be read; 1 for a file that is refused
	Failures []Remark // the first of them
}

// Remark is something to be said of a place in a file.
type Remark struct {
	Line int // from 1, or 0 for the whole file
	Text string
}

// Mended is a place in a file where something was mended.
type Mended struct {
	Line  int // from 1, or 0 for the whole file
	Notes []string
}

// maxShown bounds the lines, repairs and failures of an Inspection.
const maxShown = 5

// Inspect reads a file as Read does and says what it found. Memory stays within
// opt.
func Inspect(name string, r io.Reader, opt Options) Inspection {
	var x Inspection
	f, in, err := open(name, r)
	if err != nil {
		x.fail(0, err)
		return x
	}
	var body io.Reader = in
	if f.byLines {
		head, _ := in.Peek(bufferSize)
		x.Encoding = legacy.Detect(wholeLines(head))
	} else {
		whole, err := io.ReadAll(io.LimitReader(in, int64(opt.maxText())+1))
		if err != nil {
			x.fail(0, err)
			return x
		}
		x.Encoding = legacy.Detect(whole)
		if s, err := x.Encoding.Decode(whole); err == nil {
			x.Lines = firstLines(s)
		}
		body = bytes.NewReader(whole)
	}
	x.records(func(yield func(Record, error) bool) { f.read(bufio.NewReaderSize(body, bufferSize), opt, yield) }, f.byLines)
	return x
}

// wholeLines leaves out a last line that is cut short, if others come before.
func wholeLines(b []byte) []byte {
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 && len(b) == bufferSize && legacy.UTF16(b) == legacy.Unknown {
		return b[:i+1]
	}
	return b
}

func firstLines(s string) (list []string) {
	for s != "" && len(list) < maxShown {
		var line string
		if line, s = nextLine(s); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func (x *Inspection) records(list iter.Seq2[Record, error], titles bool) {
	for rec, err := range list {
		if err != nil {
			x.fail(rec.Line, err)
			continue
		}
		x.Records++
		if titles && len(x.Lines) < maxShown {
			x.Lines = append(x.Lines, rec.Title)
		}
		notes := rec.Notes()
		if len(notes) == 0 {
			continue
		}
		if x.Repaired++; len(x.Repairs) < maxShown {
			x.Repairs = append(x.Repairs, Mended{rec.Line, notes})
		}
	}
}

func (x *Inspection) fail(line int, err error) {
	if x.Failed++; len(x.Failures) < maxShown {
		x.Failures = append(x.Failures, Remark{line, err.Error()})
	}
}
