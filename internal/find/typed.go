package find

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vankien/index"
	"vankien/index/query"
)

// typed is a query that is being typed: what stands before its last words, and
// those. Only words that nothing separates go on together: quotation marks,
// brackets, commas, operators and fields end a run.
type typed struct {
	before string // as typed, without a quotation mark or field that text belongs to
	text   string
	field  query.Field // that text is the value of; "" for none
	quoted bool        // text stands behind an opening quotation mark
	either bool        // an OR stands between before and text
	closed bool        // what is typed does not go on: it is left out, or a value of a field that is not completed
}

// fieldKinds are the fields whose values are completed. Others have kind "".
var fieldKinds = map[query.Field]index.CompletionKind{
	query.Title: index.CompleteTitle, query.Speaker: index.CompleteSpeaker, query.Number: index.CompleteNumber, query.Topic: completeTopic,
}

// readTyped takes a query apart.
func readTyped(q string) typed {
	at, quotes := 0, 0
	for i, r := range q {
		switch {
		case query.IsQuote(r):
			quotes++
			at = i + utf8.RuneLen(r)
		case strings.ContainsRune("()|,;\n", r) && quotes%2 == 0:
			at = i + utf8.RuneLen(r)
		}
	}
	t := typed{before: q[:at], text: q[at:], quoted: quotes%2 == 1}
	if t.quoted {
		_, size := utf8.DecodeLastRuneInString(t.before)
		t.before = t.before[:len(t.before)-size]
		t.takeField()
	} else {
		t.takeOperators()
	}
	t.either = t.either || strings.HasSuffix(strings.TrimRight(t.before, " "), "|")
	t.shorten()
	return t
}

// takeField takes the field before a quotation mark.
func (t *typed) takeField() {
	name, found := strings.CutSuffix(t.before, ":")
	if !found {
		return
	}
	at := strings.LastIndexFunc(name, func(r rune) bool { return r == ' ' || r == '(' }) + 1
	f, known := query.FieldNamed(name[at:])
	t.before, t.field = t.before[:at], f
	t.closed = !known || fieldKinds[f] == ""
}

// takeOperators moves what ends with an operator, a sign or a field to what stands
// before.
func (t *typed) takeOperators() {
	for from := 0; from < len(t.text); {
		rest := t.text[from:]
		skip := len(rest) - len(strings.TrimLeft(rest, " "))
		n := strings.IndexByte(rest[skip:], ' ')
		last := n < 0
		end := from + skip + n
		if last {
			end = len(t.text)
		}
		word := t.text[from+skip : end]
		name, _, isField := strings.Cut(word, ":")
		f, known := query.FieldNamed(name)
		switch {
		case isOr(word) || word == "AND" || word == "NOT":
			t.either, t.closed = isOr(word), word == "NOT"
		case len(word) > 1 && strings.ContainsAny(word[:1], "-=+"):
			t.closed = last
		case isField && known && last:
			t.before, t.text, t.field = t.before+t.text[:from+skip], word[len(name)+1:], f
			t.closed = fieldKinds[f] == ""
			return
		case isField && known:
			t.either, t.closed = false, false
		default:
			from = end
			continue
		}
		t.before, t.text, from = t.before+t.text[:end], t.text[end:], 0
	}
}

func isOr(word string) bool {
	return strings.EqualFold(word, "or") || strings.EqualFold(word, "hoặc")
}

// shorten keeps what is completed within its bounds.
func (t *typed) shorten() {
	if len(t.text) <= index.MaxBegunBytes {
		return
	}
	from := len(t.text) - index.MaxBegunBytes
	n := strings.IndexByte(t.text[from:], ' ')
	if n < 0 {
		t.closed = true
		return
	}
	t.before, t.text = t.before+t.text[:from+n], t.text[from+n:]
}

// kinds returns which of some kinds can be completed.
func (t *typed) kinds(of []index.CompletionKind) []index.CompletionKind {
	if t.field == "" {
		if !t.isWritten() {
			return of
		}
		return slices.DeleteFunc(slices.Clone(of), func(k index.CompletionKind) bool { return k != index.CompleteNumber && k != index.CompleteTitle })
	}
	k := fieldKinds[t.field]
	if !slices.Contains(of, k) {
		return nil
	}
	return []index.CompletionKind{k}
}

// isWritten reports whether the last word is a number with signs: a part of it is no
// word that may go on, nor may the sign be lost (57-ngày of 57-n, 8 năm of 8%).
func (t *typed) isWritten() bool {
	word := t.text[strings.LastIndexByte(t.text, ' ')+1:]
	return strings.ContainsAny(word, "0123456789") && strings.ContainsAny(strings.TrimRight(word, "."), "-/.%")
}

// becomes writes the whole query with a completion of text.
func (t *typed) becomes(text string, c *index.Completion) string {
	switch c.Kind {
	case index.CompleteWord, index.CompleteCompound, index.CompleteName:
		q := text[:c.From] + c.Text
		if t.quoted {
			return t.before + `"` + q + `"`
		}
		return t.before + q
	}
	return t.with(c.Query)
}

// with writes the whole query with a node in the place of the text.
func (t *typed) with(n query.Node) string {
	before := t.before
	if before != "" && !strings.ContainsAny(before[len(before)-1:], " (|") {
		before += " "
	}
	return before + n.String()
}
