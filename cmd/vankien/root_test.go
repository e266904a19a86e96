package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/pflag"
)

// Permissions do not bind the user that tests often run as, so the error is
// made here.
func TestDirectoryThatCannotBeWritten(t *testing.T) {
	const hint = `; searching, too, needs write access to "d" and all that is in it, for its locks`
	for _, cause := range []error{fs.ErrPermission, syscall.EACCES, syscall.EROFS, &os.PathError{Op: "open", Path: "d/lock", Err: syscall.EACCES}} {
		err := fmt.Errorf("open index: %w", cause)
		if got := openFault("d", err); got.Error() != err.Error()+hint || !errors.Is(got, cause) {
			t.Errorf("%v", got)
		}
	}
	if err := errors.New("damaged"); openFault("d", err) != err || openFault("d", nil) != nil {
		t.Error("another error is changed")
	}
}

// TestEveryFlagIsInTheTable: the README says that each can be set in three ways,
// so it names each with the verbs that have it.
func TestEveryFlagIsInTheTable(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(raw), "\n## Configuration\n")
	part, _, _ = strings.Cut(part, "\n## ")
	var rows []string
	for line := range strings.Lines(part) {
		if strings.HasPrefix(line, "| `--") {
			rows = append(rows, line)
		}
	}
	for _, c := range newRoot().Commands() {
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			named := func(row string) bool {
				cells := strings.Split(row, " | ")
				if !strings.Contains(cells[0], "`--"+f.Name+"`") {
					return false
				}
				all := strings.HasPrefix(cells[1], "all but ")
				return strings.Contains(cells[1], "`"+c.Name()+"`") != all
			}
			if f.Name != "help" && !slices.ContainsFunc(rows, named) {
				t.Errorf("--%s of %s is in no row", f.Name, c.Name())
			}
		})
	}
}
