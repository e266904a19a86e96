package local

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"vankien/index"
)

// smallDisk mounts a disk of so many megabytes.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("a small disk is mounted on Linux only")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", megabytes), "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted: %v: %s", err, out)
	}
	t.Cleanup(func() { // lazily: readers may keep what they read of a closed index
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// noise is text that does not compress well.
func noise(rnd *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "%x ", rnd.Uint32())
	}
	return b.String()
}

// TestDiskError checks that a full disk is told from Bleve's words of it.
func TestDiskError(t *testing.T) {
	for _, err := range []error{syscall.ENOSPC, fmt.Errorf("persist err: %v", syscall.ENOSPC), fmt.Errorf("persist err: %v", syscall.EDQUOT)} {
		if !errors.Is(diskError(err), index.ErrNoSpace) {
			t.Errorf("%v is not told to be a full disk", err)
		}
	}
	if errors.Is(diskError(syscall.EIO), index.ErrNoSpace) {
		t.Error("a fault of the disk is told to be a full disk")
	}
}

// TestFullDisk writes from two goroutines until the disk is full in the middle
// of a batch: that is reported, searching goes on all the time, and all that
// was acknowledged is there, at once and after reopening. With room again the
// same index takes documents again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t, 10)
	x, err := Open(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	x.room = func(string) (uint64, bool) { return 0, false } // as where it is not known beforehand
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	stop := searching(t, x, 1)
	var mu sync.Mutex
	var acknowledged []string
	failures := 0
	var writers sync.WaitGroup
	for g := range 2 {
		writers.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(g), 1))
			for n, failed := 0, 0; failed < 3; n++ {
				var docs []index.Document
				for i := range 50 {
					docs = append(docs, index.Document{ID: fmt.Sprintf("%d-%d-%d", g, n, i), Source: noise(rnd, 1000)})
				}
				err := x.Put(t.Context(), docs...)
				mu.Lock()
				if err != nil {
					failed++
					failures++
					if !errors.Is(err, index.ErrNoSpace) {
						t.Errorf("Put = %v", err)
					}
				} else {
					for _, d := range docs {
						acknowledged = append(acknowledged, d.ID)
					}
				}
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	stop()
	if len(acknowledged) == 0 || failures == 0 {
		t.Fatalf("%d acknowledged, %d failures", len(acknowledged), failures)
	}
	haveAll := func(when string) {
		t.Helper()
		for _, id := range acknowledged {
			if _, err := x.Get(t.Context(), id); err != nil {
				t.Fatalf("%s: %v", when, err)
			}
		}
	}
	haveAll("with the disk full")
	if _, err := x.Delete(t.Context(), acknowledged[0]); err != nil && !errors.Is(err, index.ErrNoSpace) {
		t.Errorf("Delete = %v", err)
	} else if err == nil {
		acknowledged = acknowledged[1:]
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Verify(t.Context(), x.dir); err != nil {
		t.Error(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=64m", dir).CombinedOutput(); err != nil {
		t.Fatalf("remount: %v: %s", err, out)
	}
	if x, err = Open(x.dir); err != nil {
		t.Fatal(err)
	}
	haveAll("with room again")
	if err := x.Put(t.Context(), index.Document{ID: "after"}); err != nil {
		t.Error(err)
	}
	t.Logf("%d acknowledged, %d failures", len(acknowledged), failures)
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// TestRoomFirst checks that a batch for which there is too little room is
// refused before Bleve gets it, and that documents can still be deleted.
func TestRoomFirst(t *testing.T) {
	t.Parallel()
	x, err := Open(filepath.Join(smallDisk(t, 24), "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if err := x.Put(t.Context(), speeches...); err != nil {
		t.Fatal(err)
	}
	st := x.store
	big := index.Document{ID: "big", Body: strings.Repeat(" ", 5<<20)}
	if err := x.Put(t.Context(), big); !errors.Is(err, index.ErrNoSpace) || !strings.Contains(err.Error(), "MB are free") {
		t.Errorf("Put = %v", err)
	}
	if err := os.WriteFile(filepath.Join(x.dir, "ballast"), make([]byte, 8<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), index.Document{ID: "small"}); !errors.Is(err, index.ErrNoSpace) {
		t.Errorf("Put = %v", err)
	}
	if gone, err := x.Delete(t.Context(), "a"); err != nil || len(gone) != 1 {
		t.Errorf("Delete = %v, %v", gone, err)
	}
	if got := search(t, x, index.Request{}).Total; got != len(speeches)-1 || x.store != st {
		t.Errorf("%d documents; opened anew: %v", got, x.store != st)
	}
}
