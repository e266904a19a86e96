// Package originals keeps the files that documents were read from, by their
// content: each is stored once, as it was, under the SHA-256 of its bytes.
package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Store is a folder of files named by their content: "ab/ab12…", where the first
// two digits part them, so that no folder holds too many. It is safe for use
// from many goroutines and processes.
type Store struct {
	dir string

	mu     sync.Mutex
	trials map[string]*trial // by sum, of what is being put or added
}

// trial is an original of which it is not known yet whether it stays.
type trial struct {
	users int
	stays bool // it was there before, or one of them needs it
}

// Open returns the store in a folder, which is made when something is put there.
func Open(dir string) *Store { return &Store{dir: dir, trials: map[string]*trial{}} }

// ErrSum is the error for bytes that are not those of the sum they came with:
// the file was changed while it was read.
var ErrSum = errors.New("the file was changed while it was read")

// ErrDamaged is the error for an original that is not as it was kept.
var ErrDamaged = errors.New("its bytes are not those that were kept")

// Put keeps what in holds, whose sum the caller knows. When it returns nil the
// bytes are on disk. What is there already is not written again.
func (s *Store) Put(sum string, in io.Reader) error {
	b := s.Begin()
	defer b.Discard()
	if err := b.Put(sum, in); err != nil {
		return err
	}
	return b.Flush()
}

// try notes that an original is in use until done, which tells whether it stays.
// The last user removes what none of them needs and was not there before.
func (s *Store) try(sum string) (done func(stays bool) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.trials[sum]
	if t == nil {
		_, err := os.Stat(s.Path(sum))
		t = &trial{stays: err == nil}
		s.trials[sum] = t
	}
	t.users++
	return func(stays bool) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		t.stays = t.stays || stays
		if t.users--; t.users > 0 {
			return nil
		}
		delete(s.trials, sum)
		if t.stays {
			return nil
		}
		if err := os.Remove(s.Path(sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
}

// keeps reports whether an original is there; then it stays.
func (s *Store) keeps(sum string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := os.Stat(s.Path(sum))
	if t := s.trials[sum]; t != nil && err == nil {
		t.stays = true
	}
	return err == nil
}

// Add keeps what in holds, of which the sum is not known before, and returns it.
// Callers call done when they know whether it stays; it goes if nobody needs it who
// put or added the same meanwhile. The error is that of in, or of the disk.
func (s *Store) Add(in io.Reader) (sum string, done func(stays bool) error, err error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", nil, fmt.Errorf("keep the original: %w", err)
	}
	f, err := begin(s.dir)
	if err != nil {
		return "", nil, fmt.Errorf("keep the original: %w", err)
	}
	defer f.discard()
	if _, err := io.Copy(f, in); err != nil {
		return "", nil, err
	}
	sum = f.sum()
	done = s.try(sum)
	path := s.Path(sum)
	if _, err := os.Stat(path); err == nil {
		return sum, done, nil
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
		err = f.name(path)
	}
	if err != nil {
		return "", nil, fmt.Errorf("keep the original: %w", errors.Join(err, done(false)))
	}
	return sum, done, nil
}

// growing is a file that is being written.
type growing struct {
	file *os.File // not embedded: io.Copy would go by its ReadFrom, past the sum
	hash hash.Hash
}

func begin(dir string) (*growing, error) {
	f, err := os.CreateTemp(dir, beginning+"*")
	if err != nil {
		return nil, err
	}
	return &growing{f, sha256.New()}, nil
}

func (g *growing) Write(b []byte) (int, error) {
	g.hash.Write(b)
	return g.file.Write(b)
}

func (g *growing) sum() string { return hex.EncodeToString(g.hash.Sum(nil)) }

// discard removes the file unless it was named.
func (g *growing) discard() {
	g.file.Close()
	os.Remove(g.file.Name())
}

// name gives the file, when all of it is on disk, its name for good.
func (g *growing) name(path string) error {
	if err := errors.Join(g.file.Chmod(0o444), g.file.Sync(), g.file.Close()); err != nil {
		return err
	}
	if err := os.Rename(g.file.Name(), path); err != nil {
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
	if len(sum) < 2 || SumAt(sum[:2]+"/"+sum) == "" {
		return "", fmt.Errorf("%.80q is no SHA-256 sum: %w", sum, fs.ErrNotExist)
	}
	return s.Path(sum), nil
}

// Path is where the original of a valid sum stands, for those who read it as a
// file and change nothing.
func (s *Store) Path(sum string) string { return filepath.Join(s.dir, sum[:2], sum) }

// SumAt returns the sum of the original that stands at a path in a store, with
// slashes, and "" for what is none, such as a file that is being written.
func SumAt(path string) string {
	folder, sum, _ := strings.Cut(path, "/")
	if b, err := hex.DecodeString(sum); err != nil || len(b) != sha256.Size || sum != strings.ToLower(sum) || sum[:2] != folder {
		return ""
	}
	return sum
}

// Each calls f with the sum and the size of every original, until it returns an
// error, and returns that.
func (s *Store) Each(f func(sum string, size int64) error) error {
	err := filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
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

// Size counts the files that are kept and their bytes.
func (s *Store) Size() (files int, bytes int64, err error) {
	err = s.Each(func(_ string, size int64) error {
		files, bytes = files+1, bytes+size
		return nil
	})
	return files, bytes, err
}

// Check reads an original again. The error is ErrDamaged, or one of the disk.
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
		return ErrDamaged
	}
	return nil
}
