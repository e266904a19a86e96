package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// Restored describes a collection that was put back from a backup.
type Restored struct {
	Moment    string `json:"moment"` // of the backup, as its name says
	Documents int    `json:"documents"`
	Files     int    `json:"files"`
	Bytes     int64  `json:"bytes"`
}

// stageName is where a backup is unpacked, within the data directory, until it
// is found whole.
const stageName = "restore.partial"

// Restore puts the collection of a backup into dir, which may not hold any part
// of one. source is a file that ends in .tar.zst, a backup, or a folder of
// backups, of which the newest is taken. Every file of the backup is compared
// with its sums and the index is opened before it comes into its place. besides is
// what backups were made with. Like
// Open it fails at once with ErrLocked. When it fails it leaves nothing.
func Restore(ctx context.Context, source, dir string, besides ...Extra) (Restored, error) {
	done, err := restore(ctx, source, dir, besides)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %q to %q: %w", source, dir, err)
	}
	return done, nil
}

func restore(ctx context.Context, source, dir string, besides extras) (done Restored, err error) {
	if source, err = pickBackup(source); err != nil {
		return done, err
	}
	s, err := occupy(dir)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, s.leave(err != nil)) }()
	if err := checkVacant(dir, besides); err != nil {
		return done, err
	}
	stage := filepath.Join(dir, stageName)
	defer os.RemoveAll(stage)
	u := unpacker{ctx: ctx, besides: besides, to: stage, sums: sumList{}}
	if err := u.unpack(source); err != nil {
		return done, err
	}
	done = Restored{Moment: u.moment, Files: len(u.sums), Bytes: u.bytes}
	if done.Documents, err = proveIndex(filepath.Join(stage, "index")); err != nil {
		return done, err
	}
	return done, takePlace(stage, dir, besides)
}

// site is a data directory that is locked to become a collection.
type site struct {
	lock *flock.Flock
	made []string // what was not there before, if anything: the lock, the directory, those above it
}

// occupy makes a data directory, if it is not there, and locks it.
func occupy(dir string) (*site, error) {
	s := &site{made: absent(filepath.Join(dir, lockFile))}
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		s.lock, err = acquire(dir)
	}
	if err != nil {
		s.made = s.made[min(1, len(s.made)):] // the lock may be another's
		return nil, errors.Join(err, s.leave(true))
	}
	return s, nil
}

// absent returns a path and those above it, as far as they do not exist.
func absent(path string) (list []string) {
	for ; filepath.Dir(path) != path; path = filepath.Dir(path) {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		list = append(list, path)
	}
	return list
}

// leave unlocks a site. One that came to nothing is first removed as far as it
// was made and is empty; whoever holds its lock by then notices (acquire).
func (s *site) leave(failed bool) error {
	if failed {
		for _, path := range s.made {
			_ = os.Remove(path)
		}
	}
	if s.lock == nil {
		return nil
	}
	return s.lock.Unlock()
}

// pickBackup returns the newest backup of a folder of backups, and of anything
// else itself.
func pickBackup(source string) (string, error) {
	info, err := os.Stat(source)
	if err != nil || !info.IsDir() {
		return source, err
	}
	if _, err := os.Stat(filepath.Join(source, sumsOfBackup)); err == nil {
		return source, nil
	}
	names, err := backupsIn(source)
	if err == nil && len(names) == 0 {
		err = errors.New("there is no backup in that folder")
	}
	if err != nil {
		return "", err
	}
	return filepath.Join(source, names[len(names)-1]), nil
}

// checkVacant refuses a directory that holds a collection or a part of one.
func checkVacant(dir string, besides extras) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); name == "index" || strings.HasPrefix(name, "index.") || slices.Contains(besides.names(), name) {
			return fmt.Errorf("there is %q already: restore into a new directory, or move what is in this one away first", name)
		}
	}
	return err
}

// unpacker writes the files of a backup and compares them with its list.
type unpacker struct {
	ctx     context.Context
	besides extras
	to      string
	moment  string
	sums    sumList // of what was written
	listed  sumList // what the backup says
	bytes   int64
}

// unpack writes a whole backup below u.to and syncs it.
func (u *unpacker) unpack(source string) error {
	store := filepath.Join(u.to, "index", "store")
	if err := errors.Join(os.RemoveAll(u.to), os.MkdirAll(store, 0o700)); err != nil {
		return err
	}
	read := u.readFolder
	if info, err := os.Stat(source); err != nil {
		return err
	} else if !info.IsDir() {
		read = readArchive
	}
	u.moment = strings.TrimSuffix(filepath.Base(source), ArchiveSuffix)
	if err := read(source, u.take); err != nil {
		return err
	}
	if err := u.compare(); err != nil {
		return err
	}
	return syncTree(u.to)
}

// take writes one file of the backup.
func (u *unpacker) take(name string, r io.Reader) error {
	if name == sumsOfBackup {
		raw, err := io.ReadAll(io.LimitReader(r, maxSumList))
		if err == nil {
			u.listed, err = parseSumList(raw, u.besides)
		}
		return err
	}
	if !u.besides.isPart(name) {
		return fmt.Errorf("%q is no file of a backup", name)
	}
	to := filepath.Join(u.to, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return createFile(to, func(w io.Writer) error {
		sum := newSum()
		n, err := io.Copy(io.MultiWriter(w, sum), ctxReader{u.ctx, r})
		u.sums[name], u.bytes = sum.String(), u.bytes+n
		return err
	})
}

// maxSumList bounds a list of sums in memory: a line has at most 200 bytes.
const maxSumList = 256 << 20

// compare returns an error that names the files that are not as listed.
func (u *unpacker) compare() error {
	if u.listed == nil {
		return fmt.Errorf("the backup is not whole: it has no %s", sumsOfBackup)
	}
	var bad bytes.Buffer
	for name, sum := range u.listed {
		switch u.sums[name] {
		case sum:
		case "":
			fmt.Fprintf(&bad, "; %s is missing", name)
		default:
			fmt.Fprintf(&bad, "; %s is damaged", name)
		}
	}
	for name := range u.sums {
		if u.listed[name] == "" {
			fmt.Fprintf(&bad, "; %s is not listed", name)
		}
	}
	if bad.Len() > 0 {
		return fmt.Errorf("the backup is not as it was written, take another one%s", bad.String())
	}
	return nil
}

// readFolder shows the files of a backup that is a folder.
func (u *unpacker) readFolder(path string, visit func(name string, r io.Reader) error) error {
	root, err := os.OpenRoot(path)
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || name != sumsOfBackup && !u.besides.isPart(name) {
			return err
		}
		f, err := root.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return visit(name, f)
	})
}

// proveIndex checks all of an index and counts the documents in it, whatever
// analysis built it.
func proveIndex(path string) (documents int, err error) {
	if err := check(path, -1); err != nil {
		return 0, err
	}
	st, err := openStore(path, true, nil)
	if err != nil {
		return 0, err
	}
	n, err := st.b.DocCount()
	return int(n), errors.Join(err, st.close())
}

// takePlace moves what was unpacked to its place. The index comes last: a
// directory that has one has the rest, too. When it fails nothing stays there.
func takePlace(stage, dir string, besides extras) (err error) {
	var moved []string
	defer func() {
		for _, name := range moved {
			if err != nil {
				_ = os.RemoveAll(name)
			}
		}
	}()
	for _, name := range append(besides.names(), "index") {
		from, to := filepath.Join(stage, name), filepath.Join(dir, name)
		if there, err := exists(from); err != nil {
			return err
		} else if !there {
			continue
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
		moved = append(moved, to)
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(dir))
}
