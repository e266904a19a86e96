package extract

import (
	"bytes"
	"io"

	"vankien/internal/viet/legacy"
)

// sniffSize is how much of a stream is looked at to tell its format.
const sniffSize = 4 << 10

// sniff tells the format of a stream by its first bytes: JSON lines begin with a
// brace, Markdown with the line --- that opens front matter; anything else is
// plain text.
func sniff(head []byte) *format {
	if name := legacy.UTF16(head); name != legacy.Unknown {
		// What was cut in the middle of a character does not matter here.
		head, _ = io.ReadAll(legacy.NewUTF16Reader(bytes.NewReader(head), name))
	}
	head = bytes.TrimPrefix(head, utf8BOM)
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if isFence(string(first)) {
		return &markdown
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		return &jsonl
	}
	return &text
}
