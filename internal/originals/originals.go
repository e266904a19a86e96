// Package originals keeps the files that documents were read from, by their
// content: each is stored once, as it was, under the SHA-256 of its bytes.
package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Store is a folder of files named by their content: "ab/ab12…", where the first
// two digits part them, so that no folder holds too many. It is safe for use
// from many goroutines and processes.
type Store struct{ dir string }

// Open returns the store in a folder, which is made when something is put there.
func Open(dir string) *Store { return &Store{dir} }

// ErrSum is the error for bytes that are not those of the sum they came with:
// the file was changed while it was read.
var ErrSum = errors.New("the file was changed while it was read")

// Put keeps what in holds, whose sum the caller knows. When it returns nil the
// bytes are on disk. What is there already is not written again.
func (s *Store) Put(sum string, in io.Reader) error {
	path, err := s.path(sum)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := s.write(path, sum, in); err != nil {
		return fmt.Errorf("keep the original: %w", err)
	}
	return nil
}

// write writes beside the path and gives the file its name when all of it is on disk.
func (s *Store) write(path, sum string, in io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), beginning+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it has its name
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(f, h), in); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return ErrSum
	}
	if err := errors.Join(f.Chmod(0o444), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// beginning begins the names of files that are being written.
const beginning = "new-"

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

// Get opens an original; the error for one that is not kept is fs.ErrNotExist.
func (s *Store) Get(sum string) (*os.File, error) {
	path, err := s.path(sum)
	if err != nil {
		return nil, err
	}
	return os.Open(path)
}

// path is where the file of a sum stands.
func (s *Store) path(sum string) (string, error) {
	if b, err := hex.DecodeString(sum); err != nil || len(b) != sha256.Size || sum != strings.ToLower(sum) {
		return "", fmt.Errorf("%.80q is no SHA-256 sum: %w", sum, fs.ErrNotExist)
	}
	return filepath.Join(s.dir, sum[:2], sum), nil
}

// Size counts the files that are kept and their bytes.
func (s *Store) Size() (files int, bytes int64, err error) {
	err = filepath.WalkDir(s.dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), beginning) {
			return err
		}
		info, err := e.Info()
		if err == nil {
			files, bytes = files+1, bytes+info.Size()
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return files, bytes, err
}

// Check reads an original again and tells whether it is as it was.
func (s *Store) Check(sum string) error {
	f, err := s.Get(sum)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return fmt.Errorf("original %s: its bytes are not those that were kept", sum)
	}
	return nil
}
