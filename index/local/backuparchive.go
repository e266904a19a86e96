package local

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"vankien/index"
)

// backupArchive writes a backup as one file. Its lock is a file of its own that
// stays: what is renamed or removed may be open elsewhere to wait for it.
func backupArchive(ctx context.Context, dir, target string, besides extras) (b index.Backup, err error) {
	hidden := filepath.Join(filepath.Dir(target), "."+filepath.Base(target))
	lock, err := lockBackup(hidden + lockName)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	partial := hidden + partialName
	defer os.Remove(partial) // it is gone unless something failed
	s, err := holdSound(ctx, dir, besides)
	if err != nil {
		return b, err
	}
	defer s.close()
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return b, err
	}
	if b, err = writeArchive(ctx, f, s); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return b, err
	}
	return b, move(partial, target)
}

// writeArchive writes a state as a compressed archive. The list of sums is its
// last file, so an archive that was cut has none.
func writeArchive(ctx context.Context, w io.Writer, s *heldState) (index.Backup, error) {
	b, sums := s.describe(), sumList{}
	zw, err := zstd.NewWriter(w)
	if err != nil {
		return b, err
	}
	tw := tar.NewWriter(zw)
	add := func(p part) (string, error) {
		head := &tar.Header{Name: b.Moment + "/" + p.name, Mode: 0o600, Size: p.size, ModTime: s.moment, Typeflag: tar.TypeReg}
		if err := tw.WriteHeader(head); err != nil {
			return "", err
		}
		return p.copyTo(ctx, tw)
	}
	for _, p := range s.parts {
		p, err := p.opened()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			sums[p.name], err = add(p)
			p.done()
		}
		if err != nil {
			return b, errors.Join(err, zw.Close())
		}
		b.Files, b.Bytes, b.Copied = b.Files+1, b.Bytes+p.size, b.Copied+p.size
	}
	_, err = add(newPart(sumsOfBackup, sums.bytes()))
	return b, errors.Join(err, tw.Close(), zw.Close())
}

// readArchive shows the files of an archive.
func readArchive(path string, visit func(name string, r io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	zr, err := zstd.NewReader(f)
	if err != nil {
		return err
	}
	defer zr.Close()
	for tr := tar.NewReader(zr); ; {
		head, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badArchive(err)
		}
		if head.Typeflag == tar.TypeDir {
			continue
		}
		_, name, _ := strings.Cut(head.Name, "/")
		if head.Typeflag != tar.TypeReg {
			name = head.Name // a link or a device is no part of a backup, whatever it is called
		}
		if err := visit(name, archived{tr}); err != nil {
			return err
		}
	}
}

// archived is a file in an archive that may end or go wrong within it.
type archived struct{ io.Reader }

// Read implements io.Reader.
func (r archived) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = badArchive(err)
	}
	return n, err
}

func badArchive(err error) error {
	return fmt.Errorf("the archive is damaged or cut: %w", err)
}
