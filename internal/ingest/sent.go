package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vankien/internal/originals"
)

// Receive brings in a file that somebody sent, as Run does one of a folder, and
// tells what became of it. The file is kept in opt.Keep, from which its pages that
// are images can be recognised later; without opt.Keep it is gone afterwards. A
// document that states no id gets one of the name and the content, so that a file
// which is sent again is the same document and another one of its name another
// document. The error is one of in, of the collection or of ctx.
func Receive(ctx context.Context, w *Writer, opt Options, name string, in io.Reader) error {
	store := opt.Keep
	if store == nil {
		dir, err := os.MkdirTemp("", "vankien-")
		if err != nil {
			return fmt.Errorf("receive %q: %w", name, err)
		}
		defer os.RemoveAll(dir)
		store, opt.Journal = originals.Open(dir), nil
	}
	sum, done, err := store.Add(in)
	if err != nil {
		return fmt.Errorf("receive %q: %w", name, err)
	}
	name = sentName(name)
	sent := &Sent{Name: name, Home: sum[:16] + "/" + name}
	used, told := false, opt.Seen
	opt.Seen = func(s Seen) {
		used = used || len(s.IDs) > 0
		if told != nil {
			told(s)
		}
	}
	source := Source{Path: store.Path(sum), Sent: sent}
	if source.Path == "" {
		source.FS, source.Path = store.FS(), sum
	}
	_, err = Run(ctx, w, []Source{source}, opt)
	return errors.Join(err, done(used))
}

// maxSent bounds the name of a file that was sent, in bytes.
const maxSent = 200

// sentName is the last part of a name as its sender gives it, which may be a path
// of any system.
func sentName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, "_"))
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	if name == "." || name == "/" {
		return "file"
	}
	ending := path.Ext(name)
	if len(name) <= maxSent || len(ending) > maxSent/2 {
		return cut(name, maxSent)
	}
	return cut(name, maxSent-len(ending)) + ending
}
