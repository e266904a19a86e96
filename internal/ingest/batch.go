package ingest

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"

	"vankien/index"
)

// draft is a record on its way: a document, or why it is refused.
type draft struct {
	file   string
	line   int
	doc    index.Document
	labels map[string]string // of its topics that no taxonomy knows, until they are settled
	own    labels            // by their ids in the collection, from settle to release
	err    error
}

func (d *draft) outcome(s Status) Outcome {
	if d.err != nil {
		return Outcome{File: d.file, Line: d.line, ID: d.doc.ID, Err: d.err}
	}
	return Outcome{File: d.file, Line: d.line, ID: d.doc.ID, Status: s, Document: &d.doc}
}

// batch is what goes to the store at once, in the order of reading.
type batch struct {
	drafts []draft
	bytes  int // of the text of its documents
}

func (b *batch) add(d draft) {
	b.drafts = append(b.drafts, d)
	b.bytes += size(&d.doc)
}

// size is the text of a document and what is known of it, in bytes.
func size(d *index.Document) int {
	n := len(d.ID) + len(d.Kind) + len(d.Title) + len(d.Abstract) + len(d.Body) + len(d.Speaker) + len(d.Role) +
		len(d.Organisation) + len(d.Place) + len(d.Event) + len(d.Number) + len(d.Language) + len(d.Source) + len(d.Signer) + len(d.SignerRole)
	for _, list := range [][]string{d.Topics, d.Recipients, d.Repairs} {
		for _, s := range list {
			n += len(s)
		}
	}
	return n + len(d.Blocks)*blockSize + len(d.Anchors)*8
}

// blockSize is what a block takes in memory, in bytes.
const blockSize = 32

func (b *batch) refuses() bool {
	return slices.ContainsFunc(b.drafts, func(d draft) bool { return d.err != nil })
}

func (b *batch) tellRefused(tell func(Outcome)) {
	for i := range b.drafts {
		if d := &b.drafts[i]; d.err != nil {
			tell(d.outcome(Refused))
		}
	}
}

// commit brings the documents of a batch in, tells what became of each, and
// releases the batch.
func (w *Writer) commit(ctx context.Context, b *batch, tell func(Outcome)) error {
	defer w.release(b)
	if len(b.drafts) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.saveLabels(ctx, b); err != nil {
		return err
	}
	return w.put(ctx, b, tell)
}

// saveLabels stores the labels that the documents of a batch need. Where the
// collection has no room for them, the documents that brought them are refused.
func (w *Writer) saveLabels(ctx context.Context, b *batch) error {
	own := labels{}
	for i := range b.drafts {
		maps.Copy(own, b.drafts[i].own)
	}
	lost, err := w.labels.save(ctx, own)
	full := (*index.FieldError)(nil)
	if !errors.As(err, &full) {
		return err
	}
	for i := range b.drafts {
		d := &b.drafts[i]
		for id := range d.own {
			if lost[id] != "" {
				d.err = &index.FieldError{ID: d.doc.ID, Pointer: full.Pointer, Detail: full.Detail}
			}
		}
	}
	return nil
}

// put brings a batch in beside others and tells what became of each document.
func (w *Writer) put(ctx context.Context, b *batch, tell func(Outcome)) error {
	if err := w.lock.share(ctx); err != nil {
		return err
	}
	status, err := w.bring(ctx, b, Condition{})
	w.lock.unshare()
	if err == nil {
		b.tellAll(status, tell)
	}
	return err
}

