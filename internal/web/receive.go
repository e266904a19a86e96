package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vankien/internal/extract"
)

// maxRecords bounds the documents of one request, and with them the answer.
const maxRecords = 10_000

// record is what one place of a body holds: a record or why there is none.
type record struct {
	extract.Record
	line    int    // from 1
	pointer string // JSON Pointer of the record in the body
	bad     *Problem
}

// records reads lines of JSON, one record each, with the same eyes as
// ingest.Run does. With pointed, the lines are the elements of an array.
func records(lines []byte, pointed bool) (recs []record, err error) {
	if len(bytes.TrimSpace(lines)) == 0 {
		return nil, fail("malformed_json", say("err.nothing"))
	}
	for rec, bad := range extract.Read("body.jsonl", bytes.NewReader(lines), extract.Options{MaxLine: len(lines) + 1}) {
		if len(recs) == maxRecords {
			return recs, fail("body_too_large", say("err.too_many", maxRecords))
		}
		n := rec.Line
		if bad != nil && n == 0 {
			return recs, badRecord(lines, bad, "")
		}
		x := record{Record: rec, line: n}
		if pointed {
			x.pointer = "/" + strconv.Itoa(n-1)
		}
		if bad != nil {
			x.bad = badRecord(nthLine(lines, n), bad, x.pointer)
		}
		recs = append(recs, x)
	}
	return recs, nil
}

// nthLine returns a line of text, counted from 1.
func nthLine(text []byte, n int) []byte {
	for ; n > 1; n-- {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// badRecord says why a line is no record: it is not JSON, or one of its keys
// holds what it cannot. The key is the one that the reason names.
func badRecord(line []byte, why error, pointer string) *Problem {
	if !json.Valid(line) {
		return fail("malformed_json", verbatim(why.Error()))
	}
	if key := keyNamed(line, why.Error()); key != "" {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
	}
	return fail("invalid_document", verbatim(why.Error()), pointerFault(pointer, verbatim(why.Error())))
}

// keyNamed returns the key of a JSON object that a reason begins with or
// quotes, or "".
func keyNamed(object []byte, reason string) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return ""
	}
	keys := slices.Sorted(maps.Keys(members))
	for _, key := range keys {
		if strings.HasPrefix(reason, key+" ") {
			return key
		}
	}
	for _, key := range keys {
		if strings.Contains(reason, strconv.Quote(key)) {
			return key
		}
	}
	return ""
}

// oneRecord reads a body that is one record and gives it its id.
func oneRecord(body []byte, id string) ([]record, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, malformed(err, "err.object")
	}
	if object == nil {
		return nil, fail("malformed_json", say("err.object"))
	}
	if given, ok := object["id"]; ok {
		var s string
		if json.Unmarshal(given, &s) == nil && s != id {
			m := say("err.otherid", s, id)
			return nil, fail("invalid_document", m, pointerFault("/id", m))
		}
	}
	quoted, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	object["id"] = quoted
	line, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	return records(line, false)
}

// arrayRecords reads a body that is an array of records.
func arrayRecords(body []byte) ([]record, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(body, &elements); err != nil {
		return nil, malformed(err, "err.array")
	}
	if elements == nil {
		return nil, fail("malformed_json", say("err.array"))
	}
	var lines bytes.Buffer
	lines.Grow(len(body))
	for _, e := range elements {
		if err := json.Compact(&lines, e); err != nil {
			return nil, malformed(err, "err.array")
		}
		lines.WriteByte('\n')
	}
	if len(elements) == 0 {
		return nil, nil
	}
	return records(lines.Bytes(), true)
}

// malformed tells bad syntax from good JSON of the wrong kind.
func malformed(err error, otherwise string) *Problem {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fail("malformed_json", say(otherwise))
	}
	return fail("malformed_json", say("err.json", err))
}
