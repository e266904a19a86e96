package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The system tells that something happens in a folder, but not all of it and not
// when it is over: a slow copy is one event and ten more, without one that it is
// complete; a folder that is moved in is one event, without a word of its files;
// and when too much happens the rest is dropped. So events say only where to look.
// A folder in which something happened is listed once it has been quiet for a
// moment and compared with the journal. What is new or changed is read when it is
// still so after a while, and what is gone is deleted when it is still gone and
// nothing is left to be read that it may have become. And at the start, after an
// error, and every few minutes everything is compared, so that whatever events
// failed to say is found then.
//
// All of that is in step, which is told the time: a Watcher waits for nothing but
// events and the time that step names.

// Defaults of WatchOptions.
const (
	DefaultQuiet   = 500 * time.Millisecond
	DefaultSettle  = 2 * time.Second
	DefaultCompare = 10 * time.Minute
)

// maxStir is how long a folder that is never quiet waits for being listed, and
// what is gone for the rest to be read, in quiet or settling times.
const maxStir = 10

// WatchOptions change how a Watcher works. The zero value of a time means its
// default.
type WatchOptions struct {
	Options // how files are read; a Journal and a Remover are needed

	Quiet   time.Duration // without an event in a folder, until it is listed
	Settle  time.Duration // in which a file does not change, until it is read
	Compare time.Duration // between two comparisons of everything

	Ran     func(Summary) // told after each run; may be nil
	Trouble func(error)   // told what is in the way of watching, which goes on; may be nil
}

// Watcher keeps a collection as folders are. Its methods are for one goroutine.
type Watcher struct {
	writer  *Writer
	sources []Source
	opt     WatchOptions
	events  events // where something happens; none when the system does not tell

	full     time.Time           // when everything is compared next
	stirred  map[string]stir     // folders in which something happened
	watched  map[string]spot     // folders, by absolute path as found
	changed  map[string]sighting // files to read, by key
	missing  map[string]time.Time
	troubles map[string]bool // kinds that were told since all was well
}

// stir is when something happened in a folder, first and last.
type stir struct{ first, last time.Time }

// spot is a folder in a tree on the disk.
type spot struct {
	tree tree   // without its disk, which is not kept open
	real string // path of the tree without links
	path string // in the tree
}

// sighting is a file to read and what it was like when it was seen so first.
type sighting struct {
	f    file
	real string // of the tree it is in, "" when it is in none
	like entry
	at   time.Time
}

// NewWatcher returns the watcher of folders. It has done nothing yet.
func NewWatcher(w *Writer, folders []Source, opt WatchOptions) (*Watcher, error) {
	if opt.Journal == nil || opt.Remove == nil {
		return nil, errors.New("watching needs a journal, and an engine that deletes")
	}
	for i, s := range folders {
		f, err := s.file()
		if err == nil {
			var info fs.FileInfo
			if info, err = os.Stat(f.at); err == nil && !info.IsDir() {
				err = errors.New("only a folder can be watched; name the one that it is in")
			}
		}
		if err != nil {
			return nil, fmt.Errorf("watch %q: %w", s.Path, err)
		}
		folders[i].Path, folders[i].Name = f.at, ""
	}
	opt.Quiet, opt.Settle, opt.Compare = or(opt.Quiet, DefaultQuiet), or(opt.Settle, DefaultSettle), or(opt.Compare, DefaultCompare)
	return &Watcher{writer: w, sources: folders, opt: opt, stirred: map[string]stir{}, watched: map[string]spot{},
		changed: map[string]sighting{}, missing: map[string]time.Time{}, troubles: map[string]bool{}}, nil
}

