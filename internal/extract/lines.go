package extract

import (
	"bufio"
	"errors"
)

// lines cuts a stream into lines and never holds more than max bytes of one.
type lines struct {
	in  *bufio.Reader
	max int
	buf []byte // a line that spans reads
	n   int    // number of the last line, from 1
}

// next returns the next line without its "\n"; the bytes are valid until the
// next call. Of a line longer than max only the size is returned. At the end,
// and when the stream breaks, err is set; a line may come with it.
func (l *lines) next() (line []byte, size int64, err error) {
	l.buf = l.buf[:0]
	for {
		part, err := l.in.ReadSlice('\n')
		size += int64(len(part))
		if err == nil {
			part = part[:len(part)-1]
			size--
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			if size <= int64(l.max) {
				l.buf = append(l.buf, part...)
			}
			continue
		}
		if err == nil || size > 0 {
			l.n++
		}
		switch {
		case size > int64(l.max):
			return nil, size, err
		case len(l.buf) == 0:
			return part, size, err
		}
		l.buf = append(l.buf, part...)
		return l.buf, size, err
	}
}
