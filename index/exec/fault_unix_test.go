//go:build unix

package exec

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestGuardFault reads a mapped file that was cut short meanwhile, in a process
// that goes on.
func TestGuardFault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zap")
	size := os.Getpagesize()
	if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mem, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(mem) }()
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	sum := 0
	err = Guard("a.zap", func() error { sum += int(mem[size/2]); return nil })
	var fault *FaultError
	if !errors.As(err, &fault) || fault.Segment != "a.zap" {
		t.Errorf("reading past the end of a file: %v (%d)", err, sum)
	}
}
