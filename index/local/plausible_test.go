package local

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestPlausible flips the bits of every byte of a segment, one after the other:
// whatever is then taken for a segment is opened, or refused, with little memory.
func TestPlausible(t *testing.T) {
	skipUnderRace(t)
	dir := aged(t, 1)
	_, state := rootOf(t, dir)
	raw, err := os.ReadFile(filepath.Join(dir, storeName, "store", state.segments[0]))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "000000000001.zap")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(raw); err != nil {
		t.Fatal(err)
	}
	flip := func(at int) {
		raw[at] ^= 0xff
		if _, err := f.WriteAt(raw[at:at+1], int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	var before, after runtime.MemStats
	refused := 0
	for at := range raw {
		flip(at)
		if plausible(path) != nil {
			refused++
			flip(at)
			continue
		}
		runtime.ReadMemStats(&before)
		if s, err := (&format{}).OpenUsing(path, nil); err == nil {
			_ = s.Close()
		}
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 16<<20 {
			t.Fatalf("byte %d: %d bytes of memory", at, after.TotalAlloc-before.TotalAlloc)
		}
		flip(at)
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}
