package plan

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"vankien/internal/viet/name"
)

// Names of the files that extend the shipped tables.
const (
	AbbreviationsFile = "abbreviations.tsv"
	PlacesFile        = "places.tsv"
)

// DefaultNames are the shipped tables.
func DefaultNames() Names {
	return Names{Abbreviations: name.DefaultAbbreviations(), Places: name.DefaultPlaces()}
}

// ReadNames reads the tables of a collection on top of the shipped ones. open opens a
// file by its name; one that is fs.ErrNotExist extends nothing. They are never part of
// an index, so that a change needs no new one.
func ReadNames(open func(file string) (io.ReadCloser, error)) (Names, error) {
	t := DefaultNames()
	err := extend(open, AbbreviationsFile, t.Abbreviations.Extend, &t.Abbreviations)
	if err == nil {
		err = extend(open, PlacesFile, t.Places.Extend, &t.Places)
	}
	return t, err
}

func extend[T any](open func(string) (io.ReadCloser, error), file string, read func(io.Reader) (T, error), into *T) error {
	f, err := open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	v, err := read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	*into = v
	return nil
}
