package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/metrics"
)

// What a request may take in memory, in bytes, above what the worker has already.
const (
	textMemory = 512 << 20
	pageMemory = 768 << 20
	mostMemory = 2 << 30 // while a reader is made ready
)

// retireSize is the memory of a worker, in bytes, from which on it asks to be
// replaced: Go hands address space back late, and the limit counts address space.
const retireSize = 768 << 20

// Work is the life of a worker: it confines this process, then answers the
// requests of a Pool from in on out until in ends. It must have the process to
// itself, for the limits stay and what a file does to it ends it.
func Work(ctx context.Context, in io.Reader, out io.Writer) error {
	if err := confine(); err != nil {
		return fmt.Errorf("confine the worker: %w", err)
	}
	w := worker{out: bufio.NewWriter(out)}
	r := bufio.NewReader(in)
	for {
		var q request
		data, err := readFrame(r, &q, maxRequestHeader, maxRequestData)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.answer(ctx, q, data); err != nil {
			return err
		}
	}
}

// worker is the state of Work between requests.
type worker struct {
	out   *bufio.Writer
	pages recognizer

	memory uint64 // that the request may take
}

func (w *worker) answer(ctx context.Context, q request, data []byte) error {
	var a answer
	w.memory = textMemory
	if q.Op == opRecognize {
		w.memory = pageMemory
	}
	err := allowMemory(w.memory)
	if err != nil {
		return err
	}
	opt := Options{MaxText: q.MaxText, MaxLine: q.MaxLine, Pages: q.Pages, Cache: q.Setup.Cache, preparing: w.prepare}
	switch q.Op {
	case opExtract:
		a.Records, err = recordsOf(q.Name, data, opt)
	case opRecognize:
		w.pages.mode = q.Setup.OCR
		a.Recognized, err = w.pages.recognize(ctx, q.Name, data, q.Page, opt)
	default:
		err = fmt.Errorf("a worker knows no operation %d", q.Op)
	}
	a.Failure = newFailure(err)
	a.Retires = mapped() > retireSize
	err = w.send(a)
	if errors.Is(err, errFrame) {
		return w.send(answer{Failure: newFailure(&SizeError{fmt.Sprintf("its text is over the limit of %d bytes", maxAnswer)})})
	}
	return err
}

func (w *worker) send(a answer) error {
	if err := writeFrame(w.out, a, nil, maxAnswer); err != nil {
		return err
	}
	return w.out.Flush()
}

// prepare tells the parent that the file is not to blame for the time of work,
// and allows this process to write to the cache meanwhile.
func (w *worker) prepare(work func() error) error {
	if err := w.send(answer{State: preparing}); err != nil {
		return err
	}
	err := errors.Join(allowFiles(true), allowMemory(mostMemory), work(), allowFiles(false), allowMemory(w.memory))
	return errors.Join(err, w.send(answer{State: prepared}))
}

// recordsOf returns the records before the first error.
func recordsOf(name string, data []byte, opt Options) (list []Record, err error) {
	for rec, err := range Read(name, bytes.NewReader(data), opt) {
		if err != nil {
			return list, err
		}
		list = append(list, rec)
	}
	return list, nil
}

// mapped returns how much memory Go has mapped, in bytes.
func mapped() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
