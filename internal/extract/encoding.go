package extract

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

var utf8BOM = []byte("\xef\xbb\xbf")

const saveAs = "save the file as UTF-8"

// checkStart refuses a stream whose first bytes show that it is no UTF-8 text.
func checkStart(in *bufio.Reader) error {
	head, err := in.Peek(sniffSize)
	if len(head) == 0 && err == io.EOF {
		return errEmpty
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return fmt.Errorf("%w: only UTF-8 text is read, and byte offset 0 begins UTF-16; %s", ErrUnsupported, saveAs)
	}
	return checkNUL(head)
}

func checkNUL(b []byte) error {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return fmt.Errorf("%w: only UTF-8 text is read, and the NUL at byte offset %d shows a binary file", ErrUnsupported, i)
	}
	return nil
}

// checkUTF8 returns an error that names the first byte of b which is not UTF-8,
// counted from 0 in what ("the file", "the line").
func checkUTF8(b []byte, what string) error {
	if utf8.Valid(b) {
		return nil
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			return fmt.Errorf("%w: only UTF-8 text is read, and byte offset %d of %s is not UTF-8; %s", ErrUnsupported, i, what, saveAs)
		}
		i += n
	}
}

// wholeText reads a text file, with "\n" for every line end and without a byte
// order mark. It is never blank.
func wholeText(in *bufio.Reader, max int) (string, error) {
	b, err := io.ReadAll(io.LimitReader(in, int64(max)+1))
	if err != nil {
		return "", fmt.Errorf("read: %w", err)
	}
	if len(b) > max {
		return "", fmt.Errorf("the text is larger than the limit of %s; split the file", byteSize(int64(max)))
	}
	if err := checkNUL(b); err != nil {
		return "", err
	}
	if err := checkUTF8(b, "the file"); err != nil {
		return "", err
	}
	s := string(bytes.TrimPrefix(b, utf8BOM))
	if strings.TrimSpace(s) == "" {
		return "", errEmpty
	}
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return s, nil
}

// byteSize writes n bytes for people: 16 MiB, 1000 bytes.
func byteSize(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
