package local

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/gofrs/flock"

	"vankien/index/plan"
)

// TestRestoreFailsAtTheEnd: tables that came into their places leave them again
// when the index cannot follow.
func TestRestoreFailsAtTheEnd(t *testing.T) {
	stage, dir := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(stage, plan.PlacesFile), filepath.Join(stage, "index", "x"), filepath.Join(dir, "index", "y")} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := takePlace(stage, dir, nil); err == nil {
		t.Fatal("the index took the place of another")
	}
	if got := names(t, dir); got != "index" {
		t.Errorf("there is %s", got)
	}
	if got := names(t, filepath.Join(dir, "index")); got != "y" {
		t.Errorf("the other index has %s", got)
	}
}

// TestLockOfRemovedFile: who opened a lock that was removed meanwhile holds the
// one that is there now.
func TestLockOfRemovedFile(t *testing.T) {
	dir := t.TempDir()
	lock := flock.New(filepath.Join(dir, lockFile))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Unlock()
	if !isAt(lock, lock.Path()) {
		t.Error("the lock is not where it is")
	}
	if err := os.Remove(lock.Path()); err != nil {
		t.Skip(err)
	}
	if isAt(lock, lock.Path()) {
		t.Error("the lock is where nothing is")
	}
}
