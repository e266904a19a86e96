package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"
	"golang.org/x/time/rate"

	"vankien/index"
	"vankien/index/exec"
	"vankien/index/segment"
)

// plugin is the format of segments with what makes a store of them safe. The
// files of a store are mappedSegments, and
//
//   - what was just written is read again before anyone relies on it;
//   - a merge reads its sources only when they are sound, and what it wrote is
//     dropped when one of them changed meanwhile: damage is never given a new sum;
//   - a panic or a fault at mapped memory is an error, in whatever goroutine of
//     Bleve it happens.
type plugin struct{ segment.Plugin }

func init() { scorch.RegisterSegmentPlugin(&plugin{segment.Plugin{Layout: &layout}}, false) }

// storeOption is the name under which Bleve hands the plugin the store whose
// segments it reads.
const storeOption = "vankien.store"

// OpenUsing maps a file of a store. Of a damaged segment of a store whose damage
// is known it opens the documents, if nothing else can be.
func (p *plugin) OpenUsing(path string, config map[string]any) (_ scorchapi.Segment, err error) {
	st, _ := config[storeOption].(*store)
	var s *segment.OnDisk
	err = exec.Guard(filepath.Base(path), func() (err error) {
		s, err = p.Map(path)
		if err != nil && st != nil && st.lenient {
			s, err = p.MapDocuments(path)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case st == nil:
		return s, nil
	}
	m := &mappedSegment{OnDisk: s, store: st, name: filepath.Base(path)}
	m.file = m.stat()
	if !st.opened.Load() {
		m.takeOver(st.sound[m.name])
		return m, nil
	}
	if err := m.verify(context.Background(), nil); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return m, nil
}

// MergeUsing merges sound segments, unless end is closed before.
func (p *plugin) MergeUsing(sources []scorchapi.Segment, drops []*roaring.Bitmap, path string, end chan struct{},
	stats scorchapi.StatsReporter, config map[string]any,
) (numbers [][]uint64, size uint64, err error) {
	var files []*mappedSegment
	for _, s := range sources {
		if m, ok := s.(*mappedSegment); ok {
			files = append(files, m)
		}
	}
	ctx, cancel := until(end)
	defer cancel()
	for _, m := range files {
		if err := m.verify(ctx, nil); err != nil {
			if ctx.Err() != nil {
				err = scorchapi.ErrClosed
			}
			return nil, 0, err
		}
	}
	numbers, size, err = p.Plugin.MergeUsing(sources, drops, path, end, stats, config)
	if errors.Is(err, scorchapi.ErrClosed) {
		return nil, 0, err // nothing came of what was read
	}
	for _, m := range files {
		if bad := m.verifyAfter(err); bad != nil {
			_ = os.Remove(path)
			return nil, 0, bad
		}
	}
	return numbers, size, err
}

// until returns a context that ends with a channel.
func until(end <-chan struct{}) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-end:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// mappedSegment is a segment in a file of a store.
type mappedSegment struct {
	*segment.OnDisk
	store *store
	name  string      // of its file
	file  os.FileInfo // which is in use

	sound atomic.Bool // its contents are as they were written, as long as its file is as in seen

	mu     sync.Mutex
	seen   os.FileInfo   // what had the name of its file when its contents were read last; nil for nothing
	flight chan struct{} // closed when the reading under way ends; nil without one
}

// DocNumbers returns the numbers of documents by their ids. Bleve asks for them
// in a goroutine that nothing else guards.
func (m *mappedSegment) DocNumbers(ids []string) (set *roaring.Bitmap, err error) {
	err = exec.Guard(m.name, func() (err error) {
		set, err = m.OnDisk.DocNumbers(ids)
		return err
	})
	return set, err
}

// stat returns what has the name of the segment's file, or nil.
func (m *mappedSegment) stat() os.FileInfo {
	info, err := os.Stat(m.Path())
	if err != nil {
		return nil
	}
	return info
}

// unchanged reports whether two looks at a name found the same file, with the
// same length and time of change.
func unchanged(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// takeOver relies on a file that was found sound, unless it changed since.
func (m *mappedSegment) takeOver(found os.FileInfo) {
	if found != nil && unchanged(found, m.stat()) {
		m.seen = found
		m.sound.Store(true)
	}
}

// changed reports whether another file, or a changed one, has the name of the
// segment's file since its contents were read last.
func (m *mappedSegment) changed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !unchanged(m.seen, m.stat())
}

// glance returns what has the name of the segment's file, and whether it is what
// was there when its contents were read last. That nothing is there it tells
// once.
func (m *mappedSegment) glance() (now os.FileInfo, same bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now = m.stat()
	same = unchanged(m.seen, now)
	if now == nil {
		m.seen = nil
	}
	return now, same
}

// reading returns a channel that is closed when the contents have been read and
// compared with their sum, whoever began that. The caller keeps the segment
// open until this returns.
func (m *mappedSegment) reading() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.flight == nil {
		m.flight = make(chan struct{})
		m.AddRef()
		go m.read()
	}
	return m.flight
}

func (m *mappedSegment) read() {
	_ = m.verify(context.Background(), nil) // the store has noted it
	m.mu.Lock()
	close(m.flight)
	m.flight = nil
	m.mu.Unlock()
	_ = m.DecRef()
}

// readings is how often contents are read that change meanwhile.
const readings = 3

// verify reads the contents, not faster than pace if there is one. If they are
// not as they were written it has the store note that and returns the
// *index.DamageError, or the error of ctx. If they are, they may have been others
// for a while, so what was worked out from them is forgotten.
func (m *mappedSegment) verify(ctx context.Context, pace *rate.Limiter) error {
	for range readings {
		before := m.stat()
		err := exec.Guard(m.name, func() error { return m.compare(ctx, pace) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			m.sound.Store(false)
			return m.store.harm(index.Damage{File: "store/" + m.name, Detail: m.describe(err), Rest: true})
		}
		m.mu.Lock()
		m.seen = before
		m.mu.Unlock()
		if unchanged(before, m.stat()) {
			m.store.engine.forget()
			m.sound.Store(true)
			return nil
		}
	}
	m.sound.Store(false)
	return m.store.harm(index.Damage{File: "store/" + m.name, Detail: "it changes while it is read", Rest: true})
}

// verifyAfter tells whether what was read of the segment since the last verify,
// with the outcome err, was sound.
func (m *mappedSegment) verifyAfter(err error) error {
	if bad := m.store.damage(); bad != nil {
		return bad
	}
	if err == nil && !m.changed() {
		return nil
	}
	return m.verify(context.Background(), nil)
}

// describe says what is wrong with contents that could not be read, or do not
// have their sums.
func (m *mappedSegment) describe(err error) string {
	want := int64(m.Size())
	if info := m.stat(); info != nil && info.Size() < want {
		return cutShort(info.Size(), want)
	}
	if detail, _ := damageOf(err); detail != "" {
		return detail
	}
	return err.Error()
}

// compare reads the contents and compares them with their sums.
func (m *mappedSegment) compare(ctx context.Context, pace *rate.Limiter) error {
	return m.Verify(func(bytes int) error {
		if pace != nil {
			if err := pace.WaitN(ctx, bytes); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}
