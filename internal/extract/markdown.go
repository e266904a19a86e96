package extract

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxFront bounds what the YAML parser has to build, in bytes.
const maxFront = 64 << 10

// readMarkdown reads one record: fields from the YAML front matter, if the file
// begins with it, and the body without the marks of Markdown (see readBlocks). Where
// the front matter does not name a title, the title is the first line, which then
// leaves the body, but no line of a letter head. A key without a value is named:
// it says that there is none.
func readMarkdown(in *bufio.Reader, opt Options, yield func(Record, error) bool) {
	s, repairs, err := wholeText(in, opt.maxText())
	if err != nil {
		yield(Record{}, err)
		return
	}
	rec, err := parseMarkdown(s)
	if err == nil {
		rec.Mended = repairs
	}
	yield(rec, err)
}

func parseMarkdown(s string) (Record, error) {
	front, body, err := cutFront(s)
	if err != nil {
		return Record{}, err
	}
	rec, named, err := parseFront(front)
	if err != nil {
		return rec, err
	}
	if rec.Body == "" {
		rec.Body = trimBlank(body)
	} else if strings.TrimSpace(body) != "" {
		return Record{}, errors.New(`the front matter has a "body" and text follows it; keep one of them`)
	}
	text := readBlocks(rec.Body)
	if !named["title"] {
		rec.Title = text.title()
	}
	rec.Body, rec.Blocks = text.body()
	if rec.Title == "" && rec.Body == "" {
		return Record{}, errors.New("the file has neither a title nor a body")
	}
	return rec, nil
}

// cutFront parts the front matter, with its first fence, from the body.
func cutFront(s string) (front, body string, err error) {
	first, rest, _ := strings.Cut(s, "\n")
	if !isFence(first) {
		return "", s, nil
	}
	for at := len(s) - len(rest); at < len(s); {
		line, _, _ := strings.Cut(s[at:], "\n")
		if isFence(line) {
			if at > maxFront {
				return "", "", &SizeError{fmt.Sprintf("the front matter has %d bytes; at most %d are read", at, maxFront)}
			}
			return s[:at], s[min(at+len(line)+1, len(s)):], nil
		}
		at += len(line) + 1
	}
	return "", "", errors.New("the front matter begins with --- but nothing closes it; end it with a line ---")
}

func isFence(line string) bool { return strings.TrimRight(line, " \t\r") == "---" }

// parseFront reads front matter key by key and takes every value as it is
// written: decoded into Go values, date: 2025-01-13 would become a time and
// number: 012 a ten. named has the keys that are there. On an error the record
// has only Line.
func parseFront(front string) (rec Record, named map[string]bool, err error) {
	var doc yaml.Node
	if strings.TrimSpace(strings.Trim(front, "-\n")) == "" {
		return Record{}, nil, nil
	}
	if err := yaml.Load([]byte(front), &doc); err != nil {
		rec, err := yamlFault(err)
		return rec, nil, err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return Record{}, nil, errors.New("the front matter is not a list of lines key: value")
	}
	var unknown []string
	unknownLine := 0
	named = map[string]bool{}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		key, value := pairs[i].Value, pairs[i+1]
		known, err := rec.set(key, value)
		if key == "evidence" { // what the text says, as a collection wrote it down
			rec.Evident, err = scalars(key, value)
			known = true
		}
		switch {
		case !known:
			if unknown = append(unknown, key); unknownLine == 0 {
				unknownLine = pairs[i].Line
			}
		case named[key]:
			return atLine(pairs[i]), nil, &KeyError{key, fmt.Errorf("key %q is given twice", key)}
		case err != nil:
			return atLine(pairs[i]), nil, &KeyError{key, err}
		}
		named[key] = true
		if rec.isBlank(key) {
			rec.Blank = append(rec.Blank, key)
		}
	}
	if err := unknownKeys(unknown, recordKeys()); err != nil {
		return Record{Line: unknownLine}, nil, err
	}
	return rec, named, nil
}

// yamlFault says what the parser said, without its name and with the line apart.
func yamlFault(err error) (Record, error) {
	fault := (*yaml.LoadError)(nil)
	if !errors.As(err, &fault) {
		return Record{}, fmt.Errorf("front matter: %w", err)
	}
	line, message := fault.Mark.Line, fault.Message
	if fault.ContextMsg != "" {
		message = fault.ContextMsg + ": " + message
	}
	if fault.ContextMark.Line > 0 {
		line = fault.ContextMark.Line
	}
	return Record{Line: line}, fmt.Errorf("the front matter is not YAML: %s", message)
}

func atLine(n *yaml.Node) Record { return Record{Line: n.Line} }

// set stores a value of the front matter; known is false for a key that no
// field has.
func (r *Record) set(key string, value *yaml.Node) (known bool, err error) {
	if list := r.list(key); list != nil {
		*list, err = scalars(key, value)
		return true, err
	}
	field := r.field(key)
	if field == nil {
		return false, nil
	}
	if *field, err = scalar(key, value); err == nil && key == "date" {
		*field, err = Date(*field)
	}
	return true, err
}

// isBlank reports whether the field of a key holds nothing.
func (r *Record) isBlank(key string) bool {
	if list := r.list(key); list != nil {
		return len(*list) == 0
	}
	field := r.field(key)
	return field != nil && *field == ""
}

// scalars returns a list of values; a single one is a list of one.
func scalars(key string, n *yaml.Node) ([]string, error) {
	if n.Kind != yaml.SequenceNode {
		s, err := scalar(key, n)
		if s == "" || err != nil {
			return nil, err
		}
		return []string{s}, nil
	}
	var list []string
	for _, item := range n.Content {
		s, err := scalar(key, item)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// scalar returns the written form of a value without white space around it; null is "".
func scalar(key string, n *yaml.Node) (string, error) {
	switch {
	case n.Kind != yaml.ScalarNode:
		return "", fmt.Errorf("key %q does not hold a plain value", key)
	case n.ShortTag() == "!!null":
		return "", nil
	case !utf8.ValidString(n.Value):
		return "", fmt.Errorf("key %q is not valid UTF-8", key)
	}
	return strings.TrimSpace(n.Value), nil
}
