package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"vankien/index"
)

// A backup has the files of one durable state (backupstate.go) in the places
// that they have in a data directory, and the file SHA256SUMS, which lists them
// as the tool sha256sum does. It is named by its moment. There are two forms:
//
//	FOLDER/MOMENT/…     many in one folder; what is written once and the backup
//	                    before has is that file, by hard link, not copied again
//	FILE.tar.zst        one, whole
//
// It is written under another name, synced and then renamed, so what has the
// name of a backup is complete, whatever ended the process.

// ArchiveSuffix ends the name of a backup that is one file.
const ArchiveSuffix = ".tar.zst"

const (
	sumsOfBackup = "SHA256SUMS"
	partialName  = ".partial" // of a backup while it is written
	lockName     = ".lock"    // of the file that is locked meanwhile
	momentFormat = "2006-01-02T15-04-05.000Z"
)

// Backup copies the newest state of the collection in dir that is on disk,
// whether or not a process serves it, and what it has besides, and changes nothing there. target is a
// file whose name ends in .tar.zst, which is replaced, or a folder, in which the
// newest keep backups stay; 0 keeps all. It fails at once when CheckTarget refuses
// the target, with index.ErrBackupRunning when another backup is being written there, and with an *index.DamageError when a
// file of the collection is not as it was written.
func Backup(ctx context.Context, dir, target string, keep int, besides ...Extra) (b index.Backup, err error) {
	switch err = CheckTarget(dir, target); {
	case err != nil:
	case strings.HasSuffix(target, ArchiveSuffix):
		b, err = backupArchive(ctx, dir, target, besides)
	default:
		b, err = backupFolder(ctx, dir, target, keep, besides)
	}
	if err != nil {
		return index.Backup{}, fmt.Errorf("back up %q to %q: %w", dir, target, err)
	}
	return b, nil
}

// CheckTarget refuses a target in the data directory dir, which a backup must
// outlive, and one whose name promises an archive of a form that is not written.
func CheckTarget(dir, target string) error {
	suffix := strings.ToLower(filepath.Ext(target))
	if slices.Contains(otherArchives, suffix) && !strings.HasSuffix(target, ArchiveSuffix) {
		return fmt.Errorf("no backup has the form %s; name a file that ends in %s, or a folder", suffix, ArchiveSuffix)
	}
	in, err := Inside(target, dir)
	if err == nil && in {
		err = errors.New("a backup in the data directory would be lost with it; name a place outside, best on another disk")
	}
	return err
}

// otherArchives are endings of which nobody expects a folder.
var otherArchives = []string{
	".7z", ".br", ".bz2", ".gz", ".lz4", ".lzma", ".rar", ".tar", ".tbz", ".tbz2", ".tgz", ".txz", ".tzst", ".xz", ".zip", ".zst",
}

// lockBackup keeps another backup away from a place while one is written there.
func lockBackup(path string) (*flock.Flock, error) {
	lock := flock.New(path)
	ok, err := lock.TryLock()
	if err == nil && !ok {
		err = index.ErrBackupRunning
	}
	return lock, err
}

func backupFolder(ctx context.Context, dir, target string, keep int, besides extras) (b index.Backup, err error) {
	if err := os.MkdirAll(target, 0o700); err != nil {
		return b, err
	}
	lock, err := lockBackup(filepath.Join(target, lockName))
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	partial := filepath.Join(target, partialName)
	if err := errors.Join(os.RemoveAll(partial), os.MkdirAll(filepath.Join(partial, "index", "store"), 0o700)); err != nil {
		return b, err
	}
	defer os.RemoveAll(partial) // it is gone unless something failed
	s, err := holdSound(ctx, dir, besides)
	if err != nil {
		return b, err
	}
	defer s.close()
	f := folder{ctx: ctx, path: partial, sums: sumList{}}
	if err := f.findBefore(target, besides); err != nil {
		return b, err
	}
	if b, err = f.fill(s); err != nil {
		return b, err
	}
	if err := move(partial, filepath.Join(target, b.Moment)); err != nil {
		return b, err
	}
	return b, prune(target, keep)
}

// folder is a backup being written into a folder.
type folder struct {
	ctx    context.Context
	path   string
	sums   sumList
	before string  // the backup before; "" without one
	known  sumList // its sums
}

// findBefore looks for the newest backup in the folder. One whose list cannot be
// read is only of no use here.
func (f *folder) findBefore(target string, besides extras) error {
	all, err := backupsIn(target)
	if err != nil || len(all) == 0 {
		return err
	}
	f.before = filepath.Join(target, all[len(all)-1])
	f.known, _ = readSumList(filepath.Join(f.before, sumsOfBackup), besides)
	return nil
}

// fill writes all files of a state and syncs them.
func (f *folder) fill(s *heldState) (index.Backup, error) {
	b := s.describe()
	for _, p := range s.parts {
		p, err := p.opened()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return b, err
		}
		copied, err := f.bring(p)
		if p.done(); err != nil {
			return b, err
		}
		b.Files, b.Bytes, b.Copied = b.Files+1, b.Bytes+p.size, b.Copied+copied
	}
	list := newPart(sumsOfBackup, f.sums.bytes())
	if _, err := list.copyFile(f.ctx, filepath.Join(f.path, sumsOfBackup)); err != nil {
		return b, err
	}
	return b, syncTree(f.path)
}

// bring takes a file from the backup before or copies it, and returns the bytes
// that were copied.
func (f *folder) bring(p part) (copied int64, err error) {
	to := filepath.Join(f.path, filepath.FromSlash(p.name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	sum, kept := f.reuse(p, to)
	if !kept {
		copied = p.size
		if sum, err = p.copyFile(f.ctx, to); err != nil {
			return 0, err
		}
	}
	f.sums[p.name] = sum
	return copied, nil
}

// reuse takes a file that is written once from the backup before: it has the same
// name, length and sum as the one of the collection, and is in the backup as it
// was listed. What cannot be linked is copied.
func (f *folder) reuse(p part, to string) (sum string, ok bool) {
	listed, known := f.known[p.name]
	if !known || p.file == nil {
		return "", false
	}
	name := filepath.Join(f.before, filepath.FromSlash(p.name))
	old, err := os.Open(name)
	if err != nil {
		return "", false
	}
	defer old.Close()
	if !p.sameAs(old, listed) {
		return "", false
	}
	if sum, err = sumOf(f.ctx, old); err != nil || sum != listed {
		return "", false
	}
	return sum, os.Link(name, to) == nil
}

// backupsIn returns the names of the backups in a folder, the oldest first.
func backupsIn(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if _, bad := time.Parse(momentFormat, e.Name()); bad == nil && e.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, err
}

// prune removes the oldest backups of a folder, so that keep are left. What is
// being removed no longer has the name of a backup.
func prune(target string, keep int) error {
	names, err := backupsIn(target)
	if err != nil || keep <= 0 || len(names) <= keep {
		return err
	}
	gone := filepath.Join(target, partialName)
	for _, name := range names[:len(names)-keep] {
		if err := errors.Join(os.Rename(filepath.Join(target, name), gone), os.RemoveAll(gone)); err != nil {
			return err
		}
	}
	return syncDir(target)
}
