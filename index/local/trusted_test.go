package local

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"vankien/index"
)

// TestReadAtOnce: who waits for one segment to be read has all others read, too.
func TestReadAtOnce(t *testing.T) {
	x := onDisk(t, t.TempDir())
	var s *snapshot
	var all []*mappedSegment
	for i := 0; len(all) < 2; i++ { // they are merged at any time
		if err := x.Put(t.Context(), index.Document{ID: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
		var err error
		if s, err = x.snapshot(); err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		all = nil
		_ = s.mapped(func(m *mappedSegment) error {
			all = append(all, m)
			m.sound.Store(false)
			return nil
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.trusted(ctx); err != nil && !errors.Is(err, index.ErrChecking) {
		t.Fatal(err)
	}
	for _, m := range all {
		m.mu.Lock()
		if m.flight == nil && !m.sound.Load() {
			t.Errorf("%s is not read", m.name)
		}
		m.mu.Unlock()
	}
	if err := s.trusted(t.Context()); err != nil {
		t.Fatal(err)
	}
}
