package extract

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
)

func isGzip(in *bufio.Reader) bool {
	magic, _ := in.Peek(2)
	return len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b
}

func gunzip(in *bufio.Reader) (*bufio.Reader, error) {
	if _, err := in.Peek(1); err == io.EOF {
		return nil, ErrEmpty
	}
	if !isGzip(in) {
		return nil, fmt.Errorf("%w: this is not gzip data", ErrUnsupported)
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("the stream broke in its header: %w", err)
	}
	return bufio.NewReaderSize(z, bufferSize), nil
}
