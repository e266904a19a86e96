// Package load measures what searches cost: queries from a file or drawn from
// a collection are answered by an index in this process or by a running
// server, and what each class of them took is told.
//
// A query is a line of JSON with the parameters of /api/v1/search, so that one
// file can be put to a collection, to a server and to other programs. What is
// drawn from the same collection is always the same, and so is the order in
// which queries are asked.
//
// Wall time is that of a single query. CPU time is that of the whole process,
// the collector of garbage and the merging of segments included. The clock of
// the process is too coarse and too dear to read for a query of some
// microseconds: where a query is repeated, it is read before and after the
// block of repetitions.
package load

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Query is one search.
type Query struct {
	Class  string     // what it is counted under
	Params url.Values // as /api/v1/search takes them
}

// DefaultClass is the class of a query that names none.
const DefaultClass = "query"

// classKey is the one key of a line that is no parameter.
const classKey = "class"

// String returns the address that asks the query, without the host.
func (q Query) String() string { return "/api/v1/search?" + q.Params.Encode() }

// numeric are the parameters written as numbers.
var numeric = []string{"limit", "offset", "page", "per_page", "snippets", "snippet_chars"}

// MarshalJSON writes class and parameters as one object: a parameter with
// several values as a list, a count as a number, anything else as text.
func (q Query) MarshalJSON() ([]byte, error) {
	line := map[string]any{classKey: q.Class}
	for name, vs := range q.Params {
		line[name] = vs
		if len(vs) != 1 {
			continue
		}
		line[name] = vs[0]
		if n, err := strconv.Atoi(vs[0]); err == nil && slices.Contains(numeric, name) {
			line[name] = n
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(line)
	return b.Bytes(), err
}

// UnmarshalJSON reads an object whose values are texts, numbers or lists of
// them. A list of facets becomes the comma list that the parameter is. Whether
// the parameters are known is not looked at.
func (q *Query) UnmarshalJSON(b []byte) error {
	var line map[string]any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&line); err != nil || line == nil {
		return errors.Join(errors.New("this is not a JSON object"), err)
	}
	*q = Query{Class: DefaultClass, Params: url.Values{}}
	for name, v := range line {
		vs, ok := texts(v)
		switch {
		case !ok, name == classKey && len(vs) != 1:
			return fmt.Errorf("%q is neither a text nor a number nor a list of them", name)
		case name == classKey:
			q.Class = vs[0]
		case name == "facets":
			q.Params.Set(name, strings.Join(vs, ","))
		default:
			q.Params[name] = vs
		}
	}
	return nil
}

// texts returns a JSON value as the values of a parameter.
func texts(v any) (all []string, ok bool) {
	list, is := v.([]any)
	if !is {
		list = []any{v}
	}
	for _, x := range list {
		switch x := x.(type) {
		case string:
			all = append(all, x)
		case json.Number:
			all = append(all, x.String())
		default:
			return nil, false
		}
	}
	return all, true
}

// maxLine is the longest line of a query file in bytes; a query is at most
// some kilobytes.
const maxLine = 1 << 20

// Read returns the queries of a file with one object a line; blank lines are
// left out. name is what errors call the file, with the line.
func Read(name string, r io.Reader) (queries []Query, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var q Query
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		queries = append(queries, q)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s, line %d: %w", name, n+1, err)
	}
	if len(queries) == 0 {
		return nil, fmt.Errorf("%s holds no query: write one as {\"q\": \"…\"} on a line", name)
	}
	return queries, nil
}

// Write writes queries as Read reads them.
func Write(w io.Writer, queries []Query) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, q := range queries {
		if err := e.Encode(q); err != nil {
			return err
		}
	}
	return nil
}
