package extract

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"

	"vankien/internal/extract/ocr"
)

// A pool of workers and a worker talk in frames over two pipes. A frame is two
// lengths of four bytes, big endian, a header of the first length and data of the
// second. The header is one gob, whole in each frame, so that a frame means the
// same wherever it stands; the data are the bytes of the file that is to be read,
// as they are, for a file is too large to be copied into a gob and out of it.
//
// Both sides say how much they take. The parent trusts neither the lengths nor the
// gob of its child, which has read a hostile file.

// Bounds of a frame, in bytes.
const (
	maxRequestHeader = 64 << 20  // options: text of pages that were recognised before
	maxRequestData   = 512 << 20 // the file
	maxAnswer        = 96 << 20  // records
)

// operation is what a worker is asked to do.
type operation int

const (
	opExtract operation = iota
	opRecognize
)

// request is the header of a frame to a worker.
type request struct {
	Op               operation
	Name             string
	Page             int // of opRecognize, from 1
	MaxText, MaxLine int
	Pages            map[int]Recognized
	Setup            setup
}

// setup is what a worker must know of its surroundings, the same in each request.
type setup struct {
	Cache string
	OCR   ocr.Mode
}

// answer is the header of a frame from a worker.
type answer struct {
	State      state
	Records    []Record
	Recognized Recognized
	Failure    *failure
	Retires    bool // the worker has grown too large to be asked again
}

// state says how far a worker is with a request.
type state int

const (
	done      state = iota // the answer is complete
	preparing              // it makes ready what is no fault of the file, such as compiling a reader
	prepared               // from here on the file counts
)

var errFrame = errors.New("a frame is over its limit")

// writeFrame returns errFrame, with nothing written, for a header over limit.
func writeFrame(w io.Writer, header any, data []byte, limit int) error {
	var b bytes.Buffer
	b.Write(make([]byte, 8))
	if err := gob.NewEncoder(&b).Encode(header); err != nil {
		return fmt.Errorf("encode a frame: %w", err)
	}
	if b.Len()-8 > limit || len(data) > maxRequestData {
		return errFrame
	}
	binary.BigEndian.PutUint32(b.Bytes(), uint32(b.Len()-8))
	binary.BigEndian.PutUint32(b.Bytes()[4:], uint32(len(data)))
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

// readFrame fills header and returns the data. The error is io.EOF if the stream
// ends before the frame begins.
func readFrame(r io.Reader, header any, maxHeader, maxData int) ([]byte, error) {
	var lengths [8]byte
	if _, err := io.ReadFull(r, lengths[:]); err != nil {
		return nil, err
	}
	h, d := binary.BigEndian.Uint32(lengths[:]), binary.BigEndian.Uint32(lengths[4:])
	if uint64(h) > uint64(maxHeader) || uint64(d) > uint64(maxData) {
		return nil, errFrame
	}
	b := make([]byte, h)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("read a frame: %w", err)
	}
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(header); err != nil {
		return nil, fmt.Errorf("decode a frame: %w", err)
	}
	data := make([]byte, d)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("read a frame: %w", err)
	}
	return data, nil
}

// failure is an error on its way from a worker: its sentence, and what callers test
// for, if anything.
type failure struct {
	Message string
	Kind    failureKind
	Detail  string // of a SizeError or SyntaxError
	Key     string // of a KeyError
}

type failureKind int

const (
	otherFailure failureKind = iota
	unsupportedFailure
	emptyFailure
	sizeFailure
	syntaxFailure
	keyFailure
	pageFailure
)

// sentinels are the errors without data that travel.
var sentinels = map[failureKind]error{unsupportedFailure: ErrUnsupported, emptyFailure: ErrEmpty, pageFailure: ErrPage}

func newFailure(err error) *failure {
	if err == nil {
		return nil
	}
	f := &failure{Message: err.Error()}
	var (
		size   *SizeError
		syntax *SyntaxError
		key    *KeyError
	)
	switch {
	case errors.As(err, &size):
		f.Kind, f.Detail = sizeFailure, size.Detail
	case errors.As(err, &syntax):
		f.Kind, f.Detail = syntaxFailure, syntax.Detail
	case errors.As(err, &key):
		f.Kind, f.Key, f.Detail = keyFailure, key.Key, key.Error()
	default:
		for kind, sentinel := range sentinels {
			if errors.Is(err, sentinel) {
				f.Kind = kind
			}
		}
	}
	return f
}

// err returns an error that reads as the one that set out and is of its kind.
func (f *failure) err() error {
	if f == nil {
		return nil
	}
	kind := sentinels[f.Kind]
	switch f.Kind {
	case sizeFailure:
		kind = &SizeError{f.Detail}
	case syntaxFailure:
		kind = &SyntaxError{f.Detail}
	case keyFailure:
		kind = &KeyError{f.Key, errors.New(f.Detail)}
	}
	return &remoteError{f.Message, kind}
}

// remoteError is an error that came from a worker.
type remoteError struct {
	message string
	kind    error // nil if nobody tests for it
}

func (e *remoteError) Error() string { return e.message }

func (e *remoteError) Unwrap() error { return e.kind }
