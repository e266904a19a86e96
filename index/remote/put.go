package remote

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"vankien/index"
)

// Bounds of what is made and sent at once: a text becomes some five times its bytes.
const (
	batchDocs = 500
	batchText = 1 << 20 // of text
	inFlight  = 4       // requests of a call
)

// What the cluster takes of one document, unless an operator has it take more or less.
const (
	maxText = 50_000_000 // characters
	maxLine = 96 << 20   // bytes, with all that is indexed

	growth = 16 // nothing that is indexed takes more times the bytes of its text
)

// Put implements index.Engine. After an error some of the documents may be stored.
func (x *Index) Put(ctx context.Context, docs ...index.Document) error {
	docs, err := index.Prepared(docs)
	if err != nil || len(docs) == 0 {
		return err
	}
	for i := range docs {
		if textOf(&docs[i]) < x.maxLine/growth {
			continue
		}
		if _, err := x.line(&docs[i]); err != nil { // before anything is written
			return err
		}
	}
	return x.change(ctx, "put", func(ctx context.Context) error { return x.put(ctx, docs) })
}

// change makes a change of the collection, whose verb its error has.
func (x *Index) change(ctx context.Context, verb string, make func(context.Context) error) error {
	end, err := x.begin(ctx)
	if err == nil {
		defer end()
		defer x.forget()
		err = make(ctx)
	}
	if err == nil || errors.Is(err, index.ErrClosed) || errors.As(err, new(*index.FieldError)) {
		return err
	}
	return fmt.Errorf("%s: %w", verb, err)
}

// put writes documents, a few requests at a time. Each has what is counted of the words
// of its own documents: when it ends before all are written, those that are there are
// counted, and who goes on need not write them again.
func (x *Index) put(ctx context.Context, docs []index.Document) error {
	version := x.clock.next()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	for _, batch := range batchesOf(docs) {
		group.Go(func() error {
			ops, err := x.opsOf(ctx, batch, version)
			if err != nil {
				return err
			}
			part, err := x.lexiconPart(ctx, batch)
			if err != nil {
				return err
			}
			return x.bulk(ctx, append(ops, part...))
		})
	}
	return group.Wait()
}

// batchesOf parts documents into what is made and sent at once.
func batchesOf(docs []index.Document) (list [][]index.Document) {
	from, size := 0, 0
	for i := range docs {
		n := textOf(&docs[i])
		if i > from && (i-from == batchDocs || size+n > batchText) {
			list = append(list, docs[from:i])
			from, size = i, 0
		}
		size += n
	}
	return append(list, docs[from:])
}

// textOf returns about how many bytes of text a document has.
func textOf(d *index.Document) int { return len(d.Title) + len(d.Abstract) + len(d.Body) }

// opsOf makes the items that store documents.
func (x *Index) opsOf(ctx context.Context, docs []index.Document, version int64) ([]*op, error) {
	ops := make([]*op, len(docs))
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		line, err := x.line(&docs[i])
		if err != nil {
			return nil, err
		}
		ops[i] = x.op("index", docs[i].ID)
		ops[i].line, ops[i].version = line, version
	}
	return ops, nil
}

// op returns an item that changes a document.
func (x *Index) op(action, id string) *op {
	return &op{action: action, index: x.name, alias: true, id: id}
}

// line returns a document as a line of a bulk, or an *index.FieldError if it is
// larger than the cluster takes.
func (x *Index) line(d *index.Document) ([]byte, error) {
	if len(d.Body) > maxText && utf8.RuneCountInString(d.Body) > maxText {
		return nil, &index.FieldError{ID: d.ID, Pointer: "/body", Detail: fmt.Sprintf("has more than the %d characters that a cluster takes: divide it", maxText)}
	}
	line := fields(d)
	if len(line) > x.maxLine {
		return nil, &index.FieldError{ID: d.ID, Pointer: "/body", Detail: fmt.Sprintf("takes %d MiB with all that is indexed of it; a cluster takes %d: divide it", len(line)>>20, x.maxLine>>20)}
	}
	return line, nil
}
