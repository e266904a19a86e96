package ingest

import (
	"context"
	"hash/crc32"
	"time"
)

// lanes fill one batch for each of a few workers and hand it over when it is
// full.
type lanes struct {
	writer *Writer
	hold   time.Duration // that a document waits for its batch at most, while files are read
	since  time.Time     // the first one waits; zero for none
	queues []chan *parcel
	filled []*parcel
}

// parcel is a batch and what each of its drafts comes from.
type parcel struct {
	batch
	from []origin
}

func newLanes(w *Writer, workers int, hold time.Duration) *lanes {
	l := &lanes{writer: w, hold: hold, queues: make([]chan *parcel, workers), filled: make([]*parcel, workers)}
	for i := range l.queues {
		l.queues[i], l.filled[i] = make(chan *parcel), &parcel{}
	}
	return l
}

// deal puts a settled draft into the batch of its id, the same in every run, so
// that records of one id keep their order. It waits while the worker is busy.
func (l *lanes) deal(ctx context.Context, from origin, d draft) error {
	q := int(crc32.ChecksumIEEE([]byte(d.doc.ID)) % uint32(len(l.queues)))
	l.filled[q].add(d)
	l.filled[q].from = append(l.filled[q].from, from)
	if l.since.IsZero() {
		l.since = time.Now()
	}
	if !l.writer.full(&l.filled[q].batch) {
		return nil
	}
	return l.send(ctx, q)
}

func (l *lanes) send(ctx context.Context, q int) error {
	select {
	case l.queues[q] <- l.filled[q]:
		l.filled[q] = &parcel{}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flushLate hands over all batches when a document has waited long: files that take
// long to read should not be read again because the work was interrupted.
func (l *lanes) flushLate(ctx context.Context) error {
	if l.since.IsZero() || time.Since(l.since) < l.hold {
		return nil
	}
	return l.flush(ctx)
}

// flush hands over what is left.
func (l *lanes) flush(ctx context.Context) error {
	l.since = time.Time{}
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
		l.writer.release(&l.filled[q].batch)
	}
}

// work commits the batches of a lane until it is closed. Before each ready is
// called, and after it done: what was told is on disk.
func (l *lanes) work(ctx context.Context, q int, ready func() error, tell func(origin, Outcome), done func() error) error {
	for b := range l.queues[q] {
		if err := ready(); err != nil {
			l.writer.release(&b.batch)
			return err
		}
		next := 0
		err := l.writer.commit(ctx, &b.batch, func(o Outcome) { // in the order of the drafts
			tell(b.from[next], o)
			next++
		})
		if err == nil {
			err = done()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
