package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"vankien/index"
	"vankien/internal/extract"
	"vankien/internal/ingest"
)

// maxRecords bounds the documents of one request, and with them the answer.
const maxRecords = 10_000

// records are the records of a body: one on each line of JSON, read with the
// same eyes as a file is.
type records struct {
	lines []byte
	array bool  // the lines are the elements of an array
	read  []int // the lines of the records read so far
	end   error // why the rest was not read
}

// all yields the records until there are too many.
func (in *records) all(yield func(extract.Record, error) bool) {
	if len(bytes.TrimSpace(in.lines)) == 0 {
		if !in.array {
			in.end = fail("malformed_json", say("err.nothing"))
		}
		return
	}
	for rec, bad := range extract.Read("body.jsonl", bytes.NewReader(in.lines), extract.Options{MaxLine: len(in.lines) + 1}) {
		switch {
		case len(in.read) == maxRecords:
			in.end = fail("body_too_large", say("err.too_many", maxRecords))
		case bad != nil && rec.Line == 0:
			in.end = unfit(bad, "")
		}
		if in.end != nil {
			if in.array {
				yield(extract.Record{}, in.end) // so that nothing is stored
			}
			return
		}
		in.read = append(in.read, rec.Line)
		if !yield(rec, bad) {
			return
		}
	}
}

// statusOf is what the interface calls what became of a record.
var statusOf = map[ingest.Status]string{
	ingest.Refused: statusFailed, ingest.Added: statusCreated, ingest.Updated: statusUpdated, ingest.Unchanged: statusUnchanged,
}

// outcome tells what became of one of the records.
func (in *records) outcome(o ingest.Outcome) Outcome {
	out := Outcome{Line: o.Line, ID: o.ID, Status: statusOf[o.Status]}
	if o.Status == ingest.Refused {
		at := ""
		if in.array {
			at = pointerOf(o.Line)
		}
		out.Error = unfit(o.Err, at)
	}
	return out
}

// pointerOf is the JSON Pointer of the element of an array that stands on a line.
func pointerOf(line int) string { return "/" + strconv.Itoa(line-1) }

// unfit says why there is no document at a JSON Pointer.
func unfit(err error, at string) *Problem {
	if invalid := (*index.FieldError)(nil); errors.As(err, &invalid) {
		return invalidDocument(invalid, at)
	}
	if ingest.Malformed(err) {
		return fail("malformed_json", verbatim(err.Error()))
	}
	return fail("invalid_document", verbatim(err.Error()), pointerFault(at+ingest.Pointer(err), verbatim(err.Error())))
}

// oneLine reads a body that is one record and gives it its id.
func oneLine(body []byte, id string) ([]byte, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, malformed(err, "err.object")
	}
	if object == nil { // null
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
	return json.Marshal(object)
}

// arrayLines reads a body that is an array of records, and puts each on a line.
func arrayLines(body []byte) ([]byte, error) {
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
	return lines.Bytes(), nil
}

// malformed tells bad syntax from good JSON of the wrong kind.
func malformed(err error, otherwise string) *Problem {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fail("malformed_json", say(otherwise))
	}
	return fail("malformed_json", say("err.json", err))
}
