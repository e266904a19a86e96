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
	there, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	at, err := resolve(path)
	if err != nil {
		return false, err
	}
	for {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, there) {
			return true, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return false, nil
		}
		at = up
	}
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
