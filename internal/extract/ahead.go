package extract

import (
	"io"
	"path"
	"slices"
	"strings"
)

// ReadsApart returns what Read hands to Options.Apart of a file of at most max
// bytes, and the name that goes with it. ok is false for a file that it hands
// nothing of, or only parts, and for any that is called a plain text: what may hang
// is rarely called so, and telling it would mean to open every one.
func ReadsApart(name string, open func() (io.ReadCloser, error), max int) (as string, data []byte, ok bool) {
	ending := strings.ToLower(path.Ext(name))
	if slices.ContainsFunc(endings, func(e struct {
		ending string
		format *format
	}) bool {
		return e.ending == ending
	}) {
		return "", nil, false
	}
	in, err := open()
	if err != nil {
		return "", nil, false
	}
	defer in.Close()
	return readsApart(name, in, max)
}

func readsApart(name string, r io.Reader, max int) (as string, data []byte, ok bool) {
	o, err := open(name, r)
	if err != nil || o.format.read != nil {
		return "", nil, false
	}
	data, f, err := o.whole(Options{MaxFile: max})
	return o.name, data, err == nil && f.apart
}
