package ingest

import (
	"context"
	"hash/crc32"

	"vankien/index"
)

// size is the text of a document, in bytes.
func size(d *index.Document) int {
	n := len(d.ID) + len(d.Kind) + len(d.Title) + len(d.Abstract) + len(d.Body) + len(d.Speaker) + len(d.Role) +
		len(d.Organisation) + len(d.Place) + len(d.Event) + len(d.Number) + len(d.Language) + len(d.Source)
	for _, t := range d.Topics {
		n += len(t)
	}
	return n
}

// dealer fills one batch for each queue and hands it over when it is full.
type dealer struct {
	queues  []chan []index.Document
	batches [][]index.Document
	bytes   []int // text of each batch
	opt     Options
	labels  *Registry
}

func newDealer(queues []chan []index.Document, labels *Registry, opt Options) *dealer {
	return &dealer{queues, make([][]index.Document, len(queues)), make([]int, len(queues)), opt, labels}
}

// deal puts a document, as Stated made it, into the batch of its id, the same
// in every run. It waits while the worker is busy. Topics are settled here, in
// the order of reading, so that their ids do not hang on which worker is faster.
func (d *dealer) deal(ctx context.Context, doc index.Document, brought map[string]string) error {
	d.labels.Settle(&doc, brought)
	q := int(crc32.ChecksumIEEE([]byte(doc.ID)) % uint32(len(d.queues)))
	d.batches[q] = append(d.batches[q], doc)
	d.bytes[q] += size(&doc)
	if len(d.batches[q]) < d.opt.BatchDocs && d.bytes[q] < d.opt.BatchBytes {
		return nil
	}
	return d.send(ctx, q)
}

func (d *dealer) send(ctx context.Context, q int) error {
	if err := d.labels.Save(ctx); err != nil {
		return err
	}
	select {
	case d.queues[q] <- d.batches[q]:
		d.batches[q], d.bytes[q] = nil, 0
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flush hands over what is left.
func (d *dealer) flush(ctx context.Context) error {
	for q, batch := range d.batches {
		if len(batch) > 0 {
			if err := d.send(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *dealer) close() {
	for _, q := range d.queues {
		close(q)
	}
}

// write tags batches and brings them into the index until the queue is closed.
func (r *run) write(ctx context.Context, queue <-chan []index.Document) error {
	for docs := range queue {
		for i := range docs {
			tag(&docs[i], r.opt.Taxonomy)
		}
		absent, different, err := r.index.Diff(ctx, docs)
		if err != nil {
			return err
		}
		if put := append(absent, different...); len(put) > 0 {
			if err := r.index.Put(ctx, put...); err != nil {
				return err
			}
		}
		r.count(func(s *Summary) {
			s.Added += len(absent)
			s.Updated += len(different)
			s.Unchanged += len(docs) - len(absent) - len(different)
		})
	}
	return nil
}
