package local

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vankien/index"
	"vankien/index/exec"
)

// What is read of a store is right, or it is refused with an *index.DamageError.
// To compare with sums whatever a search reads would cost more than the search
// does, so trust is by the segment:
//
//   - before the first reading, the segment was read whole and has its sum: when
//     the index was opened (check.go), or since, off the path of readers, who
//     wait for it;
//   - after the reading, its file has the length and time of change that it had
//     then, or it is read whole again before the answer is given. To look costs
//     microseconds a segment, so readers take turns such that one part in
//     lookShare of the time goes to looking: some milliseconds for a store of
//     ten segments, which a change may have to itself;
//   - a panic, or a fault at mapped memory, has it read whole, too: with the
//     segment sound, it is a fault of the program and is reported as such;
//   - contents that change without that (a failing disk) are found by Scrub.
//
// Damage is noted for all of the store, and nothing is read or written any more:
// the statistics of every answer come from all segments, and what else the same
// cause damaged is not known. The files stay as they are and mapped, merges
// stop, and the store is opened anew when its files are sound again.

// lookShare bounds the time spent with looking at files.
const lookShare = 256

// harm notes damage of a file and returns all that is known.
func (st *store) harm(d index.Damage) error {
	st.badMu.Lock()
	e := &index.DamageError{Dir: st.path}
	if old := st.bad.Load(); old != nil {
		e.Files = slices.Clone(old.Files)
	} else {
		st.badSince = time.Now()
	}
	if !slices.ContainsFunc(e.Files, func(o index.Damage) bool { return o.File == d.File }) {
		e.Files = append(e.Files, d)
	}
	st.bad.Store(e)
	st.badMu.Unlock()
	st.end(e)
	return e
}

// damage returns what was noted, as an *index.DamageError, or nil.
func (st *store) damage() error {
	if e := st.bad.Load(); e != nil {
		return e
	}
	return nil
}

// mapped calls f with the segments of the state that are files to be trusted, as
// long as it returns nil.
func (s *snapshot) mapped(f func(*mappedSegment) error) error {
	if s.store.lenient {
		return nil
	}
	for _, v := range s.segments {
		if m, ok := v.Segment().(*mappedSegment); ok {
			if err := f(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// trusted returns when all segments were read and are sound. It has those that
// are not read at once, on all processors.
func (s *snapshot) trusted(ctx context.Context) error {
	_ = s.mapped(func(m *mappedSegment) error {
		if !m.sound.Load() {
			m.reading()
		}
		return nil
	})
	return s.mapped(func(m *mappedSegment) error {
		if m.sound.Load() {
			return nil
		}
		return m.settle(ctx)
	})
}

// settle returns when the segment was read since it was called.
func (m *mappedSegment) settle(ctx context.Context) error {
	m.sound.Store(false)
	for !m.sound.Load() {
		if bad := m.store.damage(); bad != nil {
			return bad
		}
		select {
		case <-m.reading():
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", index.ErrChecking, ctx.Err())
		}
	}
	return nil
}

// read calls f with the present state and returns its error, or the damage that
// makes worthless whatever f read.
func (x *Index) read(ctx context.Context, f func(*snapshot) error) error {
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	return s.read(ctx, f)
}

func (s *snapshot) read(ctx context.Context, f func(*snapshot) error) error {
	if err := s.trusted(ctx); err != nil {
		return err
	}
	err := exec.Guard("", func() error { return f(s) })
	if bad := s.vouch(ctx, err); bad != nil {
		return bad
	}
	return err
}

// vouch returns the damage that could have to do with what was read of the
// state, with the outcome err, if there is any.
func (s *snapshot) vouch(ctx context.Context, err error) error {
	var fault *exec.FaultError
	switch {
	case s.store.damage() != nil:
		return s.store.damage()
	case errors.As(err, &fault):
		return s.mapped(func(m *mappedSegment) error { return m.settle(ctx) })
	case s.store.mayLook():
		began := time.Now()
		defer func() { s.store.looked(time.Since(began)) }()
		return s.look(ctx)
	}
	return nil
}

// look reads segments again whose files changed, and compares the list of
// segments with what is there when a file is gone or was replaced. Of a store
// that is closed, others may use the names.
func (s *snapshot) look(ctx context.Context) error {
	if closed(s.store.closing) {
		return nil
	}
	named := true
	err := s.mapped(func(m *mappedSegment) error {
		now, same := m.glance()
		if same {
			return nil
		}
		named = named && now != nil && os.SameFile(now, m.file)
		if now == nil {
			return nil // its contents are those that are mapped
		}
		return m.settle(ctx)
	})
	if err != nil || named {
		return err
	}
	s.compareNames(ctx)
	return s.store.damage()
}

// mayLook reports whether it is time to look at the files; the caller then does
// so, and calls looked.
func (st *store) mayLook() bool {
	next := st.nextLook.Load()
	return int64(time.Since(st.began)) >= next && st.nextLook.CompareAndSwap(next, math.MaxInt64)
}

// looked tells how long it took.
func (st *store) looked(took time.Duration) {
	if st.alwaysLook.Load() {
		took = 0
	}
	st.nextLook.Store(int64(time.Since(st.began) + lookShare*took))
}

// examine looks at all files of the present state, whatever the time.
func (x *Index) examine(ctx context.Context) error {
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.trusted(ctx); err != nil {
		return err
	}
	if now, _ := os.Stat(filepath.Join(s.store.path, rootName)); x.dir != "" && (now == nil || !os.SameFile(now, s.store.root)) {
		s.compareNames(ctx) // what is written to a file without a name is lost
		if bad := s.store.damage(); bad != nil {
			return bad
		}
	}
	return s.look(ctx)
}
