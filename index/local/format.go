package local

import (
	"errors"
	"fmt"
	"io"

	zap "github.com/blevesearch/zapx/v17"

	"vankien/index"
	"vankien/index/segment"
)

// format is a format of segments, as Bleve names it in root.bolt.
type format struct {
	name    string
	version uint32
}

// The formats whose files can be compared with their sums: the one that is
// written, and that of earlier versions, which Reindex reads.
var (
	ownFormat = format{segment.Type, segment.Version}
	zapFormat = format{zap.Type, zap.Version}
)

// otherFormat is the index.ErrIncompatible of segments that Reindex cannot read.
type otherFormat struct{ format }

func (e otherFormat) Error() string {
	return fmt.Sprintf("its segments are of the format %s %d, which this program cannot read: use the one that wrote them, or add the documents to a new directory", e.name, e.version)
}

func (otherFormat) Is(target error) bool { return target == index.ErrIncompatible }

// known returns an otherFormat unless segments of the format can be read.
func (f format) known() error {
	if f == ownFormat || f == zapFormat {
		return nil
	}
	return otherFormat{f}
}

// readAtOnce is how much of a segment is in memory while it is checked.
const readAtOnce = segment.VerifyPiece

// compare reads a segment from r, whose bytes are those of file, and compares it
// with its sums. It says what is wrong with it, "" being nothing, or returns an
// error of reading.
func (f format) compare(file io.ReaderAt, r io.Reader, size int64) (detail string, err error) {
	if err := f.known(); err != nil {
		return "", err
	}
	if f == zapFormat {
		return compareZap(r, size)
	}
	v, err := segment.NewVerifier(file, size)
	if err == nil {
		_, err = io.CopyBuffer(v, io.LimitReader(r, size), make([]byte, readAtOnce))
	}
	if err == nil {
		err = v.End()
	}
	return damageOf(err)
}

// compareFile is compare for a file alone, which it reads on all processors.
func (f format) compareFile(file io.ReaderAt, size int64) (detail string, err error) {
	if f != ownFormat {
		return f.compare(file, io.NewSectionReader(file, 0, size), size)
	}
	return damageOf(segment.VerifyFile(file, size))
}

// damageOf tells the damage in an error of reading a segment from other errors,
// which it returns.
func damageOf(err error) (detail string, other error) {
	if bad, is := errors.AsType[*segment.DamageError](err); is {
		return fmt.Sprintf("the checksum of its section %q does not match", bad.Section), nil
	}
	if errors.Is(err, segment.ErrFormat) {
		return "it does not end as a segment does", nil
	}
	return "", err
}
