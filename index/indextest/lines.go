package indextest

import (
	"bufio"
	"compress/gzip"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// maxLine bounds a line of real text; a longer one fails the test.
const maxLine = 1 << 26

// Lines yields the lines of a file of $VANKIEN_DATA, a folder of real texts, with
// their numbers; the file may be packed (.gz). Where it is not there the test is
// skipped. A line is valid until the next.
func Lines(tb testing.TB, file string) iter.Seq2[int, []byte] {
	tb.Helper()
	f, err := os.Open(filepath.Join(os.Getenv("VANKIEN_DATA"), file))
	if err != nil {
		tb.Skipf("VANKIEN_DATA names no folder with %s", file)
	}
	tb.Cleanup(func() { f.Close() })
	in := io.Reader(f)
	if strings.HasSuffix(file, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			tb.Fatal(err)
		}
	}
	return func(yield func(int, []byte) bool) {
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, maxLine)
		for n := 0; lines.Scan(); n++ {
			if !yield(n, lines.Bytes()) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
	}
}
