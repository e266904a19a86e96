package local

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"vankien/internal/viet"
)

// Names of the files of a data directory that extend the shipped tables.
const (
	abbreviationsFile = "abbreviations.tsv"
	placesFile        = "places.tsv"
)

// tables are the names that a query is read with. They are never part of the
// index, so that a change needs no new one.
type tables struct {
	abbreviations *viet.Abbreviations
	places        *viet.Places
}

func defaultTables() *tables {
	return &tables{viet.DefaultAbbreviations(), viet.DefaultPlaces()}
}

// loadTables reads the tables of a data directory on top of the shipped ones.
func loadTables(dir string) (*tables, error) {
	t := defaultTables()
	err := errors.Join(
		load(dir, abbreviationsFile, t.abbreviations.Extend, &t.abbreviations),
		load(dir, placesFile, t.places.Extend, &t.places))
	return t, err
}

func load[T any](dir, name string, read func(io.Reader) (T, error), into *T) error {
	f, err := os.Open(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	*into = v
	return nil
}