func or(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// mark notes that something happened to a file or folder.
func (w *Watcher) mark(path string, now time.Time) {
	if _, folder := w.watched[path]; folder {
		w.stir(path, now)
	}
	w.stir(filepath.Dir(path), now)
}

func (w *Watcher) stir(folder string, now time.Time) {
	s, known := w.stirred[folder]
	if !known {
		s.first = now
	}
	s.last = now
	w.stirred[folder] = s
}

// compareAll has everything compared at the next step.
func (w *Watcher) compareAll() { w.full = time.Time{} }

// step does what is due and returns when it is to be called next, if no event
// comes before. The error is that of ctx.
func (w *Watcher) step(ctx context.Context, now time.Time) (next time.Time, err error) {
	if !now.Before(w.full) {
		w.compare(now)
	}
	for folder, s := range w.stirred {
		if due(s, w.opt.Quiet).After(now) {
			continue
		}
		delete(w.stirred, folder)
		w.compareFolder(folder, now)
	}
	if err := w.read(ctx, now); err != nil {
		if ctx.Err() != nil {
			return now, ctx.Err()
		}
		w.trouble("store", err)
		w.full = now.Add(min(w.opt.Compare, time.Minute))
	}
	return w.next(), nil
}

// due is when a folder is listed.
func due(s stir, quiet time.Duration) time.Time {
	at := s.last.Add(quiet)
	if latest := s.first.Add(maxStir * quiet); latest.Before(at) {
		return latest
	}
	return at
}

// next is the earliest time at which something is due.
func (w *Watcher) next() time.Time {
	next := w.full
	sooner := func(t time.Time) {
		if t.Before(next) {
			next = t
		}
	}
	for _, s := range w.stirred {
		sooner(due(s, w.opt.Quiet))
	}
	for _, s := range w.changed {
		sooner(s.at.Add(w.opt.Settle))
	}
	for _, at := range w.missing {
		sooner(at.Add(w.opt.Settle))
	}
	return next
}

// read reads what has settled and deletes what is gone.
func (w *Watcher) read(ctx context.Context, now time.Time) error {
	r := newRun(w.writer, w.opt.Options)
	var bad error
	if ready, release := w.ready(now); len(ready) > 0 {
		list := func(yield func(file, error) bool) {
			for _, f := range ready {
				if !yield(f, nil) {
					return
				}
			}
		}
		found, stop := r.readAhead(ctx, list, list)
		bad = r.over(ctx, found)
		stop()
		release()
	}
	if bad == nil {
		bad = w.removeMissing(ctx, r, now)
	}
	if bad == nil {
		bad = r.removeLeft(ctx)
	}
	sum, err := r.end(ctx, bad)
	if w.opt.Ran != nil && (len(sum.Results) > 0 || sum.Failed > 0) {
		w.opt.Ran(sum)
	}
	return err
}

// ready returns the files that are as they were a while ago, in the order of
// their paths, until release.
func (w *Watcher) ready(now time.Time) (list []file, release func()) {
	disks := map[string]*disk{}
	for _, k := range slices.Sorted(maps.Keys(w.changed)) {
		s := w.changed[k]
		if s.at.Add(w.opt.Settle).After(now) {
			continue
		}
		delete(w.changed, k)
		f := s.f
		if s.real != "" {
			if disks[s.real] == nil {
				d, err := openDisk(s.real)
				if err != nil {
					continue // it is found again if it comes back
				}
				disks[s.real] = d
			}
			f.fsys = disks[s.real]
		}
		switch again, ok := w.look(f, now); {
		case ok && again.like.same(&s.like):
			list = append(list, f)
		case ok:
			w.changed[k] = again
		}
	}
	return list, func() {
		for _, d := range disks {
			d.root.Close()
		}
	}
}

// removeMissing deletes what is still gone and has not turned up elsewhere. As
// long as there is something to be read it may turn up yet.
func (w *Watcher) removeMissing(ctx context.Context, r *run, now time.Time) error {
	var keys []string
	for k, at := range w.missing {
		switch e := w.opt.Journal.get(k); {
		case e == nil || !gone(e.path(k)):
			delete(w.missing, k)
		case at.Add(w.opt.Settle).After(now):
		case len(w.changed)+len(w.stirred) > 0 && at.Add(maxStir*w.opt.Settle).After(now):
		default:
			keys = append(keys, k)
			delete(w.missing, k)
		}
	}
	slices.Sort(keys)
	for _, s := range w.sources {
		prefix := key(s.Path) + string(os.PathSeparator)
		of, rest := part(keys, func(k string) bool { return strings.HasPrefix(k, prefix) })
		if keys = rest; len(of) == 0 {
			continue
		}
		if _, err := os.ReadDir(s.Path); err != nil || r.tooMany(s.Path, len(of), len(w.opt.Journal.files(s.Path))) {
			continue
		}
		if err := r.remove(ctx, of, func(path string) string { return path }); err != nil {
			return err
		}
	}
	return nil
}

// part parts a list by whether something holds of its elements.
func part(list []string, holds func(string) bool) (yes, no []string) {
	for _, s := range list {
		if holds(s) {
			yes = append(yes, s)
		} else {
			no = append(no, s)
		}
	}
	return yes, no
}

// trouble tells what is in the way, each kind once until all is well again.
func (w *Watcher) trouble(kind string, err error) {
	if w.opt.Trouble != nil && !w.troubles[kind] {
		w.opt.Trouble(err)
	}
	w.troubles[kind] = true
}
