package originals

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// folder is a home on the disk: "ab/ab12…", where the first two digits part the
// files, so that no folder holds too many.
type folder struct{ dir string }

// beginning begins the names of files that are being written.
const beginning = "new-"

func (h *folder) path(sum string) string { return filepath.Join(h.dir, sum[:2], sum) }

func (h *folder) Write(in io.Reader) (part string, err error) {
	if err := os.MkdirAll(h.dir, 0o755); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(h.dir, beginning+"*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(struct{ io.Writer }{f}, in)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), err
}

// syncedAtOnce is how many files are waited for at a time.
const syncedAtOnce = 32

func (h *folder) Name(parts map[string]string) error {
	var group errgroup.Group
	group.SetLimit(syncedAtOnce)
	folders := map[string]bool{h.dir: true}
	for sum, from := range parts {
		in := filepath.Dir(h.path(sum))
		if !folders[in] {
			folders[in] = true
			if err := os.MkdirAll(in, 0o755); err != nil {
				return errors.Join(err, group.Wait())
			}
		}
		group.Go(func() error { return settle(from, h.path(sum)) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for in := range folders {
		group.Go(func() error { return syncFolder(in) })
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

// syncFolder puts the names in a folder on disk, where the system can.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

func (h *folder) Drop(parts ...string) (err error) {
	for _, path := range parts {
		if bad := os.Remove(path); bad != nil && !errors.Is(bad, fs.ErrNotExist) {
			err = errors.Join(err, bad)
		}
	}
	return err
}

func (h *folder) Keep(sum string) (bool, error) {
	_, err := os.Stat(h.path(sum))
	return err == nil, nil
}

func (h *folder) Remove(sum string) error { return os.Remove(h.path(sum)) }

func (h *folder) Open(sum string) (fs.File, error) {
	f, err := os.Open(h.path(sum))
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (h *folder) Each(f func(sum string, size int64) error) error {
	err := filepath.WalkDir(h.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		sum := SumAt(filepath.Base(filepath.Dir(path)) + "/" + e.Name())
		if sum == "" {
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return f(sum, info.Size())
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return err
}

func (h *folder) Size() (files int, bytes int64, err error) {
	err = h.Each(func(_ string, size int64) error {
		files, bytes = files+1, bytes+size
		return nil
	})
	return files, bytes, err
}

func (h *folder) Clean() error {
	list, err := os.ReadDir(h.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range list {
		if strings.HasPrefix(e.Name(), beginning) && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(h.dir, e.Name())))
		}
	}
	return err
}
