package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vankien/index"
)

// migration is a copy of a collection under way.
type migration struct {
	from, to *desk
	talk     io.Writer
	began    time.Time

	sum   sum // of the documents that were read
	files int // in the journal

	mu               sync.Mutex // guards what follows
	next             time.Time  // of a word on how far it is
	copied, there    int        // documents
	kept, keptBefore int        // originals
}

func (m *migration) waits(by string) { say(m.talk, "waiting for %s, which copies to it, too\n", by) }

// Bounds of what is copied at once.
const (
	migrateDocs  = 1000
	migrateBytes = 8 << 20
	inFlight     = 4
)

// tell says how far it is, now and then.
func (m *migration) tell(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
	if now := time.Now(); now.After(m.next) {
		m.next = now.Add(lineEvery)
		say(m.talk, "… %s copied, %d were there; %s copied, %d were there\n", plural(m.copied, "document"), m.there, plural(m.kept, "original"), m.keptBefore)
	}
}

// originals copies the files that documents were read from.
func (m *migration) originals(ctx context.Context) error {
	there := map[string]bool{}
	if err := m.to.originals.Each(func(sum string, _ int64) error { there[sum] = true; return ctx.Err() }); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	sums := make(chan string)
	for range inFlight {
		group.Go(func() error { return m.copyOriginals(sums) })
	}
	group.Go(func() error {
		defer close(sums)
		return m.from.originals.Each(func(sum string, _ int64) error {
			if there[sum] {
				m.tell(func() { m.keptBefore++ })
				return nil
			}
			select {
			case sums <- sum:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	if err := group.Wait(); err != nil {
		return fmt.Errorf("copy the originals: %w", err)
	}
	return nil
}

// flushAfter is how many originals are written before their names.
const flushAfter = 200

// copyOriginals copies those that it is told of.
func (m *migration) copyOriginals(sums <-chan string) error {
	b := m.to.originals.Begin()
	defer b.Discard()
	n := 0
	flush := func() error {
		err := b.Flush()
		if err == nil {
			m.tell(func() { m.kept += n })
			n = 0
		}
		return err
	}
	for sum := range sums {
		in, err := m.from.originals.Get(sum)
		if err != nil {
			return err
		}
		err = b.Put(sum, in)
		in.Close()
		if n++; err == nil && n >= flushAfter {
			err = flush()
		}
		if err != nil {
			return fmt.Errorf("original %s: %w", sum, err)
		}
	}
	return flush()
}

// documents copies those that are not there or otherwise.
func (m *migration) documents(ctx context.Context) error {
	group, within := errgroup.WithContext(ctx)
	batches := make(chan []index.Document)
	for range inFlight {
		group.Go(func() error {
			for batch := range batches {
				if err := m.copyDocuments(within, batch); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(batches)
		var batch []index.Document
		size := 0
		send := func() error {
			select {
			case batches <- batch:
				batch, size = nil, 0
				return nil
			case <-within.Done():
				return within.Err()
			}
		}
		err := m.from.Each(within, func(d index.Document) error {
			m.sum.add(d.ID, d.Tag())
			if batch, size = append(batch, d), size+len(d.Body)+len(d.Abstract); len(batch) < migrateDocs && size < migrateBytes {
				return nil
			}
			return send()
		})
		if err == nil && len(batch) > 0 {
			err = send()
		}
		return err
	})
	if err := group.Wait(); err != nil {
		return fmt.Errorf("copy the documents: %w", err)
	}
	return nil
}

func (m *migration) copyDocuments(ctx context.Context, batch []index.Document) error {
	absent, different, err := m.to.Diff(ctx, batch)
	if err != nil {
		return err
	}
	put := append(absent, different...)
	if len(put) > 0 {
		err = m.to.Put(ctx, put...)
	}
	if err == nil {
		m.tell(func() { m.copied, m.there = m.copied+len(put), m.there+len(batch)-len(put) })
	}
	return err
}

// sum is one over things in any order: equal ones have equal sums, and others, but for
// a chance of nothing to speak of, do not.
type sum struct {
	n     int
	parts [4]uint64
}

func (s *sum) add(name, content string) {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %s", len(name), name, content)
	of := h.Sum(nil)
	for i := range s.parts {
		s.parts[i] += binary.LittleEndian.Uint64(of[8*i:])
	}
	s.n++
}

func (s sum) String() string {
	return fmt.Sprintf("%d, sum %016x", s.n, s.parts[0]^s.parts[1]^s.parts[2]^s.parts[3])
}

// compare reads both collections and says whether they are the same.
func (m *migration) compare(ctx context.Context, out io.Writer) (same bool, err error) {
	var documents sum
	if err := m.to.Each(ctx, func(d index.Document) error { documents.add(d.ID, d.Tag()); return nil }); err != nil {
		return false, err
	}
	var originals [2]sum
	for i, d := range []*desk{m.from, m.to} {
		err := d.originals.Each(func(name string, size int64) error { originals[i].add(name, fmt.Sprint(size)); return ctx.Err() })
		if err != nil {
			return false, err
		}
	}
	same = true
	line := func(what string, a, b any, equal bool) {
		verdict := "equal"
		if !equal {
			same, verdict = false, "DIFFERENT"
		}
		say(out, "%s: %v here, %v there: %s\n", what, a, b, verdict)
	}
	line("documents", m.sum, documents, m.sum == documents)
	line("originals", originals[0], originals[1], originals[0] == originals[1])
	here, there := m.from.Labels(), m.to.Labels() // which may have some that no document has any more
	found := 0
	for id, label := range here {
		if there[id] == label {
			found++
		}
	}
	line("labels", len(here), found, len(here) == found)
	return same, nil
}

// onlyThere returns the ids of documents that the collection does not have that was
// copied.
func (m *migration) onlyThere(ctx context.Context) (ids []string, err error) {
	var batch []index.Document
	look := func() error {
		absent, _, err := m.from.Diff(ctx, batch)
		for i := range absent {
			ids = append(ids, absent[i].ID)
		}
		batch = nil
		return err
	}
	err = m.to.Each(ctx, func(d index.Document) error {
		if batch = append(batch, index.Document{ID: d.ID}); len(batch) < migrateDocs {
			return nil
		}
		return look()
	})
	if err == nil {
		err = look()
	}
	return ids, err
}
