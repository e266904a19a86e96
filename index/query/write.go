package query

import (
	"strconv"
	"strings"
)

// String returns "".
func (All) String() string { return "" }

// String writes the word, in quotation marks when Parse would not read it as one word.
func (w Word) String() string {
	if !w.readable() {
		return Phrase{Field: w.Field, Text: w.Text, Exact: w.Exact}.String()
	}
	s := w.sign() + prefix(w.Field, w.Exact) + w.Text
	if w.Prefix {
		s += "*"
	}
	return s
}

func (w Word) sign() string {
	if w.Plain {
		return "+"
	}
	return ""
}

// readable reports whether the text needs no quotation marks, which only words not from Parse need.
func (w Word) readable() bool {
	l := lexer{src: w.sign() + prefix("", w.Exact) + w.Text}
	if w.Field != "" {
		l.src = w.sign() + prefix(w.Field, w.Exact) + w.Text
	}
	if w.Prefix {
		l.ban |= banOperator
	}
	t := l.next()
	if w.Field != "" {
		if t.kind != tokField || t.field != w.Field {
			return false
		}
		t = l.next()
	}
	if t.kind != tokWord || t.text != w.Text || t.plus != w.Plain || t.exact != w.Exact {
		return false
	}
	text, _, _ := trim(w.Text)
	return text == w.Text
}

// String writes the phrase. A quotation mark in its text, which no phrase from Parse has, becomes a blank.
func (p Phrase) String() string {
	text := strings.Map(func(r rune) rune {
		if IsQuote(r) {
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

// String writes the nodes with blanks between them, a comma before a word that is cut from the one before, and each Or
// in brackets.
func (a And) String() string {
	var b strings.Builder
	behind := false // a word
	for i, n := range a.Nodes {
		w, is := n.(Word)
		if is && behind && w.Cut {
			b.WriteByte(',')
		}
		behind = is
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

// String writes NOT and the node, in brackets when it has several parts. A hyphen would not be read as a sign in every
// query.
func (n Not) String() string {
	switch n.Node.(type) {
	case And, Or:
		return "NOT (" + n.Node.String() + ")"
	}
	return "NOT " + n.Node.String()
}
