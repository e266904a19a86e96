package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads s in time linear in its length. A query that is broken is repaired, and the warnings, in the order of
// their offsets and at most four of one code, say how. The error is nil or a *SyntaxError: s is not UTF-8, or a date
// in it cannot be read; the node is then nil.
func Parse(s string) (Node, []Warning, error) {
	if i := invalidUTF8(s); i >= 0 {
		return nil, nil, &SyntaxError{Code: NotText, Offset: i}
	}
	p := parser{lex: lexer{src: s, running: isRunning(s)}}
	p.advance()
	n := p.or("")
	if p.err != nil {
		return nil, nil, p.err
	}
	if at := firstSign(s); n == nil && at >= 0 && len(p.warnings) == 0 {
		p.warn(WarnNoWord, at)
	}
	slices.SortStableFunc(p.warnings, func(a, b Warning) int { return a.Offset - b.Offset })
	if n == nil {
		n = All{}
	}
	return settle(n), p.warnings, nil
}

// firstSign returns the place of the first character that is not white space, or -1.
func firstSign(s string) int {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) })
}

// invalidUTF8 returns the place of the first byte of s that is not UTF-8, or -1.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
			return i
		}
	}
	return -1
}

// parser descends the grammar, one method per rule. A method returns nil for a part with nothing in it; the field
// given to it is that of the nearest brackets around it.
type parser struct {
	lex      lexer
	tok      token
	terms    int // so far
	negated  bool
	depth    int // of brackets
	ignored  int // open brackets below MaxDepth
	stopped  bool
	warnings []Warning
	err      *SyntaxError
}

func (p *parser) advance() { p.tok = p.lex.next() }

// stop leaves the rest of the query unread; later warnings would be about the cut.
func (p *parser) stop() {
	p.stopped = true
	p.lex.pos = len(p.lex.src)
	p.advance()
}

// maxSame keeps a hostile query from a warning per byte.
const maxSame = 4

func (p *parser) warn(code Code, offset int, args ...string) {
	if p.stopped {
		return
	}
	same := 0
	for _, w := range p.warnings {
		if w.Code.Kind() == code.Kind() {
			same++
		}
	}
	if same < maxSame {
		p.warnings = append(p.warnings, Warning{code, offset, args})
	}
}

func (p *parser) fail(offset int, code Code, args ...string) {
	if !p.stopped {
		p.err = &SyntaxError{code, offset, args}
		p.stop()
	}
}

func (p *parser) dangling(operator string, offset int) {
	p.warn(WarnDangling, offset, operator)
}

func (p *parser) or(f Field) Node {
	var nodes []Node
	for before := (token{}); ; {
		n := p.and(f)
		t := p.tok
		if n != nil {
			nodes = append(nodes, n)
		} else if before.kind == tokOr {
			p.dangling(before.text, before.pos)
		} else if t.kind == tokOr {
			p.dangling(t.text, t.pos)
			t = token{} // so that it is not reported again from its other side
		}
		if p.tok.kind != tokOr {
			return disjoin(nodes)
		}
		before = t
		if t.loose {
			p.warn(WarnReadAsOr, t.pos, t.text)
		}
		p.advance()
	}
}

func (p *parser) and(f Field) Node {
	var nodes []Node
	before := token{} // an AND or NEAR that waits for its right side
	for {
		switch t := p.tok; t.kind {
		case tokAnd, tokNear:
			if t.loose {
				p.warn(WarnReadAsAnd, t.pos, t.text)
			}
			if len(nodes) == 0 || before.kind != tokEnd {
				p.dangling(t.text, t.pos)
			} else {
				before = t
			}
			p.advance()
			continue
		case tokEnd, tokOr:
		case tokClose:
			if p.skipClose() {
				continue
			}
		default:
			if n := p.item(f); n != nil {
				if before.kind == tokEnd && t.joined && p.join(nodes, n) {
					continue
				}
				nodes = p.follow(nodes, before, n)
				before = token{}
			}
			continue
		}
		if before.kind != tokEnd {
			p.dangling(before.text, before.pos)
		}
		return conjoin(nodes)
	}
}

