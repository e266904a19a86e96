package local

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// move renames within a directory and returns when that is on disk.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// syncTree returns when all files and directories below path are on disk.
func syncTree(path string) error {
	return filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return syncDir(p)
		case e.Type().IsRegular():
			return syncFile(p, os.O_RDWR)
		}
		return nil
	})
}

// syncDir returns when the names in a directory are on disk. Windows has no
// call for that.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return syncFile(path, os.O_RDONLY)
}

func syncFile(path string, flag int) error {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
