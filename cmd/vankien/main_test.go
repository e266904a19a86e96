package main

import (
	"os"
	"path/filepath"
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
			return writeBytes(e.WorkDir)
		},
	})
}

// writeBytes writes the files whose bytes no script can hold.
func writeBytes(dir string) error {
	tcvn3 := "H\xe9i ngh\xde t\xe6ng k\xd5t c\xabng t\xb8c n\xa8m\n\xa7\xb9i bi\xd3u \xae\xb7 th\xb6o lu\xcbn, g\xe3p \xfd v\xd2 quy ho\xb9ch " +
		"s\xf6 d\xf4ng \xae\xcat v\xb5 k\xd5 ho\xb9ch \xae\xc7u t\xad c\xabng.\n"
	for name, bytes := range map[string]string{
		"utf16.txt": "\xff\xfeV\x00i\x00",
		"tcvn3.txt": tcvn3,
		"phap.txt":  "Les \xe9l\xe8ves ont pr\xe9sent\xe9 une pi\xe8ce tr\xe8s r\xe9ussie \xe0 la f\xeate.\n",
		"nhi.txt":   "abc\x00def",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(bytes), 0o644); err != nil {
			return err
		}
	}
	return nil
}
