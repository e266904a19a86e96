package originals

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
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
	waiting map[string]string // paths of files without their names yet, by sum
}

// Begin returns an empty batch.
func (s *Store) Begin() *Batch { return &Batch{store: s, waiting: map[string]string{}} }

// Put takes what in holds, whose sum the caller knows. It is on disk and in the
// store when a Flush that is called later has returned nil. What is there already
// is not written again.
func (b *Batch) Put(sum string, in io.Reader) error {
	if _, err := b.store.path(sum); err != nil {
		return err
	}
	b.mu.Lock()
	_, waits := b.waiting[sum]
	b.mu.Unlock()
	if waits || b.store.keeps(sum) {
		return nil
	}
	from, err := b.store.writeBeside(sum, in)
	if err != nil {
		return fmt.Errorf("keep the original: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting[sum] = from
	return nil
}

// writeBeside writes a file of a known sum that has no name yet.
func (s *Store) writeBeside(sum string, in io.Reader) (path string, err error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", err
	}
	f, err := begin(s.dir)
	if err != nil {
		return "", err
	}
	if _, err = io.Copy(f, in); err == nil && f.sum() != sum {
		err = ErrSum
	}
	if err = errors.Join(err, f.file.Close()); err != nil {
		os.Remove(f.file.Name())
	}
	return f.file.Name(), err
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
	if err := b.store.nameAll(now); err != nil {
		return fmt.Errorf("keep originals: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for sum := range now {
		delete(b.waiting, sum)
	}
	return nil
}

// syncedAtOnce is how many files are waited for at a time.
const syncedAtOnce = 32

// nameAll gets files on disk and gives them their names for good.
func (s *Store) nameAll(files map[string]string) error {
	var group errgroup.Group
	group.SetLimit(syncedAtOnce)
	folders := map[string]bool{s.dir: true}
	for sum, from := range files {
		folder := filepath.Dir(s.Path(sum))
		if !folders[folder] {
			folders[folder] = true
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return errors.Join(err, group.Wait())
			}
		}
		group.Go(func() error {
			done := s.try(sum)
			err := settle(from, s.Path(sum))
			return errors.Join(err, done(err == nil))
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for folder := range folders {
		group.Go(func() error { return syncFolder(folder) })
	}
	return group.Wait()
}

// settle gets a file on disk and gives it its name.
func settle(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(to); err == nil {
			return nil // it has its name since a Flush that failed for others
		}
	}
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o444), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// Discard removes what has not been flushed.
func (b *Batch) Discard() {
	b.writing.Lock()
	defer b.writing.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, path := range b.waiting {
		os.Remove(path)
	}
	clear(b.waiting)
}

// Clean removes what a process that ended early was writing. No other may be
// writing to the store.
func (s *Store) Clean() error {
	list, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), beginning) && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(s.dir, e.Name())))
		}
	}
	return err
}
