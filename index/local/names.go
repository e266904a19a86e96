package local

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"vankien/index/plan"
	"vankien/internal/viet/name"
)

// Names of the files of a data directory that extend the shipped tables.
const (
	abbreviationsFile = "abbreviations.tsv"
	placesFile        = "places.tsv"
)

func defaultNames() plan.Names {
	return plan.Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}
}

// loadNames reads the tables of a data directory on top of the shipped ones.
// They are never part of the index, so that a change needs no new one.
func loadNames(dir string) (plan.Names, error) {
	t := defaultNames()
	err := errors.Join(
		load(dir, abbreviationsFile, t.Abbreviations.Extend, &t.Abbreviations),
		load(dir, placesFile, t.Places.Extend, &t.Places))
	return t, err
}

func load[T any](dir, file string, read func(io.Reader) (T, error), into *T) error {
	f, err := os.Open(filepath.Join(dir, file))
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
