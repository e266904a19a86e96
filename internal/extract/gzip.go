package extract

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"path"
	"strings"
)

func isGzip(in *bufio.Reader) bool {
	magic, _ := in.Peek(3)
	return len(magic) == 3 && magic[0] == 0x1f && magic[1] == 0x8b && magic[2] == 8
}

func gunzip(in *bufio.Reader) (*bufio.Reader, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("the stream broke in its header: %w", err)
	}
	return bufio.NewReaderSize(z, bufferSize), nil
}

// unpackedName returns the name of what a compressed file holds: a.txt of
// a.txt.gz, a.tar of a.tgz. A stream stays one.
func unpackedName(name string) string {
	switch ending := path.Ext(name); strings.ToLower(ending) {
	case ".gz":
		return strings.TrimSuffix(name, ending)
	case ".tgz":
		return strings.TrimSuffix(name, ending) + ".tar"
	}
	return name
}
