// Package extract turns the bytes of a file into records: text and what the
// file says about it.
//
// The format is told by the bytes (sniff.go); formats.go lists all of them, and
// each has a file of its own:
//
//	texts        plain text, Markdown with front matter, HTML, saved pages (MHTML)
//	office       DOC, DOCX, ODT, RTF, XLSX, ODS, PPTX, EPUB
//	pages        PDF; PNG, JPEG and TIFF, whose text is recognised
//	records      lines of JSON; tables (CSV, TSV) whose first row names keys
//	containers   zip, tar, letters, mailboxes
//
// Most are read into one record. Of lines of JSON and rows of a table each is a
// record, and containers are opened: what is in them is read in the same way, in
// place (members.go). Any file may be packed with gzip.
//
// Formats that may hang or take much memory are read in another process, if
// Options name one: a Pool starts this program again with the verb extract-worker
// (worker.go), confines it and ends it when a file has had its time. Pages that are
// images wait in Record.Unread until they are recognised, which takes seconds each.
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
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

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
	DefaultMaxFile = 256 << 20
)

// Options bound what is held in memory. The zero value means the defaults.
type Options struct {
	MaxText int // bytes of a text or Markdown file; 0 means DefaultMaxText
	MaxLine int // bytes of a line of JSON or a row of a table; 0 means DefaultMaxLine
	MaxFile int // bytes of a file in any other format, unpacked; 0 means DefaultMaxFile

	Apart Apart              // reads formats that may hang or take much memory; nil: they are read in this process
	Pages map[int]Recognized // pages that were recognised before, by number from 1

	Cache string // directory for compiled readers; "" means that they are compiled for each use

	// preparing runs work that is no fault of the file, such as compiling a
	// reader. It is set in a worker; nil means to run it as it is.
	preparing func(work func() error) error
}

// prepare runs work that takes long whatever the file: it does not count as time
// that the file took, and it alone may write files in a worker.
func (o Options) prepare(work func() error) error {
	if o.preparing == nil {
		return work()
	}
	return o.preparing(work)
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

func (o Options) maxFile() int {
	if o.MaxFile <= 0 {
		return DefaultMaxFile
	}
	return o.MaxFile
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

	Blank   []string `json:"-"` // keys that the source names without a value: it says that there is none
	Evident []string `json:"-"` // keys whose values were read in the text and not stated; it says so again

	// What a collection knew of the document, as it wrote it: of type
	// index.Evidence, index.Correction and index.Original, and numbers. Only lines of JSON have these.
	Evidence    json.RawMessage `json:"evidence"`
	Corrections json.RawMessage `json:"corrections"`
	Original    json.RawMessage `json:"original"`
	Anchors     json.RawMessage `json:"anchors"`

	Mended []Repair `json:"-"` // what was mended by reading it here
	Line   int      `json:"-"` // of the file, from 1; 0 for the whole file

	Member string `json:"-"` // path within an archive or letter, with slashes; "" for the file itself
	Type   string `json:"-"` // media type of what it was read from, told by its bytes
	Data   []byte `json:"-"` // bytes of the member; nil for the file itself
	Unread []int  `json:"-"` // pages, from 1, that are images and wait for being recognised
}

// Read returns the records of a file. The bytes decide the format; the ending of
// name is only asked which of the plain texts a file is, and name "-" stands for
// a stream without one. An error comes with a Record that has only Line and
// Member; after an error in one record or member reading goes on with the next
// where the format allows it, and memory stays within opt. What is wrong with a
// key is a *KeyError, a line that is not JSON a *SyntaxError, what is over a limit
// a *SizeError.
func Read(name string, r io.Reader, opt Options) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		o, err := open(name, r)
		if err != nil {
			yield(Record{}, err)
			return
		}
		newReading(opt, yield).read(o)
	}
}

// bufferSize holds most lines whole, so that they are decoded in place.
const bufferSize = 64 << 10

// opened is a file whose format is known, with its compression undone.
type opened struct {
	name   string // without the ending of a compression
	packed bool   // it was compressed
	format *format
	in     *bufio.Reader
}

// open tells the format of a stream and undoes its compression.
func open(name string, r io.Reader) (opened, error) {
	o := opened{name: name, in: bufio.NewReaderSize(r, bufferSize)}
	for level := 0; isGzip(o.in); level++ {
		if level == maxLevels {
			return o, tooDeep
		}
		var err error
		if o.in, err = gunzip(o.in); err != nil {
			return o, err
		}
		o.name, o.packed = unpackedName(o.name), true
	}
	head, err := o.in.Peek(sniffSize)
	if len(head) == 0 && err == io.EOF {
		return o, ErrEmpty
	}
	o.format, err = sniff(o.name, head)
	return o, err
}

// whole returns the bytes of a file whose format needs all of them, and that
// format, which of a container only its contents tell.
func (o *opened) whole(opt Options) ([]byte, *format, error) {
	b, err := readUpTo(o.in, int64(opt.maxFile()))
	if err != nil || o.format.inside == nil {
		return b, o.format, err
	}
	if f := o.format.inside(b); f != nil {
		return b, f, nil
	}
	return b, o.format, nil
}

// readUpTo reads all of r. The error for more than max bytes is a *SizeError.
func readUpTo(r io.Reader, max int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, max+1))
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if int64(len(b)) > max {
		return nil, &SizeError{fmt.Sprintf("the file has more bytes than the limit of %s", byteSize(max))}
	}
	return b, nil
}
