package extract

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"vankien/internal/viet/legacy"
)

var utf8BOM = []byte("\xef\xbb\xbf")

// readLines returns a stream of lines as UTF-8 and what that mended.
func readLines(in *bufio.Reader) (*bufio.Reader, []Repair, error) {
	head, _ := in.Peek(sniffSize)
	if name := legacy.UTF16(head); name != legacy.Unknown {
		return bufio.NewReaderSize(legacy.NewUTF16Reader(in, name), bufferSize), repairsOf(legacy.Encoding{Outer: name}), nil
	}
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return nil, nil, fmt.Errorf("%w: the NUL at byte offset %d shows a binary file", ErrUnsupported, i)
	}
	return in, nil, nil
}

// checkUTF8 returns an error that names the first byte of a line which is not
// UTF-8, counted from 0.
func checkUTF8(b []byte) error {
	if utf8.Valid(b) {
		return nil
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return fmt.Errorf("%w: only UTF-8 and UTF-16 lines are read, and byte offset %d of the line is not UTF-8; save the file as UTF-8", ErrUnsupported, i)
		}
		i += n
	}
}

// wholeText reads a text file in any encoding, with "\n" for every line end and
// without a byte order mark, and what that mended. It is never blank.
func wholeText(in *bufio.Reader, max int) (s string, repairs []Repair, err error) {
	b, err := io.ReadAll(io.LimitReader(in, int64(max)+1))
	if err != nil {
		return "", nil, fmt.Errorf("read: %w", err)
	}
	if len(b) > max {
		return "", nil, &SizeError{fmt.Sprintf("the text is larger than the limit of %s; split the file", byteSize(int64(max)))}
	}
	e := legacy.Detect(b)
	if s, err = e.Decode(b); err != nil {
		return "", nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if strings.TrimSpace(s) == "" {
		return "", nil, ErrEmpty
	}
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return s, repairsOf(e), nil
}

// byteSize writes n bytes for people: 16 MiB, 1000 bytes.
func byteSize(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
