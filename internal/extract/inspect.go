package extract

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"iter"

	"vankien/internal/viet/legacy"
)

// Inspection says what a file is and how it is read.
type Inspection struct {
	Type     string          // media type, told by the bytes; "" for what no format is
	Encoding legacy.Encoding // of a text, or of the first 64 KiB of lines of JSON; its Name is "" for other formats
	Lines    []string        // the first lines of a text that are not blank, or the titles of the first records
	First    *Record         // the first record, nil if none can be read
	Records  int
	Repaired int      // records with repairs
	Repairs  []Mended // the first of them
	Failed   int      // records that cannot be read; 1 for a file that is refused
	Failures []Remark // the first of them
}

// Remark is something to be said of a place in a file.
type Remark struct {
	Member string // path within an archive or letter, "" for the file itself
	Line   int    // from 1, or 0 for the whole file
	Text   string
}

// Mended is a place in a file where something was mended.
type Mended struct {
	Member string // path within an archive or letter, "" for the file itself
	Line   int    // from 1, or 0 for the whole file
	Notes  []string
}

// maxShown bounds the lines, repairs and failures of an Inspection.
const maxShown = 5

// Inspect reads a file as Read does and says what it found. Memory stays within
// opt.
func Inspect(name string, r io.Reader, opt Options) Inspection {
	var x Inspection
	o, err := open(name, r)
	if err != nil {
		x.fail(Record{}, err)
		return x
	}
	x.Type = o.format.mediaType
	if o.format.read != nil {
		if err := x.text(&o, opt); err != nil {
			x.fail(Record{}, err)
			return x
		}
	}
	x.records(func(yield func(Record, error) bool) { newReading(opt, yield).read(o) }, o.format.read == nil || o.format.byLines)
	return x
}

// text looks at a text before it is read, and leaves it to be read.
func (x *Inspection) text(o *opened, opt Options) error {
	if o.format.byLines {
		head, _ := o.in.Peek(bufferSize)
		x.Encoding = legacy.Detect(wholeLines(head))
		return nil
	}
	whole, err := io.ReadAll(io.LimitReader(o.in, int64(opt.maxText())+1))
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	x.Encoding = legacy.Detect(whole)
	if s, err := x.Encoding.Decode(whole); err == nil {
		x.Lines = firstLines(s)
	}
	o.in = bufio.NewReaderSize(bytes.NewReader(whole), bufferSize)
	return nil
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

func firstLine(s string) string {
	line, _ := nextLine(s)
	return line
}

func (x *Inspection) records(list iter.Seq2[Record, error], titles bool) {
	for rec, err := range list {
		if err != nil {
			x.fail(rec, err)
			continue
		}
		if x.Records++; x.First == nil {
			x.First = &rec
		}
		if x.Type = cmp.Or(x.Type, rec.Type); titles && len(x.Lines) < maxShown {
			x.Lines = append(x.Lines, cmp.Or(rec.Title, firstLine(rec.Body)))
		}
		notes := rec.Notes()
		if len(notes) == 0 {
			continue
		}
		if x.Repaired++; len(x.Repairs) < maxShown {
			x.Repairs = append(x.Repairs, Mended{rec.Member, rec.Line, notes})
		}
	}
}

func (x *Inspection) fail(rec Record, err error) {
	if x.Failed++; len(x.Failures) < maxShown {
		x.Failures = append(x.Failures, Remark{rec.Member, rec.Line, err.Error()})
	}
}
