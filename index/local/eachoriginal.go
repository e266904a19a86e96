package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/segment"
)

// EachOriginal calls f with the id and the original of every document that names
// one in the newest state on disk of the index in dir, in no particular order,
// until it returns an error, and returns that. Like Verify it changes nothing and
// waits for nobody.
func EachOriginal(ctx context.Context, dir string, f func(id string, o *index.Original) error) error {
	maps, err := mapDocuments(ctx, dir)
	if err != nil {
		return fmt.Errorf("read the documents in %q: %w", dir, err)
	}
	defer closeAll(maps)
	for _, m := range maps {
		if err := m.eachOriginal(ctx, f); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// documentMap is a segment of which only ids and stored values are read.
type documentMap struct {
	*segment.OnDisk
	name    string
	deleted *roaring.Bitmap
}

// mapDocuments maps the segments of a state. One that a merge removes before it is
// mapped belongs to a state that is no longer the newest.
func mapDocuments(ctx context.Context, dir string) (maps []documentMap, err error) {
	store, err := storeToOpen(dir)
	if err != nil {
		return nil, err
	}
	for range holdTries {
		s, err := holdState(ctx, dir, store)
		if err != nil {
			return nil, err
		}
		maps, err = s.mapDocuments(filepath.Join(dir, store))
		s.close()
		if !errors.Is(err, fs.ErrNotExist) {
			return maps, err
		}
	}
	return nil, errChanged
}

func (s *heldState) mapDocuments(dir string) (maps []documentMap, err error) {
	defer func() {
		if err != nil {
			closeAll(maps)
		}
	}()
	for _, p := range s.parts {
		if p.file == nil || p.format != ownFormat { // no earlier format knows of originals
			continue
		}
		m := documentMap{name: filepath.Base(p.name), deleted: roaring.New()}
		if len(p.deleted) > 0 {
			if err := m.deleted.UnmarshalBinary(p.deleted); err != nil {
				return maps, fmt.Errorf("%s: the deletions of %s: %w", rootName, m.name, err)
			}
		}
		if m.OnDisk, err = (&segment.Plugin{Layout: &layout}).MapDocuments(filepath.Join(dir, "store", m.name)); err != nil {
			return maps, err
		}
		maps = append(maps, m)
	}
	return maps, nil
}

func closeAll(maps []documentMap) {
	for _, m := range maps {
		_ = m.Close()
	}
}

func (m documentMap) eachOriginal(ctx context.Context, f func(id string, o *index.Original) error) error {
	for n := range m.Count() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if m.deleted.Contains(uint32(n)) {
			continue
		}
		var d index.Document
		err := exec.Guard(m.name, func() error {
			id, err := m.DocID(n)
			if err != nil {
				return err
			}
			d.ID = string(id)
			return m.Stored(uint32(n), false, func(name string, value []byte) bool {
				if name == fieldOriginal {
					setStored(&d, name, string(value))
				}
				return true
			})
		})
		if err != nil {
			return err
		}
		if d.Original == nil {
			continue
		}
		if err := f(d.ID, d.Original); err != nil {
			return err
		}
	}
	return nil
}
