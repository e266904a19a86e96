package local

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vankien/index/plan"
)

// loadNames reads the tables of a data directory.
func loadNames(dir string) (plan.Names, error) {
	names, err := plan.ReadNames(func(file string) (io.ReadCloser, error) { return os.Open(filepath.Join(dir, file)) })
	if err != nil {
		return names, fmt.Errorf("read the tables of %q: %w", dir, err)
	}
	return names, nil
}
