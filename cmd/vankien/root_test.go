package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
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
