package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/blevesearch/bleve/v2"
)

// Reindex rebuilds the index in dir from the documents it stores, whatever
// analysis built it. progress, if not nil, is told how many are done. Like Open
// it fails at once with ErrLocked.
func Reindex(ctx context.Context, dir string, progress func(done, total int)) error {
	lock, err := acquire(dir)
	if err != nil {
		return err
	}
	x := &Index{dir: dir, lock: lock, tables: defaultTables()}
	err = x.recoverStore()
	if err == nil {
		err = x.openAny()
	}
	if err != nil {
		_ = lock.Unlock()
		return fmt.Errorf("open index %q: %w", dir, err)
	}
	return errors.Join(x.Reindex(ctx, progress), x.Close())
}

// Reindex rebuilds the index from the documents it stores. The old one answers
// searches until the new one is complete and takes its place; writes wait. An
// error or a crash leaves the old one as it was.
func (x *Index) Reindex(ctx context.Context, progress func(done, total int)) error {
	if x.dir == "" {
		return errors.New("reindex: an index in memory has no older version")
	}
	x.writeMu.Lock()
	defer x.writeMu.Unlock()
	fresh := x.store() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	if err := x.copyTo(ctx, fresh, progress); err != nil {
		_ = os.RemoveAll(fresh)
		return fmt.Errorf("reindex: %w", err)
	}
	if err := x.replaceStore(fresh); err != nil {
		return fmt.Errorf("reindex: %w", err)
	}
	return nil
}

// copyTo builds a complete store at path.
func (x *Index) copyTo(ctx context.Context, path string, progress func(done, total int)) error {
	b, err := newStore(path)
	if err != nil {
		return err
	}
	err = x.copyDocuments(ctx, b, progress)
	return errors.Join(err, b.Close())
}

// reindexBatch is the number of documents written at once.
const reindexBatch = 1000

func (x *Index) copyDocuments(ctx context.Context, b bleve.Index, progress func(done, total int)) error {
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	if labels, err := s.GetInternal([]byte(keyLabels)); err != nil {
		return err
	} else if labels != nil {
		if err := b.SetInternal([]byte(keyLabels), labels); err != nil {
			return err
		}
	}
	total, err := s.DocCount()
	if err != nil {
		return err
	}
	done, batch := 0, b.NewBatch()
	flush := func() error {
		if err := errors.Join(ctx.Err(), b.Batch(batch)); err != nil {
			return err
		}
		done += batch.Size()
		batch.Reset()
		if progress != nil {
			progress(done, int(total))
		}
		return nil
	}
	for _, seg := range s.segments {
		for it := seg.DocNumbersLive().Iterator(); it.HasNext(); {
			d, err := seg.load(uint64(it.Next()))
			if err != nil {
				return err
			}
			d = d.composed()
			if err := batch.IndexAdvanced(bleveDocument(&d)); err != nil {
				return err
			}
			if batch.Size() == reindexBatch {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

// replaceStore puts the store at path in the place of the present one. Between
// the two moves the old one has another name; recoverStore ends an interrupted
// exchange.
func (x *Index) replaceStore(path string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.b != nil {
		if err := x.b.Close(); err != nil {
			return err
		}
		x.b = nil
	}
	old := x.store() + ".old"
	if err := os.Rename(x.store(), old); err != nil {
		return err
	}
	if err := os.Rename(path, x.store()); err != nil {
		return err
	}
	if err := x.openBleve(); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

// recoverStore finishes an exchange of stores that was interrupted: without a
// store in its place the complete new one takes it, else the old one goes back.
func (x *Index) recoverStore() error {
	old := x.store() + ".old"
	if _, err := os.Stat(x.store()); !errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(old)
	}
	if _, err := os.Stat(old); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Rename(x.store()+".new", x.store()); err != nil {
		return os.Rename(old, x.store())
	}
	return os.RemoveAll(old)
}
