// Package extract turns the bytes of a file into records: text and what the
// file says about it.
//
//	.txt             one record: title, lead, body (text.go)
//	.md              one record: YAML front matter and a body (markdown.go)
//	.jsonl           one record a line (jsonl.go)
//	.jsonl.gz        the same, gzip
//	- (a stream)     one of these, by its first bytes (sniff.go)
//
// Only UTF-8 is read. Text is delivered as written, apart from a byte order mark
// and line ends, which become "\n"; composing it is the index's work. Memory is
// bounded by Options, whatever the input.
package extract

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// ErrUnsupported is wrapped by the error for an input that is not in a format
// or an encoding which this package reads.
var ErrUnsupported = errors.New("unsupported")

var errEmpty = errors.New("empty file")

// Defaults of Options, in bytes.
const (
	DefaultMaxText = 16 << 20
	DefaultMaxLine = 16 << 20
)

// Options bound what is held in memory. The zero value means the defaults.
type Options struct {
	MaxText int // bytes of a text or Markdown file; 0 means DefaultMaxText
	MaxLine int // bytes of a line of JSON; 0 means DefaultMaxLine
}

func (o Options) maxText() int {
	if o.MaxText <= 0 {
		return DefaultMaxText
	}
	return o.MaxText
}

func (o Options) maxLine() int {
	if o.MaxLine <= 0 {
		return DefaultMaxLine
	}
	return o.MaxLine
}

// Record is one document as its source has it. All strings are valid UTF-8;
// any may be empty, but not both Title and Body. The JSON names are the keys of
// a line of JSON and of front matter.
type Record struct {
	ID           string   `json:"id"`
	Kind         string   `json:"kind"`
	Title        string   `json:"title"`
	Abstract     string   `json:"abstract"`
	Body         string   `json:"body"`
	Date         string   `json:"date"` // "", 2025, 2025-01 or 2025-01-13; a calendar date
	Speaker      string   `json:"speaker"`
	Role         string   `json:"role"`
	Organisation string   `json:"organisation"`
	Place        string   `json:"place"`
	Event        string   `json:"event"`
	Number       string   `json:"number"`
	Topics       []string `json:"topics"` // ids or labels, as the source gives them
	Language     string   `json:"language"`
	Source       string   `json:"source"`

	Where string `json:"-"` // place in the file: "line 12", or "" for the whole file
}

// Read returns the records of a file. The ending of name decides the format;
// name "-" stands for a stream, whose first bytes decide. An error comes with a
// Record that has only Where; after an error in one record reading goes on with
// the next where the format allows it, and memory stays within opt.
func Read(name string, r io.Reader, opt Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f, gz := formatOf(name)
		if f == nil && name != "-" {
			yield(Record{}, fmt.Errorf("%w: %q is not %s", ErrUnsupported, name, Endings()))
			return
		}
		in := bufio.NewReaderSize(r, bufferSize)
		if gz || name == "-" && isGzip(in) {
			z, err := gunzip(in)
			if err != nil {
				yield(Record{}, err)
				return
			}
			in = z
		}
		if err := checkStart(in); err != nil {
			yield(Record{}, err)
			return
		}
		if f == nil {
			f = sniff(in)
		}
		f(in, opt, yield)
	}
}

// Supported reports whether Read knows the ending of a file's name.
func Supported(name string) bool {
	f, _ := formatOf(name)
	return f != nil
}

// bufferSize holds most lines whole, so that they are decoded in place.
const bufferSize = 64 << 10

// format reads a stream from its first byte on until yield returns false.
type format func(in *bufio.Reader, opt Options, yield func(Record, error) bool)

var endings = []struct {
	ending string
	gzip   bool
	read   format
}{
	{".txt", false, readText},
	{".md", false, readMarkdown},
	{".jsonl", false, readJSONL},
	{".jsonl.gz", true, readJSONL},
}

func formatOf(name string) (f format, gzip bool) {
	name = strings.ToLower(name)
	for _, e := range endings {
		if strings.HasSuffix(name, e.ending) {
			return e.read, e.gzip
		}
	}
	return nil, false
}

// Endings lists what the names of files that are read end in: ".txt, .md or …".
func Endings() string {
	var s string
	for i, e := range endings {
		switch i {
		case 0:
		case len(endings) - 1:
			s += " or "
		default:
			s += ", "
		}
		s += e.ending
	}
	return s
}
