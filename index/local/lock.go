package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked says that another process has the directory open.
var ErrLocked = errors.New("the directory is in use by another process")

// acquire takes the lock of dir and writes who holds it, so that the next
// process can say who is in the way.
func acquire(dir string) (*flock.Flock, error) {
	path := filepath.Join(dir, lockFile)
	lock := flock.New(path)
	ok, err := lock.TryLock()
	// A restore that failed may just have removed the file that was opened here.
	// The tries have an end, as some file systems number one file anew each time.
	for try := 0; try < lockTries && err == nil && ok && !isAt(lock, path); try++ {
		if err = lock.Unlock(); err == nil {
			ok, err = lock.TryLock()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lock %q: %w", dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("open index %q: %w: %s; stop it or name another directory", dir, ErrLocked, holder(path))
	}
	_ = os.WriteFile(path, []byte(self()), 0o644)
	return lock, nil
}

const lockTries = 10

// lockFile is the name of the lock of a data directory.
const lockFile = "lock"

// isAt reports whether a lock that is held is on the file that has the path.
func isAt(lock *flock.Flock, path string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(held, there)
}

// self describes this process.
func self() string {
	name := filepath.Base(os.Args[0])
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-") {
		name += " " + os.Args[1]
	}
	return fmt.Sprintf("process %d (%s) since %s", os.Getpid(), name, time.Now().Format("2006-01-02 15:04:05"))
}

func holder(path string) string {
	if who, err := os.ReadFile(path); err == nil && len(who) > 0 {
		return string(who)
	}
	return "a process that left no name"
}
