package ingest

import (
	"context"
	"hash/maphash"

	"vankien/index"
	"vankien/internal/extract"
)

// item is a record on its way to a worker.
type item struct {
	rec  extract.Record
	file string
	n    int // as in numbered
}

// size is the text of the record, in bytes.
func (i *item) size() int {
	r := &i.rec
	n := len(r.ID) + len(r.Kind) + len(r.Title) + len(r.Abstract) + len(r.Body) + len(r.Speaker) + len(r.Role) +
		len(r.Organisation) + len(r.Place) + len(r.Event) + len(r.Number) + len(r.Language) + len(r.Source)
	for _, t := range r.Topics {
		n += len(t)
	}
	return n
}

// dealer fills one batch for each queue and hands it over when it is full.
type dealer struct {
	queues  []chan []item
	batches [][]item
	bytes   []int // text of each batch
	opt     Options
	seed    maphash.Seed
}

func newDealer(queues []chan []item, opt Options) *dealer {
	return &dealer{queues, make([][]item, len(queues)), make([]int, len(queues)), opt, maphash.MakeSeed()}
}

// deal puts the item into the batch of its id. It waits while the worker is busy.
func (d *dealer) deal(ctx context.Context, it item) error {
	q := int(maphash.String(d.seed, it.rec.ID) % uint64(len(d.queues)))
	d.batches[q] = append(d.batches[q], it)
	d.bytes[q] += it.size()
	if len(d.batches[q]) < d.opt.BatchDocs && d.bytes[q] < d.opt.BatchBytes {
		return nil
	}
	return d.send(ctx, q)
}

func (d *dealer) send(ctx context.Context, q int) error {
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

// write brings batches into the index until the queue is closed.
func (r *run) write(ctx context.Context, queue <-chan []item) error {
	for batch := range queue {
		docs, brought := r.prepare(batch)
		if err := r.labels.settle(ctx, docs, brought); err != nil {
			return err
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

// prepare returns the documents of a batch and the labels each brought.
func (r *run) prepare(batch []item) ([]index.Document, []map[string]string) {
	docs := make([]index.Document, 0, len(batch))
	brought := make([]map[string]string, 0, len(batch))
	for _, it := range batch {
		doc, labels, err := Prepare(it.rec, r.opt.Taxonomy)
		if err != nil {
			r.problem(it.n, it.file, it.rec.Where, err)
			continue
		}
		docs, brought = append(docs, doc), append(brought, labels)
	}
	return docs, brought
}
