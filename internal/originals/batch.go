package originals

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
)

// Getting a file on disk takes a hundred times as long as writing a small one,
// while many that are waited for at once take hardly longer than one: the system
// brings them to disk together. So what documents are read from is written beside
// the store first, and gets its names when the documents are about to be stored.

// Batch is originals that get on disk together. It is safe for use from many
// goroutines; several batches of one store, too.
type Batch struct {
	store   *Store
	writing sync.Mutex // held by Flush

	mu      sync.Mutex
	waiting map[string]string // what was written and has no name yet, by sum
}

// Begin returns an empty batch.
func (s *Store) Begin() *Batch { return &Batch{store: s, waiting: map[string]string{}} }

// Put takes what in holds, whose sum the caller knows. It is on disk and in the
// store when a Flush that is called later has returned nil. What is there already
// is not written again.
func (b *Batch) Put(sum string, in io.Reader) error {
	if err := valid(sum); err != nil {
		return err
	}
	b.mu.Lock()
	_, waits := b.waiting[sum]
	b.mu.Unlock()
	if waits {
		return nil
	}
	there, err := b.store.keeps(sum)
	if err == nil && !there {
		err = b.write(sum, in)
	}
	if err != nil {
		return fmt.Errorf("keep the original: %w", err)
	}
	return nil
}

// write writes a file of a known sum that has no name yet.
func (b *Batch) write(sum string, in io.Reader) error {
	from := &summing{in: in, hash: sha256.New()}
	part, err := b.store.home.Write(from)
	if err != nil {
		return err
	}
	if from.sum() != sum {
		return errors.Join(ErrSum, b.store.home.Drop(part))
	}
	b.mu.Lock()
	old, twice := b.waiting[sum]
	b.waiting[sum] = part
	b.mu.Unlock()
	if twice {
		return b.store.home.Drop(old)
	}
	return nil
}

// Flush returns when all that was put before is on disk and has its name.
func (b *Batch) Flush() error {
	b.writing.Lock()
	defer b.writing.Unlock()
	b.mu.Lock()
	now := maps.Clone(b.waiting)
	b.mu.Unlock()
	if len(now) == 0 {
		return nil
	}
	if err := b.store.name(now); err != nil {
		return fmt.Errorf("keep originals: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for sum, part := range now {
		if b.waiting[sum] == part {
			delete(b.waiting, sum)
		}
	}
	return nil
}

// name gives files their names for good.
func (s *Store) name(parts map[string]string) error {
	var ends []func(bool) error
	for sum := range parts {
		_, done, err := s.try(sum, false)
		if err != nil {
			return err
		}
		ends = append(ends, done)
	}
	err := s.home.Name(parts)
	stays := err == nil
	for _, done := range ends {
		err = errors.Join(err, done(stays))
	}
	return err
}

// Discard removes what has not been flushed.
func (b *Batch) Discard() {
	b.writing.Lock()
	defer b.writing.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.store.home.Drop(slices.Collect(maps.Values(b.waiting))...)
	clear(b.waiting)
}
