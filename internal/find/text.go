package find

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Language is a language of people who search. The interface and the command
// line speak English.
type Language string

// The languages there are texts in.
const (
	Vietnamese Language = "vi"
	English    Language = "en"
)

// Message is a fact to be said in a language once it is known which.
type Message struct {
	Key  string // of a text table; "" says the arguments as they are, to programs only
	Args []any
}

// Say returns the message of a text with its arguments.
func Say(key string, args ...any) Message { return Message{key, args} }

// Texts is a table of one language: every text that people read, by key. A text
// has places for arguments as fmt does, or none.
type Texts map[string]string

var facts = map[Language]Texts{Vietnamese: joinedTexts(withKinds(vietnamese), vietnameseExport, vietnameseHistogram), English: joinedTexts(english, englishExport, englishHistogram)}

// joinedTexts is a table of the texts of several.
func joinedTexts(tables ...Texts) Texts {
	all := Texts{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// Facts returns the texts for what this package reports.
func (l Language) Facts() Texts { return maps.Clone(facts[l]) }

// Say panics on a key that the table does not have; the tests say all of them.
func (t Texts) Say(m Message) string {
	if m.Key == "" {
		return fmt.Sprint(t.words(m.Args)...)
	}
	text, ok := t[m.Key]
	if !ok {
		panic("find: no text " + m.Key)
	}
	return t.fill(text, m.Args)
}

// fill puts the arguments into a text. One without places says them all alike.
func (t Texts) fill(text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, t.words(args)...)
}

// words says the arguments of a text that are not said alike in each language.
func (t Texts) words(args []any) []any {
	all := slices.Clone(args)
	for i, a := range args {
		switch a := a.(type) {
		case parameter:
			all[i] = t.parameter(string(a))
		case Message:
			all[i] = t.Say(a)
		}
	}
	return all
}

// parameter is the name of a parameter as an argument of a message: people may
// know it by the label of a field.
type parameter string

func (t Texts) parameter(name string) string {
	if label, ok := t["param."+name]; ok {
		return label
	}
	return name
}

func (l Language) say(key string, args ...any) string { return facts[l].Say(Say(key, args...)) }

// Number groups digits by three, with a dot in Vietnamese.
func (l Language) Number(n int) string {
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

// Date writes an ISO date of any precision the way the language does.
func (l Language) Date(iso string) string {
	for _, form := range []struct{ stored, vi, en string }{
		{"2006-01-02", "02/01/2006", "2 January 2006"},
		{"2006-01", "tháng 01/2006", "January 2006"},
	} {
		if t, err := time.Parse(form.stored, iso); err == nil && l == English {
			return t.Format(form.en)
		} else if err == nil {
			return t.Format(form.vi)
		}
	}
	return iso
}
