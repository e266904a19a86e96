package ingest

import (
	"io/fs"
	"iter"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// files yields the files of all sources, in order. The error says why one is not
// read: it is passed over, is not there, cannot be entered or leads astray. used,
// if there is one, counts the files that were of use so far; a folder with none
// is named.
func files(sources []Source, follow bool, used func() int) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		for _, s := range sources {
			w := walker{follow: follow, entered: map[string]bool{}, yield: yield}
			if !w.source(s, used) {
				return
			}
		}
	}
}

// walker finds the files of a source. Of a folder it yields regular files, and
// links to files in the folder. Everything else is named with the reason why it
// is not read: what is hidden or temporary; what is no file (a pipe, a socket, a
// device, a link to nothing); a link out of the folder, unless it is to be
// followed; then the folder that it leads to is treated in the same way. Links to
// folders in the folder are not entered, since their files are read in their own
// place, nor are those that lead back to a folder they are in. When links are
// followed no folder is entered twice, so every walk ends.
//
// Its methods report whether to go on.
type walker struct {
	follow  bool
	entered map[string]bool                // real paths of folders, when links are followed
	found   bool                           // a file was yielded
	into    func(t tree, path string) bool // whether to enter a folder of the disk; nil: always
	yield   func(file, error) bool
}

// tree is a tree of files as the walker goes through it.
type tree struct {
	fsys fs.FS
	disk *disk  // the same, if it is on a disk
	name string // stands before its paths in names
	at   string // before absolute paths, "" for a tree that stands nowhere
	rel  string // before paths below the root
}

func (t tree) file(path string) file {
	f := file{name: filepath.Join(t.name, filepath.FromSlash(path)), fsys: t.fsys, path: path, rel: norm.NFC.String(join(t.rel, path))}
	if t.at != "" {
		f.at = filepath.Join(t.at, filepath.FromSlash(path))
	}
	return f
}

func (w *walker) give(f file) bool {
	w.found = true
	return w.yield(f, nil)
}

func (w *walker) problem(f file, err error) bool { return w.yield(f, err) }

func (w *walker) source(s Source, used func() int) bool {
	if s.Stream != nil {
		return w.give(file{name: stream, stream: s.Stream, named: true})
	}
	f, err := s.file()
	if err != nil {
		return w.problem(f, err)
	}
	info, err := f.stat()
	before := 0
	if used != nil {
		before = used()
	}
	switch {
	case err != nil:
		return w.problem(f, err)
	case !info.IsDir():
		return w.give(f)
	case s.FS == nil:
		f.name = filepath.Clean(f.name)
		if !w.enter(f, s.Path) {
			return false
		}
	default:
		if !w.folder(tree{fsys: s.FS}, s.Path) {
			return false
		}
	}
	return used != nil && used() > before || used == nil && w.found || w.problem(f, errNothing)
}

// enter walks a folder of the disk, whose files are named below that of f.
func (w *walker) enter(f file, path string) bool {
	d, err := openDisk(path)
	if err != nil {
		return w.problem(f, err)
	}
	defer d.root.Close()
	return w.folder(tree{d, d, f.name, f.at, f.rel}, ".")
}

func (w *walker) folder(t tree, path string) bool {
	if w.into != nil && !w.into(t, path) {
		return true
	}
	if w.follow && t.disk != nil {
		real := filepath.Join(t.disk.real, path)
		if w.entered[real] {
			return w.problem(t.file(path), errAgain)
		}
		w.entered[real] = true
	}
	list, err := fs.ReadDir(t.fsys, path)
	if err != nil && !w.problem(t.file(path), err) {
		return false
	}
	for _, e := range list {
		if !w.entry(t, join(path, e.Name()), e) {
			return false
		}
	}
	return true
}

// join joins paths in a tree; names of any bytes are kept as they are.
func join(folder, name string) string {
	switch {
	case folder == "." || folder == "":
		return name
	case name == "." || name == "":
		return folder
	}
	return folder + "/" + name
}

func (w *walker) entry(t tree, path string, e fs.DirEntry) bool {
	kind := e.Type()
	if err := passed(e.Name(), kind.IsDir()); err != nil {
		return w.problem(t.file(path), err)
	}
	switch {
	case kind.IsDir() && strings.Count(path, "/") >= maxDeep:
		return w.problem(t.file(path), errDeep)
	case kind.IsDir():
		return w.folder(t, path)
	case kind&fs.ModeSymlink != 0 && t.disk != nil:
		return w.link(t, path)
	case !kind.IsRegular():
		return w.problem(t.file(path), errNotRegular)
	}
	return w.give(t.file(path))
}

// maxDeep is how many folders deep a folder may lie. To open one takes a step for each
// folder above it, so that the time for folders in each other grows with the square.
const maxDeep = 256

// passed tells why a file or folder of that name in a folder is passed over, or
// returns nil.
func passed(name string, folder bool) error {
	switch {
	case strings.HasPrefix(name, ".~lock."):
		return errTemporary
	case strings.HasPrefix(name, ".") && folder:
		return errHiddenFolder
	case strings.HasPrefix(name, "."):
		return errHidden
	case !folder && temporary(name):
		return errTemporary
	}
	return nil
}

// temporary reports whether a file of that name is there only for a while: it is
// a lock, or it gets another name when all of it has been written.
func temporary(name string) bool {
	if strings.HasPrefix(name, "~$") {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".tmp", ".part", ".crdownload":
		return true
	}
	return false
}

// promising reports whether a file of that name should hold a text, so that one
// that does not is worth a word.
func promising(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".md", ".jsonl", ".csv", ".htm", ".html", ".mht", ".mhtml", ".doc", ".docx", ".odt", ".rtf", ".pdf",
		".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp", ".epub", ".eml", ".msg", ".zip", ".tar", ".gz", ".tgz", ".rar", ".7z":
		return true
	}
	return false
}

func (w *walker) link(t tree, path string) bool {
	f := t.file(path)
	to, err := t.disk.lookup(path)
	switch {
	case err != nil:
		return w.problem(f, err)
	case to.info.IsDir():
		return w.linkedFolder(f, path, to)
	case !to.inside && !w.follow:
		return w.problem(f, &outsideError{to.real})
	case !to.info.Mode().IsRegular():
		return w.problem(f, errNotRegular)
	case to.inside:
		f.path = filepath.ToSlash(to.path)
	default:
		f.fsys, f.path = nil, to.real
	}
	return w.give(f)
}

func (w *walker) linkedFolder(f file, path string, to target) bool {
	switch {
	case to.inside && (to.path == "." || strings.HasPrefix(path, filepath.ToSlash(to.path)+"/")):
		return w.problem(f, errLoop)
	case to.inside:
		return w.problem(f, errLinkedFolder)
	case !w.follow:
		return w.problem(f, &outsideError{to.real})
	}
	return w.enter(f, to.real)
}
