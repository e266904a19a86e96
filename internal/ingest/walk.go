package ingest

import (
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
)

// files yields the files of all sources, in order. The error is that of a path
// which is not there, cannot be entered or leads astray.
func files(sources []Source, follow bool) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		for _, s := range sources {
			w := walker{follow: follow, entered: map[string]bool{}, yield: yield}
			if !w.source(s) {
				return
			}
		}
	}
}

// walker finds the files of a source. Of a folder it yields regular files, and
// links to files in the folder. What is no file (a pipe, a socket, a device, a
// link to nothing) is named. So is a link
// out of the folder, unless it is to be followed; then the folder that it leads
// to is treated in the same way. Links to folders in the folder are not entered,
// since their files are read in their own place, and those that lead back to a
// folder they are in are named. When links are followed no folder is entered
// twice, so every walk ends.
//
// Its methods report whether to go on.
type walker struct {
	follow  bool
	entered map[string]bool // real paths of folders, when links are followed
	found   bool            // something was yielded
	yield   func(file, error) bool
}

// tree is a tree of files as the walker goes through it.
type tree struct {
	fsys fs.FS
	disk *disk  // the same, if it is on a disk
	name string // stands before its paths in names
}

func (t tree) file(path string) file {
	return file{name: filepath.Join(t.name, filepath.FromSlash(path)), fsys: t.fsys, path: path, placed: t.disk != nil}
}

func (w *walker) give(f file) bool {
	w.found = true
	return w.yield(f, nil)
}

func (w *walker) problem(name string, err error) bool {
	w.found = true
	return w.yield(file{name: name}, err)
}

func (w *walker) source(s Source) bool {
	if s.Stream != nil {
		return w.give(file{name: stream, stream: s.Stream})
	}
	f := file{name: s.Path, fsys: s.FS, path: s.Path, placed: s.FS == nil}
	info, err := f.stat()
	switch {
	case err != nil:
		return w.problem(s.Path, err)
	case !info.IsDir():
		return w.give(f)
	case s.FS == nil:
		return w.enter(filepath.Clean(s.Path), s.Path) && w.orNothing(s.Path)
	}
	return w.folder(tree{fsys: s.FS}, s.Path) && w.orNothing(s.Path)
}

// orNothing names a folder of which nothing was yielded.
func (w *walker) orNothing(path string) bool { return w.found || w.problem(path, errNothing) }

// enter walks a folder of the disk, whose files are named below name.
func (w *walker) enter(name, path string) bool {
	d, err := openDisk(path)
	if err != nil {
		return w.problem(name, err)
	}
	defer d.root.Close()
	return w.folder(tree{d, d, name}, ".")
}

func (w *walker) folder(t tree, path string) bool {
	if w.follow && t.disk != nil {
		real := filepath.Join(t.disk.real, path)
		if w.entered[real] {
			return w.problem(t.file(path).name, errAgain)
		}
		w.entered[real] = true
	}
	list, err := fs.ReadDir(t.fsys, path)
	if err != nil && !w.problem(t.file(path).name, err) {
		return false
	}
	for _, e := range list {
		if !strings.HasPrefix(e.Name(), ".") && !w.entry(t, join(path, e.Name()), e.Type()) {
			return false
		}
	}
	return true
}

// join joins paths in a tree; names of any bytes are kept as they are.
func join(folder, name string) string {
	if folder == "." || folder == "" {
		return name
	}
	return folder + "/" + name
}

func (w *walker) entry(t tree, path string, kind fs.FileMode) bool {
	switch {
	case kind.IsDir():
		return w.folder(t, path)
	case kind&fs.ModeSymlink != 0 && t.disk != nil:
		return w.link(t, path)
	case !kind.IsRegular():
		return w.problem(t.file(path).name, errNotRegular)
	}
	return w.give(t.file(path))
}

func (w *walker) link(t tree, path string) bool {
	f := t.file(path)
	to, err := t.disk.lookup(path)
	switch {
	case err != nil:
		return w.problem(f.name, err)
	case to.info.IsDir():
		return w.linkedFolder(f.name, path, to)
	case !to.inside && !w.follow:
		return w.problem(f.name, &outsideError{to.real})
	case !to.info.Mode().IsRegular():
		return w.problem(f.name, errNotRegular)
	case to.inside:
		f.path = filepath.ToSlash(to.path)
	default:
		f.fsys, f.path = nil, to.real
	}
	return w.give(f)
}

func (w *walker) linkedFolder(name, path string, to target) bool {
	switch {
	case to.inside:
		back := to.path == "." || strings.HasPrefix(path, filepath.ToSlash(to.path)+"/")
		return !back || w.problem(name, errLoop)
	case !w.follow:
		return w.problem(name, &outsideError{to.real})
	}
	return w.enter(name, to.real)
}
