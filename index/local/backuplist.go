package local

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vankien/index"
)

// Backups lists the backups in a folder and in the folders in it, as Backup makes
// them, the newest first. A folder that is not there has none.
func Backups(folder string) ([]index.BackupEntry, error) {
	all, err := backupEntries(folder, "")
	if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	for _, e := range entries {
		if _, moment := time.Parse(momentFormat, e.Name()); !e.IsDir() || moment == nil || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		named, err := backupEntries(filepath.Join(folder, e.Name()), e.Name())
		if err != nil {
			return nil, fmt.Errorf("list the backups: %w", err)
		}
		all = append(all, named...)
	}
	slices.SortFunc(all, func(a, b index.BackupEntry) int { return cmp.Or(b.Made.Compare(a.Made), cmp.Compare(a.Name, b.Name)) })
	return all, nil
}

// backupEntries lists the backups in one folder, under names below another.
func backupEntries(folder, below string) (all []index.BackupEntry, err error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		name := path.Join(below, e.Name())
		if at, bad := time.Parse(momentFormat, e.Name()); e.IsDir() && bad == nil {
			all = append(all, index.BackupEntry{Name: name, Made: at})
		} else if info, bad := e.Info(); bad == nil && info.Mode().IsRegular() && strings.HasSuffix(name, ArchiveSuffix) {
			all = append(all, index.BackupEntry{Name: name, Made: info.ModTime().UTC(), Bytes: info.Size()})
		}
	}
	return all, err
}
