package ingest

import (
	"context"
	"hash/crc32"
)

// lanes fill one batch for each of a few workers and hand it over when it is
// full.
type lanes struct {
	writer *Writer
	queues []chan *batch
	filled []*batch
}

func newLanes(w *Writer, workers int) *lanes {
	l := &lanes{w, make([]chan *batch, workers), make([]*batch, workers)}
	for i := range l.queues {
		l.queues[i], l.filled[i] = make(chan *batch), &batch{}
	}
	return l
}

// deal puts a settled draft into the batch of its id, the same in every run, so
// that records of one id keep their order. It waits while the worker is busy.
func (l *lanes) deal(ctx context.Context, d draft) error {
	q := int(crc32.ChecksumIEEE([]byte(d.doc.ID)) % uint32(len(l.queues)))
	l.filled[q].add(d)
	if !l.writer.full(l.filled[q]) {
		return nil
	}
	return l.send(ctx, q)
}

func (l *lanes) send(ctx context.Context, q int) error {
	select {
	case l.queues[q] <- l.filled[q]:
		l.filled[q] = &batch{}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flush hands over what is left.
func (l *lanes) flush(ctx context.Context) error {
	for q, b := range l.filled {
		if len(b.drafts) > 0 {
			if err := l.send(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// close ends the lanes; what was not handed over is released.
func (l *lanes) close() {
	for q := range l.queues {
		close(l.queues[q])
		l.writer.release(l.filled[q])
	}
}

// work commits the batches of a lane until it is closed.
func (l *lanes) work(ctx context.Context, q int, tell func(Outcome)) error {
	for b := range l.queues[q] {
		if err := l.writer.commit(ctx, b, tell); err != nil {
			return err
		}
	}
	return nil
}
