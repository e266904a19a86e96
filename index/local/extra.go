package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vankien/internal/boltfile"
)

// Extra is what else belongs to a collection and stands in its data directory: a
// file of Bolt, or a folder of files that are written once.
//
// A file of Bolt is taken as root.bolt is (backupstate.go), before the state of the
// index: so it must be one that tells of documents only after they were put. Files
// that are written once are taken after that state: so a file that a document
// names must be there before the document is.
type Extra struct {
	Name string // in the data directory

	// Sum returns the SHA-256, in hexadecimal, that a file has by its path in the
	// folder, with slashes; "" for what is no part of it, such as one that is being
	// written. With nil Name is a file of Bolt.
	Sum func(path string) string
}

// extras are all that a collection has besides.
type extras []Extra

// isPart reports whether a name is one that a file of a backup can have.
func (x extras) isPart(name string) bool {
	return isPart(name) || slices.ContainsFunc(x, func(e Extra) bool {
		if e.Sum == nil {
			return name == e.Name
		}
		path, in := strings.CutPrefix(name, e.Name+"/")
		return in && filepath.IsLocal(path) && e.Sum(path) != ""
	})
}

// names are those of what stands beside the index.
func (x extras) names() []string {
	list := slices.Clone(besideIndex)
	for _, e := range x {
		list = append(list, e.Name)
	}
	return list
}

// bolts reads the files of Bolt that are there.
func (x extras) bolts(ctx context.Context, dir string) (parts []part, err error) {
	for _, e := range x {
		if e.Sum != nil {
			continue
		}
		raw, err := readBolt(ctx, filepath.Join(dir, e.Name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
		parts = append(parts, newPart(e.Name, raw))
	}
	return parts, nil
}

// readBolt returns the bytes of one transaction of a file of Bolt that may be
// written to meanwhile.
func readBolt(ctx context.Context, path string) (raw []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for range holdTries {
		raw, err = io.ReadAll(io.NewSectionReader(f, 0, 1<<62))
		if err != nil {
			return nil, err
		}
		now, err := newestTransaction(f)
		if err != nil || now == boltfile.Transaction(raw) {
			return raw, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(holdPause):
		}
	}
	return nil, errChanged
}

// written lists the files that are written once.
func (x extras) written(ctx context.Context, dir string) (parts []part, err error) {
	for _, e := range x {
		if e.Sum == nil {
			continue
		}
		folder := filepath.Join(dir, e.Name)
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err = cmp.Or(err, ctx.Err()); err != nil || !d.Type().IsRegular() {
				return err
			}
			rel, err := filepath.Rel(folder, path)
			if err != nil {
				return err
			}
			rel = filepath.ToSlash(rel)
			if sum := e.Sum(rel); sum != "" {
				parts = append(parts, part{name: e.Name + "/" + rel, once: &writtenOnce{path, sum}})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// writtenOnce is a file that is opened when its turn comes: there may be more of
// them than files can be open.
type writtenOnce struct{ path, sum string }

// opened returns the part with its file open, until done. The error for a file that
// is gone, as one that no document came to need, is fs.ErrNotExist.
func (p part) opened() (part, error) {
	if p.once == nil {
		return p, nil
	}
	f, err := os.Open(p.once.path)
	if err != nil {
		return p, err
	}
	info, err := f.Stat()
	if err != nil {
		return p, errors.Join(err, f.Close())
	}
	p.file, p.size = f, info.Size()
	return p, nil
}

// done closes what opened has opened.
func (p part) done() {
	if p.once != nil {
		_ = p.file.Close()
	}
}

// copyOnce writes a file that is written once to w.
func (p part) copyOnce(ctx context.Context, w io.Writer) (string, error) {
	sum, err := sumOf(ctx, io.TeeReader(p.reader(), w))
	if err == nil && sum != p.once.sum {
		err = fmt.Errorf("%s is damaged: its bytes are not those of its name; put it back from an earlier backup, or remove it and add anew what it is a copy of", p.name)
	}
	return sum, err
}
