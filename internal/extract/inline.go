package extract

import (
	"bytes"
	"cmp"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
)

// Marks that a line has until it is written; no text has them, see writeUnescaped.
const (
	hardBreak = "\x00" // a line break that was asked for
	emptyCell = "\x01" // a comment in a cell: it is there and holds nothing
)

// inline returns the text in a block, with "\n" for line breaks as they come and
// hardBreak for those that were asked for.
func (r *blockReader) inline(n ast.Node) string {
	var b strings.Builder
	if n.Kind() == kindPlainParagraph {
		r.writePlain(&b, n)
	} else {
		r.write(&b, n)
	}
	return b.String()
}

// writePlain writes a paragraph whose marks are not looked at.
func (r *blockReader) writePlain(b *strings.Builder, n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		s, ended := bytes.CutSuffix(line.Value(r.source), []byte("\n"))
		s, hard := bytes.CutSuffix(bytes.Trim(s, " \t"), []byte("\\"))
		writeUnescaped(b, s)
		switch last := i+1 == n.Lines().Len(); {
		case hard && !last:
			b.WriteString(hardBreak)
		case hard:
			b.WriteByte('\\')
		case ended && !last:
			b.WriteByte('\n')
		}
	}
}

func (r *blockReader) write(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			s := c.Value(r.source)
			if n.Kind() == ast.KindCodeSpan {
				b.WriteString(strings.ReplaceAll(string(s), "\n", " "))
				continue
			}
			writeUnescaped(b, s)
			switch {
			case c.HardLineBreak():
				b.WriteString(hardBreak)
			case c.SoftLineBreak():
				b.WriteString("\n")
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(r.source))
		case *ast.RawHTML:
			r.tag(b, c)
		default:
			r.write(b, c)
		}
	}
}

// tag writes what a tag stands for within a line: a line break, or itself if it
// is none that pages have.
func (r *blockReader) tag(b *strings.Builder, n *ast.RawHTML) {
	var s strings.Builder
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		s.Write(segment.Value(r.source))
	}
	tag := s.String()
	switch name := tagName(tag); {
	case strings.HasPrefix(tag, "<!--"):
		if _, ok := n.Parent().(*tables.TableCell); ok && b.Len() == 0 {
			b.WriteString(emptyCell)
		}
	case name == "br":
		b.WriteString(hardBreak)
	case !slices.Contains(inlineTags, name):
		b.WriteString(tag)
	}
}

// inlineTags are the elements whose tags say nothing in a line of text.
var inlineTags = strings.Fields("a abbr b bdi bdo big cite code data del dfn div em font i img input ins kbd label mark p q s samp small span strike strong sub sup time tt u var wbr")

func tagName(tag string) string {
	s := strings.ToLower(strings.Trim(tag, "</>"))
	if i := strings.IndexAny(s, " \t\n/"); i >= 0 {
		s = s[:i]
	}
	return s
}

// punctuation is what a backslash takes the meaning of.
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// entity is the name of a character, of maxEntity bytes at most.
var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});`)

const maxEntity = 40

// writeUnescaped writes text with escapes and names of characters resolved.
func writeUnescaped(b *strings.Builder, s []byte) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(punctuation, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			name := entity.Find(s[i:min(len(s), i+maxEntity)])
			b.WriteString(cmp.Or(html.UnescapeString(string(name)), "&"))
			i += max(len(name)-1, 0)
		case s[i] < 2:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteByte(s[i])
		}
	}
}
