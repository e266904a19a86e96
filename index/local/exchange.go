package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"vankien/index"
)

// A store is made beside its place, and comes into it by renaming. A directory
// is renamed only when all below it is on disk, and the next step is done only
// when the renaming is, so at every moment the names alone say what is whole:
//
//	index          the store in use
//	index.part     being made; nobody needs it
//	index.new      complete, about to take the place
//	index.old      the one that left the place
//	index.damaged  the one that left the place and is kept: parts of it are lost
//
// What is left behind goes after the store in use was opened, which includes
// that it was checked.
const (
	storeName     = "index"
	partSuffix    = ".part"
	newSuffix     = ".new"
	oldSuffix     = ".old"
	damagedSuffix = ".damaged"
)

func (x *Index) path() string { return filepath.Join(x.dir, storeName) }

// createIfAbsent makes the store of a directory that has none. Only Open does
// so: a store that is gone later is a fault, not a new collection.
func (x *Index) createIfAbsent() error {
	if err := x.recoverStore(); err != nil {
		return err
	}
	if there, err := exists(x.path()); there || err != nil {
		return err
	}
	if err := os.RemoveAll(x.path() + partSuffix); err != nil {
		return err
	}
	if err := newStore(x.path() + partSuffix); err != nil {
		return err
	}
	if err := x.complete(); err != nil {
		return err
	}
	return move(x.path()+newSuffix, x.path())
}

// complete tells that the store index.part is whole.
func (x *Index) complete() error {
	part := x.path() + partSuffix
	if err := syncTree(part); err != nil {
		return err
	}
	if err := os.RemoveAll(x.path() + newSuffix); err != nil {
		return err
	}
	return move(part, x.path()+newSuffix)
}

// replaceStore puts index.part, made while the present store was in use, in its
// place. The present one stays as index.damaged if it is to be kept. When the
// new one cannot be opened, the present one comes back.
func (x *Index) replaceStore(keep bool) error {
	x.exchange.Lock()
	defer x.exchange.Unlock()
	present, err := x.current()
	if errors.Is(err, index.ErrClosed) {
		return err
	}
	aside := x.path() + oldSuffix
	if keep {
		aside = x.path() + damagedSuffix
	}
	if err := errors.Join(x.complete(), os.RemoveAll(aside)); err != nil {
		return err
	}
	moved := false
	err = x.replace(present, func() error {
		if err := move(x.path(), aside); err != nil {
			return err
		}
		if err := move(x.path()+newSuffix, x.path()); err != nil {
			return errors.Join(err, move(aside, x.path()))
		}
		moved = true
		return nil
	})
	switch {
	case err != nil && moved:
		back := errors.Join(move(x.path(), x.path()+newSuffix), move(aside, x.path()))
		return errors.Join(err, back, x.openAgain())
	case err != nil || keep:
		return err
	}
	return os.RemoveAll(aside)
}

// recoverStore ends an exchange of stores that was interrupted: without a store
// in its place the new one takes it, if it is sound, else the old one goes back.
// It deletes nothing.
func (x *Index) recoverStore() error {
	if there, err := exists(x.path()); there || err != nil {
		return err
	}
	old, err := exists(x.path() + oldSuffix)
	if err != nil {
		return err
	}
	fresh := x.path() + newSuffix
	if there, err := exists(fresh); err != nil {
		return err
	} else if there {
		var bad *index.DamageError
		if err := check(fresh, -1); err == nil {
			return move(fresh, x.path())
		} else if !errors.As(err, &bad) || !old {
			return err
		}
	}
	if !old {
		return nil
	}
	return move(x.path()+oldSuffix, x.path())
}

// tidy removes what an interrupted exchange left behind. The store in its place
// must have been opened. What cannot be removed stays until the next time.
func (x *Index) tidy() {
	for _, suffix := range []string{partSuffix, newSuffix, oldSuffix} {
		_ = os.RemoveAll(x.path() + suffix)
	}
}

// otherWhole adds to the error of a damaged store that the one which it took the
// place of is still there, and sound.
func (x *Index) otherWhole(err error) error {
	var bad *index.DamageError
	old := x.path() + oldSuffix
	if !errors.As(err, &bad) || check(old, -1) != nil {
		return err
	}
	return fmt.Errorf("%w; %s, from before the last reindexing, is sound: move %s away and it is used", err, old, x.path())
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
