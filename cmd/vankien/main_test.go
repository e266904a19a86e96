package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vankien": main})
}

// TestScript runs the command line: one script for each behaviour.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Setup: func(e *testscript.Env) error {
			// Bytes that no text file can hold.
			return os.WriteFile(e.WorkDir+"/utf16.txt", []byte("\xff\xfeV\x00i\x00"), 0o644)
		},
	})
}
