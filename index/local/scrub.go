package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/time/rate"

	"vankien/index"
	"vankien/index/segment"
)

// watchEvery is how often Scrub looks at the names, lengths and times of files,
// which costs microseconds.
const watchEvery = 5 * time.Second

// Scrub looks for damage until ctx ends: in the names and lengths of files again
// and again, and in all contents once in the time every, reading no faster than
// that takes; with 0 it leaves the contents alone. What it finds it passes to
// found, once, and the index refuses to answer from then on.
func (x *Index) Scrub(ctx context.Context, every time.Duration, found func(error)) {
	if x.dir == "" {
		return
	}
	if every > 0 {
		go x.scrubContents(ctx, every)
	}
	w := watch{x: x}
	for told := ""; ctx.Err() == nil; pause(ctx, watchEvery) {
		w.look(ctx)
		_, err := x.Unavailable()
		var bad *index.DamageError
		if !errors.As(err, &bad) {
			told = ""
		} else if bad.Error() != told {
			told = bad.Error()
			found(bad)
		}
	}
}

// pause returns after a time, or when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func (x *Index) scrubContents(ctx context.Context, every time.Duration) {
	for ctx.Err() == nil {
		began := time.Now()
		x.scrubOnce(ctx, every)
		pause(ctx, every-time.Since(began))
	}
}

// scrubOnce reads all segments within a time. It holds no more than one of them,
// so what a merge replaces meanwhile can go.
func (x *Index) scrubOnce(ctx context.Context, within time.Duration) {
	done := map[string]bool{}
	var pace *rate.Limiter
	for {
		m, total := x.nextToScrub(done)
		if m == nil {
			return
		}
		if pace == nil {
			pace = rate.NewLimiter(rate.Limit(float64(total)/within.Seconds()), readAtOnce)
		}
		done[m.name] = true
		_ = m.verify(ctx, pace) // the store has noted it
		_ = m.DecRef()
	}
}

// nextToScrub returns a segment that is not done, which the caller lets go of,
// and the bytes of all.
func (x *Index) nextToScrub(done map[string]bool) (next *mappedSegment, total int64) {
	s, err := x.snapshot()
	if err != nil {
		return nil, 0
	}
	defer s.Close()
	_ = s.mapped(func(m *mappedSegment) error {
		total += int64(m.Size())
		if next == nil && !done[m.name] {
			next = m
		}
		return nil
	})
	if next != nil {
		next.AddRef()
	}
	return next, total
}

// watch looks at the files of an index from time to time.
type watch struct {
	x    *Index
	seen map[string]os.FileInfo
}

// look has the store note files that are gone, changed or replaced.
func (w *watch) look(ctx context.Context) {
	s, err := w.x.snapshot()
	if err != nil {
		return
	}
	defer s.Close()
	if s.trusted(ctx) != nil || s.look(ctx) != nil || !w.anew(s) {
		return
	}
	s.compareNames(ctx)
}

// anew reports whether the files of a state are others than at the last look.
func (w *watch) anew(s *snapshot) bool {
	now, same := map[string]os.FileInfo{}, true
	see := func(path string) {
		now[path], _ = os.Stat(path)
		before, known := w.seen[path]
		same = same && known && unchanged(before, now[path])
	}
	see(filepath.Join(s.store.path, rootName))
	see(filepath.Join(s.store.path, metaFile))
	_ = s.mapped(func(m *mappedSegment) error { see(m.Path()); return nil })
	w.seen = now
	return !same
}

// compareNames compares what stands at the names of the index's files with what
// was written there, and has the store note the damage. The files of the state
// may have been merged away since, so only the newest list of segments counts.
func (s *snapshot) compareNames(ctx context.Context) {
	held, err := holdState(ctx, filepath.Dir(s.store.path), filepath.Base(s.store.path))
	if err != nil {
		return
	}
	defer held.close()
	if closed(s.store.closing) {
		return
	}
	for _, d := range held.damage {
		_ = s.store.harm(d)
	}
	_ = s.mapped(func(m *mappedSegment) error {
		for _, p := range held.parts {
			if p.name == "index/store/"+m.name && p.file != nil {
				m.compareNamed(p.file, p.size)
			}
		}
		return nil
	})
}

// compareNamed notes damage when a file that has the name of the segment is
// neither the one in use nor equal to it.
func (m *mappedSegment) compareNamed(f *os.File, size int64) {
	info, err := f.Stat()
	if err != nil || os.SameFile(info, m.file) {
		return
	}
	if v, err := segment.NewVerifier(f, size); err == nil && v.Sum() == m.Sum() {
		if detail, err := ownFormat.compareFile(f, size); err == nil && detail == "" {
			return
		}
	}
	_ = m.store.harm(index.Damage{File: "store/" + m.name, Detail: "another file stands in its place", Rest: true})
}
