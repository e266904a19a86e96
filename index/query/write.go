package query

import (
	"strconv"
	"strings"
)

// String returns "".
func (All) String() string { return "" }

// String writes the word, in quotation marks when Parse would not read it as one word.
func (w Word) String() string {
	if !w.plain() {
		return Phrase{Field: w.Field, Text: w.Text, Exact: w.Exact}.String()
	}
	s := prefix(w.Field, w.Exact) + w.Text
	if w.Prefix {
		s += "*"
	}
	return s
}

// plain reports whether the text needs no quotation marks, which only words not from Parse need.
func (w Word) plain() bool {
	l := lexer{src: w.Text}
	if w.Exact || w.Field != "" {
		l.ban = banField
	}
	if w.Prefix {
		l.ban |= banOperator
	}
	if t := l.next(); t.kind != tokWord || t.text != w.Text {
		return false
	}
	text, _, _ := trim(w.Text)
	return text == w.Text
}

// String writes the phrase. A quotation mark in its text, which no phrase from Parse has, becomes a blank.
func (p Phrase) String() string {
	text := strings.Map(func(r rune) rune {
		if isQuote(r) {
			return ' '
		}
		return r
	}, p.Text)
	s := prefix(p.Field, p.Exact) + `"` + text + `"`
	if p.Slop > 0 {
		s += "~" + strconv.Itoa(p.Slop)
	}
	return s
}

func prefix(f Field, exact bool) string {
	s := ""
	if f != "" {
		s = string(f) + ":"
	}
	if exact {
		s += "="
	}
	return s
}

// String writes a span of one year, month or day as that alone.
func (d Dates) String() string {
	if d.From == d.To {
		return "date:" + d.From
	}
	return "date:" + d.From + ".." + d.To
}

// String writes the nodes with blanks between them, and each Or in brackets.
func (a And) String() string {
	var b strings.Builder
	for i, n := range a.Nodes {
		if i > 0 {
			b.WriteByte(' ')
		}
		if or, ok := n.(Or); ok {
			b.WriteString("(" + or.String() + ")")
		} else {
			b.WriteString(n.String())
		}
	}
	return b.String()
}

// String writes the nodes with OR between them.
func (o Or) String() string {
	var b strings.Builder
	for i, n := range o.Nodes {
		if i > 0 {
			b.WriteString(" OR ")
		}
		b.WriteString(n.String())
	}
	return b.String()
}

// String writes a hyphen and the node, in brackets when it has several parts.
func (n Not) String() string {
	switch n.Node.(type) {
	case And, Or:
		return "-(" + n.Node.String() + ")"
	}
	return "-" + n.Node.String()
}
