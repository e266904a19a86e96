package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	scorchapi "github.com/blevesearch/scorch_segment_api/v2"

	"vankien/index"
	"vankien/index/segment"
)

// Rebuilt is what became of the documents of an index that was built anew.
type Rebuilt struct {
	Documents int // in the new index
	Doubtful  int // of those: read from a damaged part of a file, so perhaps not as they were put
	Lost      int // could not be read
}

// Reindex rebuilds the index in dir from the documents it stores, whatever
// analysis built it. progress, if not nil, is told how many are done. Like Open
// it fails at once with ErrLocked.
//
// Of an index with damaged segments it takes what can be read; where documents
// are lost or doubtful it keeps the old index as index.damaged. Other damage is a *index.DamageError.
func Reindex(ctx context.Context, dir string, progress func(done, total int)) (Rebuilt, error) {
	lock, err := acquire(dir)
	if err != nil {
		return Rebuilt{}, err
	}
	x := newIndex(dir, lock)
	damaged, err := x.openAny(ctx)
	if err != nil {
		_ = lock.Unlock()
		return Rebuilt{}, fmt.Errorf("open index %q: %w", dir, err)
	}
	done, err := x.reindex(ctx, damaged, progress)
	return done, errors.Join(err, x.Close())
}

// openAny opens the store, whatever analysis built it, for reading only: a
// merge would give what it makes of a damaged segment a sound checksum. It
// returns the damaged segments.
func (x *Index) openAny(ctx context.Context) (map[string]bool, error) {
	if err := x.recoverStore(); err != nil {
		return nil, err
	}
	c := checker{dir: x.path(), limit: -1}
	damaged := map[string]bool{}
	var bad *index.DamageError
	if err := x.otherWhole(c.run(ctx)); errors.As(err, &bad) && bad == err && bad.OnlySegments() {
		for _, d := range bad.Files {
			damaged[filepath.Base(d.File)] = true
		}
	} else if err != nil {
		return nil, err
	}
	st, err := openStore(x.path(), true, nil)
	if err == nil {
		x.publish(st)
		err = x.countable()
	}
	if err != nil && bad != nil {
		err = fmt.Errorf("%w (%w)", bad, err)
	}
	return damaged, err
}

// countable returns an error when a segment says that it has more documents
// than it can have.
func (x *Index) countable() error {
	s, err := x.snapshot()
	if err != nil {
		return err
	}
	defer s.Close()
	for _, seg := range s.segments {
		// Eight bytes and more stand for each document, so the number of them is
		// damaged too.
		if info, err := os.Stat(seg.file()); err != nil || seg.FullSize()*8 > info.Size() {
			return fmt.Errorf("reindex cannot help either: %s does not tell how many documents it has", filepath.Base(seg.file()))
		}
	}
	return nil
}

// Reindex rebuilds the index from the documents it stores. The old one answers
// searches until the new one is complete and takes its place; writes wait. An
// error or a crash leaves the old one as it was.
func (x *Index) Reindex(ctx context.Context, progress func(done, total int)) error {
	_, err := x.reindex(ctx, nil, progress)
	return err
}

func (x *Index) reindex(ctx context.Context, damaged map[string]bool, progress func(done, total int)) (Rebuilt, error) {
	x.writer.pause()
	defer x.writer.resume()
	if _, err := x.current(); err != nil {
		return Rebuilt{}, fmt.Errorf("reindex: %w", err)
	}
	if x.dir == "" {
		return Rebuilt{}, errors.New("reindex: an index in memory has no older version")
	}
	fresh := x.path() + partSuffix
	if err := os.RemoveAll(fresh); err != nil {
		return Rebuilt{}, fmt.Errorf("reindex: %w", err)
	}
	r := rebuild{ctx: ctx, damaged: damaged, progress: progress}
	err := x.copyTo(fresh, &r)
	if err != nil {
		_ = os.RemoveAll(fresh)
	} else {
		err = x.replaceStore(r.done.Doubtful+r.done.Lost > 0)
	}
	if err != nil {
		return Rebuilt{}, fmt.Errorf("reindex: %w", err)
	}
	return r.done, nil
}

// copyTo builds a complete store at path.
func (x *Index) copyTo(path string, r *rebuild) error {
	if err := newStore(path); err != nil {
		return err
	}
	return x.read(r.ctx, func(s *snapshot) (err error) {
		if r.to, err = openStore(path, false, nil); err != nil {
			return err
		}
		return errors.Join(r.copy(s), r.to.close())
	})
}

// reindexBatch is the number of documents written at once.
const reindexBatch = 1000

// rebuild copies the documents of a snapshot into a new store.
type rebuild struct {
	ctx      context.Context
	to       *store
	damaged  map[string]bool // segments, by file name
	progress func(done, total int)

	total int
	batch *bleve.Batch
	done  Rebuilt
}

// copy copies segments with damaged documents first, so that a document with a wrong id never
// takes the place of a sound one.
func (r *rebuild) copy(s *snapshot) error {
	total, err := s.DocCount()
	if err != nil {
		return err
	}
	labels, err := s.GetInternal([]byte(keyLabels))
	if err != nil {
		return err
	}
	r.total, r.batch = int(total), r.to.b.NewBatch()
	if labels != nil {
		r.batch.SetInternal([]byte(keyLabels), labels)
	}
	isDoubtful := make([]bool, len(s.segments))
	for i, seg := range s.segments {
		isDoubtful[i] = r.damaged[filepath.Base(seg.file())] && !seg.documentsWhole()
	}
	for _, doubtful := range []bool{true, false} {
		for i, seg := range s.segments {
			if isDoubtful[i] != doubtful {
				continue
			}
			if err := r.copySegment(seg, doubtful); err != nil {
				return err
			}
		}
	}
	if err := r.flush(); err != nil {
		return err
	}
	n, err := r.to.b.DocCount()
	r.done.Documents = int(n)
	return err
}

func (r *rebuild) copySegment(seg segmentView, doubtful bool) error {
	for local := range seg.live() {
		var d index.Document
		var err error
		if doubtful {
			d, err = seg.salvage(local)
		} else {
			d, err = seg.load(local)
		}
		switch {
		case err != nil && doubtful:
			r.done.Lost++
			continue
		case err != nil:
			return err
		case doubtful:
			r.done.Doubtful++
		}
		d = d.Composed()
		if err := r.batch.IndexAdvanced(segmentDocument(&d).Bleve()); err != nil {
			return err
		}
		if r.batch.Size() >= reindexBatch {
			if err := r.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *rebuild) flush() error {
	if err := errors.Join(r.ctx.Err(), r.to.commit(r.batch)); err != nil {
		return err
	}
	r.done.Documents += r.batch.Size()
	r.batch.Reset()
	if r.progress != nil {
		r.progress(min(r.done.Documents, r.total), r.total)
	}
	return nil
}

// documentsWhole reports whether documents are read from parts of a damaged
// segment that are as they were written.
func (s segmentView) documentsWhole() bool {
	of, own := segment.Of(s.Segment())
	return own && s.guard(of.VerifyDocuments) == nil
}

// salvage loads a document of a damaged segment, if it is one that could have
// been put.
func (s segmentView) salvage(local uint64) (d index.Document, err error) {
	if d, err = s.load(local); err == nil {
		err = d.Check()
	}
	return d, err
}

// file is the path of a segment, or "" of one in memory.
func (s segmentView) file() string {
	if p, ok := s.Segment().(scorchapi.PersistedSegment); ok {
		return p.Path()
	}
	return ""
}
