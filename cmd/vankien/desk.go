package main

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/spf13/cobra"

	"vankien/index/local"
	"vankien/internal/ingest"
)

// desk is an open collection with what documents come into it by.
type desk struct {
	*local.Index
	dir    string
	writer *ingest.Writer // of all that write to the collection in this process
	shared bool           // others have it open, too
}

// newDesk is the desk of a collection in a directory.
func newDesk(dir string, x *local.Index) *desk {
	return &desk{Index: x, dir: dir, writer: ingest.NewWriter(x, ingest.WriterOptions{})}
}

// Close closes the collection, unless others use it.
func (d *desk) Close() error {
	if d.shared {
		return nil
	}
	return d.Index.Close()
}

// openData opens the collection, or takes the one that this process has open.
// Only a verb that adds makes a new one: a mistyped name must not become an empty
// collection that finds nothing. One that another process has open is a *heldError.
func openData(c *cobra.Command, create bool) (*desk, error) {
	if h := heldBy(c); h != nil {
		shared := *h.desk
		shared.shared = true
		return &shared, nil
	}
	d, err := openWith(c, create, local.Open)
	if errors.Is(err, local.ErrLocked) {
		dir, _ := dataDir(c)
		return nil, &heldError{dir, c, err}
	}
	return d, err
}

// openWith is openData with another way to open, for a verb that needs the
// collection for itself.
func openWith(c *cobra.Command, create bool, open func(string) (*local.Index, error)) (*desk, error) {
	dir, err := dataDir(c)
	if err == nil && !create {
		dir, err = existingData(c)
	}
	if err != nil {
		return nil, err
	}
	x, err := open(dir)
	if err != nil {
		return nil, openFault(dir, err)
	}
	setCache(c, x)
	return newDesk(dir, x), nil
}

// openFault says what a directory that cannot be written in lacks: who only
// searches does not expect to write.
func openFault(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w; searching, too, needs write access to %q and all that is in it, for its locks", err, dir)
	}
	return err
}
