package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"vankien/index"
)

// Soundness is what Verify read and found.
type Soundness struct {
	Files  int // that were read
	Bytes  int64
	Damage []index.Damage // empty when the index is as it was written

	// Unsure are files that hang together but were compared with no sum: after a
	// power cut there may be none of them, or one of an older state.
	Unsure []string
}

// Verify reads every file of the newest state on disk of the index in dir and
// compares it with the sums kept when it was written. It changes nothing and
// waits for nobody: another process may serve the collection and write to it.
// Damage is reported in the result and as a *DamageError.
func Verify(ctx context.Context, dir string) (Soundness, error) {
	s, err := verify(ctx, dir)
	if err != nil {
		err = fmt.Errorf("verify index %q: %w", dir, err)
	}
	return s, err
}

func verify(ctx context.Context, dir string) (found Soundness, err error) {
	store, err := storeToOpen(dir)
	if err != nil {
		return found, err
	}
	s, err := holdState(ctx, dir, store)
	if err != nil {
		return found, err
	}
	defer s.close()
	found.Damage, found.Unsure = s.damage, s.unsure
	for _, p := range s.parts {
		if err := found.check(ctx, p); err != nil {
			return found, err
		}
	}
	if len(found.Damage) > 0 {
		return found, &index.DamageError{Dir: filepath.Join(dir, store), Files: found.Damage}
	}
	return found, nil
}

// check counts a file of the index and, if it is a segment, compares it with its
// sums; the others were compared when the state was taken.
func (found *Soundness) check(ctx context.Context, p part) error {
	file, ofIndex := strings.CutPrefix(p.name, storeName+"/")
	if !ofIndex || file == sumsFile {
		return ctx.Err()
	}
	found.Files++
	found.Bytes += p.size
	if !p.isSegment() {
		return ctx.Err()
	}
	detail, err := p.format.compare(p.file, ctxReader{ctx, p.reader()}, p.size)
	if detail != "" {
		found.Damage = append(found.Damage, badSegment(file, detail))
	}
	return err
}

// storeToOpen names the store that opening the collection would put in its
// place, as recoverStore does, or that is there.
func storeToOpen(dir string) (string, error) {
	for _, name := range []string{storeName, storeName + newSuffix, storeName + oldSuffix} {
		path := filepath.Join(dir, name)
		if there, err := exists(path); err != nil {
			return "", err
		} else if !there {
			continue
		}
		var bad *index.DamageError
		if name != storeName+newSuffix || !errors.As(check(path, -1), &bad) {
			return name, nil
		}
	}
	return "", fmt.Errorf("there is no index in it: %w", fs.ErrNotExist)
}