// bring tags the documents of a batch that state no topics, gives them what people
// corrected, and stores those that the store does not have as they are: status has
// what became of each of these. Callers hold the lock, which is that of one process:
// what another one corrects meanwhile is read again. If the stored document is not as
// demanded, which is asked of one, the error is ErrChanged.
func (w *Writer) bring(ctx context.Context, b *batch, demand Condition) (status map[string]Status, err error) {
	status = map[string]Status{}
	plain := make([]index.Document, len(b.drafts))
	left := map[string]bool{}
	for i := range b.drafts {
		if d := &b.drafts[i]; d.err == nil {
			tag(&d.doc, w.opt.Taxonomy)
			plain[i], left[d.doc.ID] = d.doc, true
		}
	}
	for len(left) > 0 {
		for i := range b.drafts {
			if left[plain[i].ID] {
				b.drafts[i].doc = plain[i]
			}
		}
		if left, err = w.bringSome(ctx, b, left, demand, status); err != nil {
			return nil, err
		}
	}
	return status, nil
}

// bringSome is one try for the documents of some ids. It returns those that somebody
// else corrected meanwhile.
func (w *Writer) bringSome(ctx context.Context, b *batch, ids map[string]bool, demand Condition, status map[string]Status) (again map[string]bool, err error) {
	list := slices.Collect(maps.Keys(ids))
	if err := w.check(ctx, list[0], demand); err != nil {
		return nil, err
	}
	kept, err := w.store.Corrections(ctx, list...)
	if err != nil {
		return nil, err
	}
	var docs []index.Document
	for i := range b.drafts {
		if d := &b.drafts[i]; d.err == nil && ids[d.doc.ID] {
			overlay(&d.doc, kept[d.doc.ID])
			docs = append(docs, d.doc)
		}
	}
	absent, different, err := w.store.Diff(ctx, docs)
	if err != nil {
		return nil, err
	}
	different, had, err := w.keepStored(ctx, b, different)
	if err != nil {
		return nil, err
	}
	for _, d := range absent {
		status[d.ID] = Added
	}
	for _, d := range different {
		status[d.ID] = Updated
	}
	put := append(absent, different...)
	defer w.stamp(b, put)()
	refused, err := w.store.Replace(ctx, changes(put, demand, kept, had)...)
	if err != nil {
		return nil, err
	}
	again = map[string]bool{}
	for _, id := range refused {
		again[id] = true
	}
	return again, nil
}

// stamp gives documents of a batch that are about to be put their times. What it
// returns is to be called when they are there.
func (w *Writer) stamp(b *batch, put []index.Document) (done func()) {
	s := w.clock.begin()
	times := make(map[string]string, len(put))
	for i := range put {
		put[i].Indexed = s.next()
		times[put[i].ID] = put[i].Indexed
	}
	for i := range b.drafts {
		if t, has := times[b.drafts[i].doc.ID]; has && b.drafts[i].err == nil {
			b.drafts[i].doc.Indexed = t
		}
	}
	return s.end
}

// changes stores documents with the corrections and the anchors that are known,
// unless there are others by then, or the stored document is not as demanded.
func changes(docs []index.Document, demand Condition, kept map[string][]index.Correction, had map[string]stored) []index.Change {
	list := make([]index.Change, len(docs))
	for i := range docs {
		id := docs[i].ID
		list[i] = index.Change{ID: id, Now: &docs[i], If: func(stored *index.Document) bool {
			return demand.holds(stored) && had[id].stands(stored) &&
				(stored == nil || slices.EqualFunc(stored.Corrections, kept[id], index.Correction.Equal))
		}}
	}
	return list
}

// tellAll tells the outcomes of a batch that was put; status has that of each
// document that the batch changed.
func (b *batch) tellAll(status map[string]Status, tell func(Outcome)) {
	before := map[string]*draft{}
	for i := range b.drafts {
		d := &b.drafts[i]
		if d.err != nil {
			tell(d.outcome(Refused))
			continue
		}
		s, changed := status[d.doc.ID]
		if last := before[d.doc.ID]; !changed || last != nil && reflect.DeepEqual(last.doc, d.doc) {
			s = Unchanged
		} else if last != nil {
			s = Updated
		}
		before[d.doc.ID] = d
		tell(d.outcome(s))
	}
}