// follow adds n to nodes, behind the operator between. NEAR needs a word or phrase on either side.
func (p *parser) follow(nodes []Node, between token, n Node) []Node {
	if between.kind == tokNear {
		last := len(nodes) - 1
		if ph, ok := together(nodes[last], n, p.capped(between.slop, between.pos)); ok {
			nodes[last] = ph
			return nodes
		}
		p.dangling(between.text, between.pos)
	}
	return append(nodes, n)
}

// join adds digits to the word before a hyphen that joins them, unless that is more than a word may hold.
func (p *parser) join(nodes []Node, digits Node) bool {
	if len(nodes) == 0 {
		return false
	}
	last := len(nodes) - 1
	a, okA := nodes[last].(Word)
	b, okB := digits.(Word)
	if !okA || !okB || a.Prefix || a.Exact || a.Field != b.Field || b.Exact || b.Plain || len(a.Text)+1+len(b.Text) > MaxWord {
		return false
	}
	a.Text, a.Prefix = a.Text+"-"+b.Text, b.Prefix
	nodes[last] = a
	return true
}

// skipClose passes a closing bracket that closes nothing in the tree.
func (p *parser) skipClose() bool {
	switch {
	case p.ignored > 0:
		p.ignored--
	case p.depth == 0:
		p.warn(WarnNeverOpened, p.tok.pos)
	default:
		return false
	}
	p.advance()
	return true
}

// item reads the grammar's rule "not", and mistyped fields before the value. A sign holds for the name of such a field
// and for its value: -foo:x leaves out what has either.
func (p *parser) item(f Field) Node {
	var names []Node // of mistyped fields
	sign := token{}  // the last one
	negative := false
	for {
		switch t := p.tok; t.kind {
		case tokNot, tokMinus:
			negative, sign = !negative, t
			p.advance()
		case tokUnknown:
			p.unknownField(t)
			p.advance()
			names = append(names, negateIf(negative, p.word(t, f)))
		case tokEnd, tokOr, tokAnd, tokNear, tokClose:
			if sign.kind != tokEnd {
				p.dangling(sign.text, sign.pos)
			}
			return conjoin(names)
		default:
			n := negateIf(negative, p.signed(sign, negative, f))
			if names == nil {
				return n
			}
			return conjoin(append(names, n))
		}
	}
}

func negateIf(negative bool, n Node) Node {
	if negative {
		return negate(n)
	}
	return n
}

// signed reads the value behind the last of its signs, and says what a hyphen leaves out that stands where another
// could be meant.
func (p *parser) signed(sign token, negative bool, f Field) Node {
	outer := p.negated
	p.negated = outer != negative
	defer func() { p.negated = outer }()
	if t := p.tok; sign.kind == tokMinus && t.kind == tokWord && p.negated && f == "" {
		text, _, _ := trim(t.text)
		p.warn(WarnLeftOut, sign.pos, head(text, 40))
	}
	return p.value(f)
}

func (p *parser) value(f Field) Node {
	t := p.tok
	if t.kind == tokOpen {
		return p.group(f)
	}
	p.advance()
	switch t.kind {
	case tokField:
		return p.fieldValue(t)
	case tokBare:
		return p.bareField(t, f)
	case tokPhrase:
		return p.phrase(t, f)
	}
	return p.word(t, f)
}

// group reads brackets. Below MaxDepth only the brackets are passed: what is in them joins what is around them.
func (p *parser) group(f Field) Node {
	open := p.tok.pos
	p.advance()
	if p.depth == MaxDepth {
		if p.ignored == 0 {
			p.warn(WarnTooDeep, open)
		}
		p.ignored++
		return nil
	}
	p.depth++
	n := p.or(f)
	p.depth--
	if p.tok.kind != tokClose {
		p.ignored = 0
		p.warn(WarnNeverClosed, open)
		return n
	}
	p.advance()
	if n == nil {
		p.warn(WarnEmptyGroup, open)
	}
	return n
}

func (p *parser) fieldValue(t token) Node {
	start := p.tok.pos
	n := p.item(t.field)
	if n == nil && t.field == Date {
		p.fail(start, NotDate, "")
	}
	return n
}

func (p *parser) bareField(t token, f Field) Node {
	if t.field == Date {
		p.fail(t.pos+len(t.text)+len(":"), NotDate, "")
		return nil
	}
	p.warn(WarnEmptyField, t.pos, t.text)
	return p.word(t, f)
}
