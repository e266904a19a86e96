package local

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"

	"vankien/index"
)

// Put stores documents, replacing those with the same id; of equal ids in one
// call the last wins. All are stored or, on error, none. When Put returns nil
// the documents are on disk and the next search finds them. A *FieldError names
// a document that cannot be stored, and nothing is. With index.ErrNoSpace
// nothing is stored when the disk was seen to be too full beforehand; a disk
// that fails within the writing leaves open whether the call took effect. The
// end of ctx ends only the waiting for earlier writes.
//
// Calls at the same time are joined into one batch, in the order in which they
// came. A call is never divided; some 3,000 documents from two goroutines
// are fastest.
func (x *Index) Put(ctx context.Context, docs ...index.Document) error {
	docs, err := index.Prepared(docs)
	if err != nil || len(docs) == 0 {
		return err
	}
	return x.write(ctx, "put", putChange(docs))
}

// putChange is the change that stores prepared documents.
func putChange(docs []index.Document) *change {
	c := &change{docs: make([]*document.Document, len(docs))}
	for i := range docs {
		c.docs[i] = segmentDocument(&docs[i]).Bleve()
		c.bytes += int(c.docs[i].NumPlainTextBytes())
	}
	return c
}

// Delete removes documents, all or, on error, none, and returns the ids of
// those that were there.
func (x *Index) Delete(ctx context.Context, ids ...string) ([]string, error) {
	present, err := x.present(ctx, ids)
	if err != nil || len(present) == 0 {
		return nil, err
	}
	if err := x.write(ctx, "delete", &change{deleted: present}); err != nil {
		return nil, err
	}
	return present, nil
}

func (x *Index) present(ctx context.Context, ids []string) (present []string, err error) {
	err = x.read(ctx, func(s *snapshot) error {
		for _, id := range ids {
			_, _, ok, err := s.find(id)
			if err != nil {
				return err
			}
			if ok && !slices.Contains(present, id) {
				present = append(present, id)
			}
		}
		return nil
	})
	return present, err
}

// write has the writer make a change.
func (x *Index) write(ctx context.Context, verb string, c *change) error {
	err := ctx.Err()
	if err == nil {
		err = x.writer.do(ctx, c)
	}
	if err == nil || errors.Is(err, index.ErrClosed) {
		return err
	}
	return fmt.Errorf("%s: %w", verb, err)
}

// commit writes changes as one batch; of equal ids the last wins. A store that
// fails is opened anew before the error is returned: what was acknowledged is
// on disk and stays.
func (x *Index) commit(changes []*change) error {
	err := x.commitOnce(changes)
	if errors.Is(err, bleve.ErrorIndexClosed) {
		// The batch built beside this one failed and had the store replaced
		// before this one began.
		err = x.commitOnce(changes)
	}
	return err
}

func (x *Index) commitOnce(changes []*change) error {
	st, err := x.writable()
	if err != nil {
		return err
	}
	if err := x.checkRoom(changes); err != nil {
		return err
	}
	b := st.b.NewBatch()
	for _, c := range changes {
		if err := x.judge(c); err != nil {
			return err
		}
		if err := c.addTo(b); err != nil {
			return err
		}
	}
	// Bleve looks up what the batch replaces; with a damaged list of ids it would
	// keep both.
	if err := x.examine(context.Background()); err != nil {
		return err
	}
	err = st.commit(b)
	if bad := x.examine(context.Background()); isDamage(bad) {
		return bad
	}
	if err == nil {
		return nil
	}
	if again := x.reopen(st); again != nil {
		return fmt.Errorf("%w; %w", err, again)
	}
	return err
}

// addTo adds a change to a batch.
func (c *change) addTo(b *bleve.Batch) error {
	for _, d := range c.docs {
		if c.refuses(d.ID()) {
			continue
		}
		if err := b.IndexAdvanced(d); err != nil {
			return err
		}
	}
	for _, id := range c.deleted {
		if !c.refuses(id) {
			b.Delete(id)
		}
	}
	if c.labels != nil {
		b.SetInternal([]byte(keyLabels), c.labels)
	}
	if c.size() > len(c.refused) {
		b.SetInternal([]byte(keyState), newState())
	}
	return nil
}

// writable returns a store that takes batches. One whose persister failed since
// the last write, or that could not be opened then, is opened anew.
func (x *Index) writable() (*store, error) {
	st, err := x.current()
	if errors.Is(err, index.ErrClosed) || isDamage(err) || err == nil && !st.failed() {
		return st, err
	}
	if err := x.reopen(st); err != nil {
		return nil, err
	}
	return x.current()
}

// Get returns a stored document, or index.ErrNotFound.
func (x *Index) Get(ctx context.Context, id string) (d index.Document, err error) {
	err = x.read(ctx, func(s *snapshot) error {
		seg, local, ok, err := s.find(id)
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("document %q: %w", id, index.ErrNotFound)
		}
		d, err = s.segments[seg].load(local)
		return err
	})
	if err != nil {
		return index.Document{}, err
	}
	return d, nil
}

// Diff compares docs with what is stored and returns those that are absent and
// those that are stored with other content. Documents equal to the stored ones
// are in neither list; of equal ids the last counts. An *FieldError names a
// document that cannot be stored.
func (x *Index) Diff(ctx context.Context, docs []index.Document) (absent, different []index.Document, err error) {
	docs, err = index.Prepared(docs)
	if err != nil {
		return nil, nil, err
	}
	err = x.read(ctx, func(s *snapshot) (err error) {
		absent, different, err = s.diff(ctx, docs)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return absent, different, nil
}

func (s *snapshot) diff(ctx context.Context, docs []index.Document) (absent, different []index.Document, err error) {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	places, err := s.findAll(ids)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range docs {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		at, ok := places[d.ID]
		if !ok {
			absent = append(absent, d)
			continue
		}
		old, err := s.segments[at.seg].load(at.local)
		if err != nil {
			return nil, nil, err
		}
		if !d.Equal(&old) {
			different = append(different, d)
		}
	}
	return absent, different, nil
}

// place is where a document stands in a snapshot.
type place struct {
	seg   int
	local uint64
}

// findAll looks up many ids with one dictionary walk per segment.
func (s *snapshot) findAll(ids []string) (map[string]place, error) {
	places := map[string]place{}
	for i, v := range s.segments {
		nums, err := v.DocNumbers(ids)
		if err != nil {
			return nil, fmt.Errorf("look up ids: %w", err)
		}
		for it := nums.Iterator(); it.HasNext(); {
			local := uint64(it.Next())
			id, err := v.docID(local)
			if err != nil {
				return nil, fmt.Errorf("look up ids: %w", err)
			}
			places[string(id)] = place{i, local}
		}
	}
	return places, nil
}
