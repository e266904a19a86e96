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
	"strings"
	"sync"
)

// Home is where a Store has its files. What it promises holds for all goroutines
// and, where processes share it, for all of them. An error for a file that is not
// there is fs.ErrNotExist.
type Home interface {
	// Write takes bytes that have no sum yet and returns a name for them.
	Write(in io.Reader) (part string, err error)

	// Name gives what was written its sum for good: when it returns nil, all is
	// whole in its place and stays there. What is there already stays as it is.
	Name(parts map[string]string) error

	// Drop removes what was written and has not been given its sum.
	Drop(parts ...string) error

	// Keep reports whether a file is there. One that was asked for by Keep is not
	// removed by another process.
	Keep(sum string) (bool, error)

	// Remove removes a file that only this process knows of.
	Remove(sum string) error

	// Open opens a file, which is an io.Seeker, too.
	Open(sum string) (fs.File, error)

	// Each calls f with the sum and the size of every file, until it returns an
	// error, and returns that.
	Each(f func(sum string, size int64) error) error

	// Size counts the files and their bytes.
	Size() (files int, bytes int64, err error)

	// Clean removes what a process that ended early was writing.
	Clean() error
}

// Store keeps files by their content. It is safe for use from many goroutines and
// processes.
type Store struct {
	home Home

	mu     sync.Mutex
	trials map[string]*trial // by sum, of what is being put or added
}

// trial is an original of which it is not known yet whether it stays.
type trial struct {
	users int
	named bool // it is there
	stays bool // it was there before, or one of them needs it
}

// Open returns the store in a folder, which is made when something is put there.
func Open(dir string) *Store { return In(&folder{dir}) }

// In returns the store of a home.
func In(h Home) *Store { return &Store{home: h, trials: map[string]*trial{}} }

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
// The last user removes what none of them needs and was not there before. Whether it
// is there need not be asked of one that was not there just now.
func (s *Store) try(sum string, ask bool) (t *trial, done func(stays bool) error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t = s.trials[sum]
	if t == nil {
		there := false
		if ask {
			if there, err = s.home.Keep(sum); err != nil {
				return nil, nil, err
			}
		}
		t = &trial{stays: there, named: there}
		s.trials[sum] = t
	}
	t.users++
	return t, func(stays bool) error { return s.tried(sum, t, stays) }, nil
}

func (s *Store) tried(sum string, t *trial, stays bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.stays = t.stays || stays
	if t.users--; t.users > 0 {
		return nil
	}
	delete(s.trials, sum)
	if t.stays || !t.named {
		return nil
	}
	if err := s.home.Remove(sum); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// isNamed reports whether the original of a trial is there, or sets that it is.
func (s *Store) isNamed(t *trial, set bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.named = t.named || set
	return t.named
}

// keeps reports whether an original is there; then it stays.
func (s *Store) keeps(sum string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	there, err := s.home.Keep(sum)
	if t := s.trials[sum]; t != nil && there {
		t.stays = true
	}
	return there, err
}

// Add keeps what in holds, of which the sum is not known before, and returns it.
// Callers call done when they know whether it stays; it goes if nobody needs it who
// put or added the same meanwhile. The error is that of in, or of the disk.
func (s *Store) Add(in io.Reader) (sum string, done func(stays bool) error, err error) {
	from := &summing{in: in, hash: sha256.New()}
	part, err := s.home.Write(from)
	if err != nil {
		return "", nil, keepFault(from.fault(err))
	}
	sum = from.sum()
	t, done, err := s.try(sum, true)
	if err != nil {
		return "", nil, keepFault(errors.Join(err, s.home.Drop(part)))
	}
	if s.isNamed(t, false) {
		err = s.home.Drop(part)
	} else if err = s.home.Name(map[string]string{sum: part}); err == nil {
		s.isNamed(t, true)
	}
	if err != nil {
		return "", nil, keepFault(errors.Join(err, s.home.Drop(part), done(false)))
	}
	return sum, done, nil
}

// keepFault says what failed, unless it was reading what was to be kept.
func keepFault(err error) error {
	if read := (*readError)(nil); errors.As(err, &read) {
		return read.err
	}
	return fmt.Errorf("keep the original: %w", err)
}

// summing reads and sums what is read.
type summing struct {
	in   io.Reader
	hash hash.Hash
	err  error
}

func (r *summing) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	r.hash.Write(p[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

func (r *summing) sum() string { return hex.EncodeToString(r.hash.Sum(nil)) }

// readError is an error of what is read, not of where it is kept.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

// fault is the error of reading if there was one.
func (r *summing) fault(err error) error {
	if r.err != nil {
		return &readError{r.err}
	}
	return err
}

// Get opens an original, which is an io.ReadSeeker, too; the error for one that is
// not kept is fs.ErrNotExist.
func (s *Store) Get(sum string) (fs.File, error) {
	if err := valid(sum); err != nil {
		return nil, err
	}
	return s.home.Open(sum)
}

func valid(sum string) error {
	if len(sum) < 2 || SumAt(sum[:2]+"/"+sum) == "" {
		return fmt.Errorf("%.80q is no SHA-256 sum: %w", sum, fs.ErrNotExist)
	}
	return nil
}

// Path is where the original of a valid sum stands on the disk, for those who read it
// as a file and change nothing; "" where it stands nowhere.
func (s *Store) Path(sum string) string {
	if f, ok := s.home.(*folder); ok {
		return f.path(sum)
	}
	return ""
}

// FS is the store as a tree in which each original has its sum for a name.
func (s *Store) FS() fs.FS { return tree{s} }

type tree struct{ store *Store }

func (t tree) Open(sum string) (fs.File, error) { return t.store.Get(sum) }

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
func (s *Store) Each(f func(sum string, size int64) error) error { return s.home.Each(f) }

// Size counts the files that are kept and their bytes.
func (s *Store) Size() (files int, bytes int64, err error) { return s.home.Size() }

// Check reads an original again. The error is ErrDamaged, or one of the disk.
func (s *Store) Check(sum string) error {
	f, err := s.Get(sum)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return ErrDamaged
	}
	return nil
}

// Clean removes what a process that ended early was writing. In a folder no other
// may be writing.
func (s *Store) Clean() error { return s.home.Clean() }
