package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Inside reports whether a path is the directory dir or lies in it, also by way
// of links. Neither has to exist.
func Inside(path, dir string) (bool, error) {
	at, err := resolve(path)
	if err != nil {
		return false, err
	}
	if dir, err = resolve(dir); err != nil {
		return false, err
	}
	for ; !samePath(at, dir); at = filepath.Dir(at) {
		if at == filepath.Dir(at) {
			return false, nil
		}
	}
	return true, nil
}

// samePath reports whether two paths without links have one name or, where a
// file has several, name one file.
func samePath(a, b string) bool {
	if a == b {
		return true
	}
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// resolve returns a path without links, as far as it exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) || path == filepath.Dir(path) {
		return real, err
	}
	above, err := resolve(filepath.Dir(path))
	return filepath.Join(above, filepath.Base(path)), err
}
