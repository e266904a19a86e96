package extract

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The parser of Markdown takes the square of a paragraph's length in the worst
// case, and every level of lists and quotations costs it another pass. No text has
// need of either: a paragraph over a length is read without its marks, but for
// escapes, and a text that opens a hundred levels at once is read as it stands. So is
// one of very many lines, for the tree of it takes a hundred times its bytes.

const (
	maxNested = 100      // quotations and lists that one line may open
	maxIndent = 400      // columns before the mark of an item
	maxMarked = 16 << 10 // bytes of a paragraph, or a line of a table, with marks
	maxCells  = 1 << 20  // of a table
	maxLined  = 1 << 18  // of a text with marks
)

// isTooMuch reports whether a text is read as it stands.
func isTooMuch(s string) bool { return strings.Count(s, "\n") > maxLined || tooNested.MatchString(s) }

var tooNested = regexp.MustCompile(`(?m)^(?:(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){` + strconv.Itoa(maxNested) + `}|[ \t]{` + strconv.Itoa(maxIndent) + `})`)

// plainParagraph is a paragraph whose marks are not looked at.
type plainParagraph struct{ ast.BaseBlock }

var kindPlainParagraph = ast.NewNodeKind("PlainParagraph")

func (*plainParagraph) IsRaw() bool              { return true }
func (*plainParagraph) Kind() ast.NodeKind       { return kindPlainParagraph }
func (p *plainParagraph) Dump(src []byte, n int) { ast.DumpHelper(p, src, n, nil, nil) }

// lengthGuard takes paragraphs that are too long for marks out of the parser's hands.
type lengthGuard struct{}

func guarded() parser.Option {
	return parser.WithParagraphTransformers(util.Prioritized(lengthGuard{}, 1))
}

// Transform implements parser.ParagraphTransformer.
func (lengthGuard) Transform(n *ast.Paragraph, in gmtext.Reader, _ parser.Context) {
	if !isTooLong(n.Lines(), in.Source()) {
		return
	}
	plain := &plainParagraph{}
	plain.SetLines(n.Lines())
	n.Parent().ReplaceChild(n.Parent(), n, plain)
}

var delimiterRow = regexp.MustCompile(`^[ \t|:-]*-[ \t|:-]*$`)

func isTooLong(lines *gmtext.Segments, source []byte) bool {
	first, last := lines.At(0), lines.At(lines.Len()-1)
	if last.Stop-first.Start <= maxMarked && bytes.Count(first.Value(source), []byte("|"))*lines.Len() <= maxCells/16 {
		return false
	}
	if lines.Len() < 2 {
		return true
	}
	second := lines.At(1)
	if !delimiterRow.Match(bytes.TrimSpace(second.Value(source))) || bytes.Count(first.Value(source), []byte("|"))*lines.Len() > maxCells {
		return true
	}
	for i := range lines.Len() {
		if line := lines.At(i); line.Len() > maxMarked {
			return true
		}
	}
	return false
}
