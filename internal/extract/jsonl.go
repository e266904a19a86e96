package extract

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"vankien/internal/outline"
	"vankien/internal/viet"
	"vankien/internal/viet/legacy"
)

// object is a line of JSON: a record, or the simple form that many collections
// come in, with one topic and an address beside the source.
type object struct {
	Record
	Topic string `json:"topic"` // one label
	URL   string `json:"url"`   // joined to the source
}

func readJSONL(in *bufio.Reader, opt Options, yield func(Record, error) bool) {
	in, repairs, err := readLines(in)
	if err != nil {
		yield(Record{}, err)
		return
	}
	l := lines{in: in, max: opt.maxLine()}
	empty := true
	for {
		line, size, err := l.next()
		if l.n == 1 {
			line = bytes.TrimPrefix(line, utf8BOM)
		}
		if size > int64(l.max) || len(bytes.TrimSpace(line)) > 0 {
			empty = false
			rec, bad := l.decode(line, size)
			if bad == nil {
				rec.Mended = append(rec.Mended, repairs...)
			}
			if cut := bad != nil && err != nil && err != io.EOF; cut {
				l.n--
			} else if !yield(rec, bad) {
				return
			}
		}
		switch {
		case err == nil:
			continue
		case err != io.EOF:
			yield(Record{}, fmt.Errorf("the stream broke after line %d: %w", l.n, err))
		case empty:
			yield(Record{}, ErrEmpty)
		}
		return
	}
}

// decode returns the record of the line that next returned, with its place.
func (l *lines) decode(line []byte, size int64) (Record, error) {
	if size > int64(l.max) {
		return Record{Line: l.n}, &SizeError{fmt.Sprintf("the line has %d bytes, over the limit of %s; it was skipped", size, byteSize(int64(l.max)))}
	}
	rec, err := decodeObject(line)
	if err != nil {
		return Record{Line: l.n}, err
	}
	rec.Line = l.n
	return rec, nil
}

func decodeObject(line []byte) (Record, error) {
	if err := checkUTF8(line); err != nil {
		return Record{}, err
	}
	if first := bytes.TrimSpace(line)[0]; first != '{' {
		return Record{}, notAnObject(line)
	}
	var o object
	err := json.Unmarshal(line, &o)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return Record{}, &SyntaxError{fmt.Sprintf("the line is not JSON: %v, at byte offset %d", err, max(syntax.Offset-1, 0))}
	}
	if err := checkKeys(line); err != nil {
		return Record{}, err
	}
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		key := strings.TrimPrefix(wrong.Field, "Record.")
		key, _, _ = strings.Cut(key, ".")
		return Record{}, &KeyError{key, fmt.Errorf("key %q holds a JSON %s where a %s belongs", key, wrong.Value, jsonKind(wrong.Type))}
	}
	if err != nil {
		return Record{}, err
	}
	return o.record()
}

func notAnObject(line []byte) error {
	const detail = "the record is not a JSON object"
	if !json.Valid(line) {
		return &SyntaxError{detail}
	}
	return errors.New(detail)
}

func jsonKind(t reflect.Type) string {
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String {
		return "list of strings"
	}
	if t.Kind() == reflect.Slice {
		return "list"
	}
	if t.Kind() == reflect.Int {
		return "whole number"
	}
	return t.Kind().String()
}

var objectKeys = recordKeys("blocks", "evidence", "corrections", "original", "anchors", "topic", "url")

// passedKey is a key that documents have, as a collection writes them, and that says
// nothing to another collection: when they were stored.
const passedKey = "indexed"

// checkKeys names the keys of a valid JSON object which no field has. Key names
// are compared as written; encoding/json alone would take TITLE for title.
func checkKeys(line []byte) error {
	var unknown []string
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := stringEnd(line, i)
			if depth == 1 && isKey(line[end:]) && !isObjectKey(line[i:end]) {
				var key string
				if json.Unmarshal(line[i:end], &key) == nil && !isObjectKey([]byte(`"`+key+`"`)) {
					unknown = append(unknown, key)
				}
			}
			i = end - 1
		}
	}
	return unknownKeys(unknown, objectKeys)
}

// stringEnd returns where the JSON string that starts at i ends.
func stringEnd(line []byte, i int) int {
	for i++; ; i++ {
		i += bytes.IndexByte(line[i:], '"')
		slashes := 0
		for line[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
}

// isKey reports whether the string before rest is a key.
func isKey(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) > 0 && rest[0] == ':'
}

func isObjectKey(quoted []byte) bool {
	key := string(quoted[1 : len(quoted)-1])
	return key == passedKey || slices.Contains(objectKeys, key)
}

// record joins the simple form's fields to the record's own.
func (o *object) record() (Record, error) {
	rec := o.Record
	if strings.TrimSpace(rec.Title) == "" && strings.TrimSpace(rec.Body) == "" {
		return Record{}, errors.New("the record has neither a title nor a body")
	}
	var err error
	if rec.Date, err = Date(rec.Date); err != nil {
		return Record{}, &KeyError{"date", err}
	}
	if err := outline.Check(rec.Blocks, rec.Body); err != nil {
		return Record{}, &KeyError{"blocks", fmt.Errorf("key \"blocks\" does not fit the body: %w", err)}
	}
	if o.Topic != "" {
		rec.Topics = append(rec.Topics, o.Topic)
	}
	rec.Source = strings.TrimSpace(rec.Source + " " + o.URL)
	rec.repair()
	if rec.ID == "" {
		rec.ID = "h-" + contentHash(rec.Title+rec.Body)
	}
	return rec, nil
}

// repair mends fields that hold text of a legacy encoding read as Unicode, as old
// databases do, and notes it.
func (r *Record) repair() {
	fields := make([]*string, 0, 16)
	fields = append(fields, &r.Title, &r.Abstract, &r.Body, &r.Speaker, &r.Role, &r.Organisation, &r.Place, &r.Event, &r.Number, &r.Source)
	for i := range r.Topics {
		fields = append(fields, &r.Topics[i])
	}
	r.Mended = repairsOf(legacy.Repair(fields...))
}

// contentHash returns 16 hexadecimal digits of the SHA-256 of s, composed, so
// that one text in two Unicode forms is one document.
func contentHash(s string) string {
	sum := sha256.Sum256([]byte(viet.Compose(s)))
	return hex.EncodeToString(sum[:8])
}
