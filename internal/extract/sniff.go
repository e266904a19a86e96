package extract

import (
	"bufio"
	"bytes"
)

// sniffSize is how much of a stream is looked at to tell its format.
const sniffSize = 4 << 10

// sniff tells the format of a stream: JSON lines begin with a brace, Markdown
// with the line --- that opens front matter; anything else is plain text.
func sniff(in *bufio.Reader) format {
	head, _ := in.Peek(sniffSize)
	head = bytes.TrimPrefix(head, utf8BOM)
	first, _, _ := bytes.Cut(head, []byte("\n"))
	if isFence(string(first)) {
		return readMarkdown
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
		return readJSONL
	}
	return readText
}
