package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Language is a language of the pages. The interface speaks English.
type Language string

// The languages there are texts in. Vietnamese is what a page has without lang.
const (
	Vietnamese Language = "vi"
	English    Language = "en"
)

// message is a text to be said in a language once it is known which.
type message struct {
	key  string // of the text tables; "" says the first argument as it is
	args []any
}

func say(key string, args ...any) message { return message{key, args} }

// verbatim is a text that another room has worded, in English.
func verbatim(text string) message { return message{"", []any{text}} }

// texts is one language's table: every text that people read, by key. A text
// has places for arguments as fmt does.
type texts map[string]string

var tables = map[Language]texts{Vietnamese: vietnamese, English: english}

// say panics on a key that the table does not have; the tests say all of them.
func (t texts) say(m message) string {
	if m.key == "" {
		return fmt.Sprint(m.args...)
	}
	text, ok := t[m.key]
	if !ok {
		panic("web: no text " + m.key)
	}
	if len(m.args) == 0 {
		return text
	}
	args := slices.Clone(m.args)
	for i, a := range args {
		if name, ok := a.(parameter); ok {
			args[i] = t.parameter(string(name))
		}
	}
	return fmt.Sprintf(text, args...)
}

// parameter is the name of a parameter as an argument of a message: people may
// know it by the label of a field.
type parameter string

func (t texts) parameter(name string) string {
	if label, ok := t["param."+name]; ok {
		return label
	}
	return name
}

// has reports whether there is a text.
func (t texts) has(key string) bool { _, ok := t[key]; return ok }

// count says a number of things: key.one for one, key.other for another number.
func (l Language) count(key string, n int) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return tables[l].say(say(key+form, l.number(n)))
}

// number groups digits by three, with a dot in Vietnamese.
func (l Language) number(n int) string {
	digits, sep := strconv.Itoa(n), "."
	if l == English {
		sep = ","
	}
	var b strings.Builder
	for i, d := range digits {
		if left := len(digits) - i; i > 0 && left%3 == 0 && digits[i-1] != '-' {
			b.WriteString(sep)
		}
		b.WriteRune(d)
	}
	return b.String()
}
