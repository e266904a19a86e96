package ingest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// What a Watcher finds by comparing folders with the journal: files to read, and
// files that are missing. Nothing is read or deleted here.

// compare compares all folders with the journal.
func (w *Watcher) compare(now time.Time) {
	w.full = now.Add(w.opt.Compare)
	clear(w.stirred)
	w.unwatchGone("")
	clear(w.watched) // what is a folder again has to be watched anew
	delete(w.troubles, "store")
	for _, s := range w.sources {
		f, err := s.file()
		if err == nil {
			_, err = os.ReadDir(f.at)
		}
		if err != nil { // it may be away: nothing in it is gone
			w.trouble(s.Path, fmt.Errorf("%q cannot be looked at, and its documents stay as they are: %w", s.Path, err))
			w.full = now.Add(min(w.opt.Compare, time.Minute))
			continue
		}
		delete(w.troubles, s.Path)
		walk := w.walker(now, func(string) bool { return true })
		walk.enter(f, f.at)
		for _, key := range w.opt.Journal.files(f.at) {
			if e := w.opt.Journal.get(key); e != nil && gone(e.path(key)) {
				w.miss(key, now)
			}
		}
	}
}

// compareFolder compares a folder with the journal, without the folders in it
// that are watched themselves.
func (w *Watcher) compareFolder(folder string, now time.Time) {
	at, ok := w.watched[folder]
	list, err := os.ReadDir(folder)
	if !ok || err != nil {
		if w.isRoot(folder) {
			w.compareAll()
		} // else the folder that it was in has been told of, too
		return
	}
	there := map[string]bool{}
	for _, e := range list {
		there[norm.NFC.String(e.Name())] = true
	}
	w.unwatchGone(folder)
	for _, key := range w.opt.Journal.missing(folder, there) {
		w.miss(key, now)
	}
	d, err := openDisk(at.real)
	if err != nil {
		return
	}
	defer d.root.Close()
	t := at.tree
	t.fsys, t.disk = d, d
	walk := w.walker(now, func(path string) bool {
		_, known := w.watched[path]
		return path == folder || !known
	})
	walk.folder(t, at.path)
}

func (w *Watcher) isRoot(folder string) bool {
	return slices.ContainsFunc(w.sources, func(s Source) bool { return s.Path == folder })
}

func (w *Watcher) miss(key string, now time.Time) {
	if _, known := w.missing[key]; !known {
		w.missing[key] = now
	}
}

// walker returns one that watches the folders that it enters and notes the files
// that have to be read.
func (w *Watcher) walker(now time.Time, enter func(folder string) bool) *walker {
	return &walker{follow: w.opt.Follow, entered: map[string]bool{}, into: func(t tree, path string) bool {
		folder := filepath.Clean(filepath.Join(t.at, filepath.FromSlash(path)))
		if !enter(folder) {
			return false
		}
		w.watch(folder, t, path)
		return true
	}, yield: func(f file, err error) bool {
		if err == nil {
			w.note(f, now)
		}
		return true
	}}
}

// watch has events of a folder told from now on.
func (w *Watcher) watch(folder string, t tree, path string) {
	if _, known := w.watched[folder]; !known && w.events != nil {
		if err := w.events.Add(folder); err != nil {
			w.trouble("limit", fmt.Errorf("the system does not tell what happens in %q, so that is found every %v only: %w", folder, w.opt.Compare, err))
		}
	}
	real := t.disk.real
	t.fsys, t.disk = nil, nil
	w.watched[folder] = spot{t, real, path}
}

// unwatchGone forgets the folders below one that are gone: a folder that was
// renamed is told of by its former name otherwise.
func (w *Watcher) unwatchGone(below string) {
	for folder := range maps.Clone(w.watched) {
		if strings.HasPrefix(folder, below) && folder != below && gone(folder) {
			delete(w.watched, folder)
			if w.events != nil {
				_ = w.events.Remove(folder) // it may be gone by itself
			}
		}
	}
}

// note notes a file that is not as the journal knows it.
func (w *Watcher) note(f file, now time.Time) {
	s, ok := w.look(f, now)
	if !ok {
		return
	}
	k := keyOf(f.at)
	if before := w.opt.Journal.get(k); before != nil && before.same(&s.like) && before.settled() {
		return
	}
	if seen, known := w.changed[k]; !known || !seen.like.same(&s.like) {
		w.changed[k] = s
	}
}

// look sees what a file is like.
func (w *Watcher) look(f file, now time.Time) (s sighting, ok bool) {
	info, err := f.stat()
	if regular(info, err) != nil {
		return s, false
	}
	s = sighting{f: f, at: now}
	s.like = entry{Size: info.Size(), Time: info.ModTime().UnixNano(), Inode: inode(info), Rules: w.opt.rules()}
	if d, in := f.fsys.(*disk); in {
		s.real = d.real
	}
	s.f.fsys = nil
	return s, true
}
