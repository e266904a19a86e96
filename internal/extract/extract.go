// Package extract turns the bytes of a file into records: text and what the
// file says about it.
//
//	.txt             one record: title, lead, body (text.go)
//	.md              one record: YAML front matter and a body (markdown.go)
//	.jsonl           one record a line (jsonl.go)
//	.jsonl.gz        the same, gzip
//	- (a stream)     one of these, by its first bytes (sniff.go)
//
// Text is read in any encoding that legacy.Detect knows, and a record says what
// was found if it was not UTF-8. Lines of JSON are UTF-8 or UTF-16, but what
// stands in their fields may have been read wrongly before: it is mended where
// the whole record shows it. Text is otherwise delivered as written, apart from
// a byte order mark and line ends, which become "\n"; composing it is the
// index's work. Memory is bounded by Options, whatever the input.
package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"vankien/internal/outline"
)

// ErrUnsupported is wrapped by the error for an input that is not in a format
// or an encoding which this package reads.
var ErrUnsupported = errors.New("unsupported")

// ErrEmpty is the error for an input that holds nothing but white space.
var ErrEmpty = errors.New("empty file")

// Defaults of Options, in bytes.
const (
	DefaultMaxText = 16 << 20
	DefaultMaxLine = 16 << 20
)

// Options bound what is held in memory. The zero value means the defaults.
type Options struct {
	MaxText int // bytes of a text or Markdown file; 0 means DefaultMaxText
	MaxLine int // bytes of a line of JSON; 0 means DefaultMaxLine

	Apart Apart          // reads formats that may hang or take much memory; nil: they are read in this process
	Pages map[int]string // text of pages that were recognised before, by number from 1
}

// Apart reads a file in another process, which may die of it.
type Apart interface {
	Extract(ctx context.Context, name string, data []byte, opt Options) ([]Record, error)
	Recognize(ctx context.Context, name string, data []byte, page int) (Recognized, error)
}

// Recognized is the text of a page that is an image.
type Recognized struct {
	Text       string
	Confidence float64 // mean of its words, 0 to 1
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
	Repairs      []string `json:"repairs"` // what was mended before, as the source says it

	Signer     string          `json:"signer"`
	SignerRole string          `json:"signer_role"`
	Recipients []string        `json:"recipients"`
	Blocks     []outline.Block `json:"blocks"` // the structure of Body, by its lines

	Mended []Repair `json:"-"` // what was mended by reading it here
	Line   int      `json:"-"` // of the file, from 1; 0 for the whole file

	Member string `json:"-"` // path within an archive or letter, with slashes; "" for the file itself
	Type   string `json:"-"` // media type of what it was read from, told by its bytes
	Data   []byte `json:"-"` // bytes of the member; nil for the file itself
	Unread []int  `json:"-"` // pages, from 1, that are images and wait for being recognised
}

// Read returns the records of a file. The ending of name decides the format;
// name "-" stands for a stream, whose first bytes decide. An error comes with a
// Record that has only Line; after an error in one record reading goes on with
// the next where the format allows it, and memory stays within opt. What is wrong
// with a key is a *KeyError, a line that is not JSON a *SyntaxError, what is over a
// limit a *SizeError.
func Read(name string, r io.Reader, opt Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f, in, err := open(name, r)
		if err != nil {
			yield(Record{}, err)
			return
		}
		f.read(in, opt, yield)
	}
}

// open tells the format of a stream and undoes its compression.
func open(name string, r io.Reader) (*format, *bufio.Reader, error) {
	f, gz := formatOf(name)
	if f == nil && name != "-" {
		return nil, nil, fmt.Errorf("%w: %q is not %s", ErrUnsupported, name, Endings())
	}
	in := bufio.NewReaderSize(r, bufferSize)
	if gz || name == "-" && isGzip(in) {
		z, err := gunzip(in)
		if err != nil {
			return nil, nil, err
		}
		in = z
	}
	head, err := in.Peek(sniffSize)
	if len(head) == 0 && err == io.EOF {
		return nil, nil, ErrEmpty
	}
	if f == nil {
		f = sniff(head)
	}
	return f, in, nil
}

// Supported reports whether Read knows the ending of a file's name.
func Supported(name string) bool {
	f, _ := formatOf(name)
	return f != nil
}

// bufferSize holds most lines whole, so that they are decoded in place.
const bufferSize = 64 << 10

// format is a way to read a file: exactly one of read, whole and members is set.
type format struct {
	// read yields the records from the first byte on until yield returns false.
	read    func(in *bufio.Reader, opt Options, yield func(Record, error) bool)
	byLines bool // one record a line, else the whole is one

	// whole returns the one record of a file; name is for what the bytes do not tell.
	whole func(name string, b []byte, opt Options) (Record, error)
	apart bool // it may hang or take much memory, so another process should read it

	// members yields the files in an archive or letter until yield returns false.
	members func(name string, b []byte, opt Options, yield func(member, error) bool)

	mediaType string
}

// member is a file in an archive or letter.
type member struct {
	name string // with slashes; as found, in UTF-8
	data []byte
}

var (
	text     = format{read: readText, mediaType: "text/plain"}
	markdown = format{read: readMarkdown, mediaType: "text/markdown"}
	jsonl    = format{read: readJSONL, byLines: true, mediaType: "application/x-ndjson"}
)

var endings = []struct {
	ending string
	gzip   bool
	format *format
}{
	{".txt", false, &text},
	{".md", false, &markdown},
	{".jsonl", false, &jsonl},
	{".jsonl.gz", true, &jsonl},
}

func formatOf(name string) (f *format, gzip bool) {
	name = strings.ToLower(name)
	for _, e := range endings {
		if strings.HasSuffix(name, e.ending) {
			return e.format, e.gzip
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
