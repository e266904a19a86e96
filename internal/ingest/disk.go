package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Why a file or a link in a folder is not read.
var (
	errNotRegular = errors.New("a pipe, socket or device is not opened; hand its content to standard input: add -")
	errFolder     = errors.New("this is a folder, and only a file can be read here; name the files in it")
	errLoop       = errors.New("a link to a folder that it is in is not entered")
	errAgain      = errors.New("the folder was read already, by way of another link, and is not entered again")

	errDeep = fmt.Errorf("a folder that lies more than %d folders deep is not entered; add it by itself", maxDeep)

	errOutsideRoot = errors.New("it does not stand below the root; name another --root")
)

// passedError is the reason for what is passed over as a matter of course.
type passedError struct{ code, reason string }

func (e *passedError) Error() string { return e.reason }

// Why a name in a folder is passed over.
var (
	errHidden       = &passedError{codeHidden, "its name begins with a dot"}
	errHiddenFolder = &passedError{codeHidden, "a folder whose name begins with a dot is not entered"}
	errTemporary    = &passedError{codeTemporary, "its name is that of a lock or of a file that is still being written"}
	errLinkedFolder = &passedError{codeLinkedFolder, "a link to another folder in here, whose files are read in their own place"}
)

// outsideError is the reason for a link that leads out of its folder.
type outsideError struct{ target string }

func (e *outsideError) Error() string {
	return fmt.Sprintf("a link that leads out of the folder, to %q, is followed only when asked to (--follow)", e.target)
}

// file is one file to read.
type file struct {
	name   string    // as problems name it
	fsys   fs.FS     // nil for a file on the disk
	path   string    // in fsys, or on the disk
	at     string    // its absolute path, as found; "" for what stands nowhere
	rel    string    // path below the root, with slashes, in NFC
	home   string    // path that ids are made of, when that is not rel
	named  bool      // it was not found in a folder
	stream io.Reader // else nil
}

// Open opens a file of the disk as Run does: only if it is a regular file.
func Open(path string) (fs.File, error) { return file{path: path}.open() }

// open opens what is a regular file before and after: in between it may have
// been exchanged, and to open a pipe would wait, to open a device do anything.
func (f file) open() (fs.File, error) {
	if err := regular(f.stat()); err != nil {
		return nil, err
	}
	return f.openRegular()
}

// openRegular is open for what was a regular file when it was looked at.
func (f file) openRegular() (fs.File, error) {
	if f.fsys == nil {
		return stillRegular(os.OpenFile(f.path, os.O_RDONLY|syscall.O_NONBLOCK, 0))
	}
	return stillRegular(f.fsys.Open(f.path))
}

func stillRegular(in fs.File, err error) (fs.File, error) {
	if err != nil {
		return nil, err
	}
	if err := regular(in.Stat()); err != nil {
		in.Close()
		return nil, err
	}
	return in, nil
}

func regular(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errFolder
	case !info.Mode().IsRegular():
		return errNotRegular
	}
	return nil
}

func (f file) stat() (fs.FileInfo, error) {
	if f.fsys == nil {
		return os.Stat(f.path)
	}
	return fs.Stat(f.fsys, f.path)
}

func (f file) size() int64 {
	if info, err := f.stat(); err == nil {
		return info.Size()
	}
	return 0
}

// beside names another file, of which the absolute path is known, as this one is
// named: from the working directory, if that is where its name begins.
func (f *file) beside(at string) string {
	from, relative := strings.CutSuffix(f.at, string(filepath.Separator)+f.name)
	if relative {
		return strings.TrimPrefix(at, from+string(filepath.Separator))
	}
	return at
}

// disk is a folder as a tree of files. Nothing outside of the folder is opened,
// whatever is exchanged in it meanwhile, and names may have any bytes.
type disk struct {
	root *os.Root
	real string // its absolute path, without links
}

func openDisk(path string) (*disk, error) {
	real, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if real, err = filepath.EvalSymlinks(real); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(real)
	if err != nil {
		return nil, err
	}
	return &disk{root, real}, nil
}

// Open returns a file or folder that waits for nobody.
func (d *disk) Open(name string) (fs.File, error) {
	return d.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// Stat describes what a name or a link leads to.
func (d *disk) Stat(name string) (fs.FileInfo, error) { return d.root.Stat(name) }

// ReadDir lists a folder in the order of names.
func (d *disk) ReadDir(name string) ([]fs.DirEntry, error) {
	f, err := d.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := f.ReadDir(-1)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

// target is where a link leads.
type target struct {
	info   fs.FileInfo
	real   string // absolute path, without links
	inside bool   // of the folder; then path is where
	path   string
}

// lookup tells where a link leads, and opens nothing.
func (d *disk) lookup(name string) (t target, err error) {
	at := filepath.Join(d.real, name)
	if t.info, err = os.Stat(at); err != nil {
		return t, err
	}
	if t.real, err = filepath.EvalSymlinks(at); err != nil {
		return t, err
	}
	t.path, err = filepath.Rel(d.real, t.real)
	t.inside = err == nil && filepath.IsLocal(t.path)
	return t, nil
}
