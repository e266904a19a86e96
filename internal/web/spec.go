package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"vankien/internal/find"
)

// spec is openapi.json: as it is served, and as the page /api shows it.
type spec struct {
	body []byte
	doc  specDocument
}

// specDocument is what the page shows of an OpenAPI document.
type specDocument struct {
	Info struct {
		Title, Version, Summary, Description string
	}
	Paths      object[specPath]
	Components struct {
		Parameters object[specParameter]
		Schemas    object[specSchema]
	}
}

type specPath struct {
	Parameters                    []specParameter
	Get, Post, Put, Patch, Delete *specOperation
}

type specOperation struct {
	Summary, Description string
	Parameters           []specParameter
	Security             []map[string][]string
	RequestBody          *struct{ Content object[specContent] }
	Responses            object[specResponse]
}

type specParameter struct {
	Ref               string `json:"$ref"`
	Name, Description string
	Required          bool
	Example           any
	Examples          object[struct{ Value any }]
	Schema            specSchema
}

type specResponse struct {
	Ref, Description string
	Content          object[specContent]
}

type specContent struct{ Schema specSchema }

type specSchema struct {
	Ref         string `json:"$ref"`
	Type        names
	Description string
	Enum        names
	Default     any
	Minimum     *float64
	Maximum     *float64
	Items       *specSchema
	Properties  object[specSchema]
	Required    []string
}

// names is a string or a list of them. The value null and the type of that name
// are left out: where null may stand is said in words.
type names []string

// UnmarshalJSON reads a string or a list of strings and nulls.
func (n *names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = names{one}
		return nil
	}
	var all []*string
	err := json.Unmarshal(b, &all)
	for _, name := range all {
		if name != nil && *name != "null" {
			*n = append(*n, *name)
		}
	}
	return err
}

// object is a JSON object in the order in which it is written.
type object[T any] []member[T]

type member[T any] struct {
	Name  string
	Value T
}

// UnmarshalJSON reads an object of Ts.
func (o *object[T]) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var v T
		if err := d.Decode(&v); err != nil {
			return err
		}
		*o = append(*o, member[T]{name.(string), v})
	}
	return nil
}

func (o object[T]) get(name string) (v T) {
	for _, m := range o {
		if m.Name == name {
			return m.Value
		}
	}
	return v
}

// newSpec panics when the embedded document is not what the page can show.
func newSpec(version, name string) spec {
	body := joinedSpec()
	for mark, value := range map[string]string{`"VERSION"`: version, `"Văn Kiện"`: name} {
		body = bytes.Replace(body, []byte(mark), marshal(value), 1)
	}
	s := spec{body: body}
	if err := json.Unmarshal(s.body, &s.doc); err != nil {
		panic("web: openapi.json: " + err.Error())
	}
	return s
}

func (s *Server) openAPI(*http.Request) (any, error) { return raw{appJSON, s.spec.body}, nil }

// apiPage is the interface described for readers. It is in English whatever
// the language of the pages around it, as the interface is.
type apiPage struct {
	frame
	Spec       *specDocument
	Operations []operation
	Errors     []problemRow
	Frame      string // what another site has in its pages
	Form       string
}

type operation struct {
	Anchor, Method, Path string
	*specOperation
	Parameters []specParameter
	Keyed      bool
	Body       []typed
	Answers    []answer
	Calls      *calls // nil: there is no example
}

// typed is a content type and what it holds.
type typed struct{ Type, Schema, Anchor string }

type answer struct {
	Status, Description string
	Content             []typed
}

type problemRow struct {
	Code, Title string
	Status      int
}

func (s *Server) apiPage(r *http.Request) (any, error) {
	lang, st, err := pageState(r)
	if err != nil {
		return nil, err
	}
	p := &apiPage{frame: newFrame("api", lang, "/api", st), Spec: &s.spec.doc}
	p.Lang, p.Other = find.English, ""
	for _, path := range s.spec.doc.Paths {
		p.Operations = append(p.Operations, s.spec.doc.operations(path.Name, path.Value)...)
	}
	base := s.base(r)
	for i := range p.Operations {
		p.Operations[i].Calls = newCalls(base, &p.Operations[i])
	}
	p.Frame, p.Form = embedding(base, s.site.name(find.English))
	for _, o := range outcomes {
		if o.status != statusGone {
			p.Errors = append(p.Errors, problemRow{o.code, tables[find.English].say(say("title." + o.code)), o.status})
		}
	}
	return p, nil
}

func (d *specDocument) operations(path string, p specPath) (all []operation) {
	for _, m := range []struct {
		method string
		op     *specOperation
	}{{"GET", p.Get}, {"POST", p.Post}, {"PUT", p.Put}, {"PATCH", p.Patch}, {"DELETE", p.Delete}} {
		if m.op == nil {
			continue
		}
		o := operation{Anchor: strings.ToLower(m.method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path),
			Method: m.method, Path: path, specOperation: m.op, Keyed: len(m.op.Security) > 0}
		for _, x := range append(append([]specParameter{}, p.Parameters...), m.op.Parameters...) {
			if x.Ref != "" {
				x = d.Components.Parameters.get(lastPart(x.Ref))
			}
			o.Parameters = append(o.Parameters, x)
		}
		if m.op.RequestBody != nil {
			o.Body = typedList(m.op.RequestBody.Content)
		}
		for _, r := range m.op.Responses {
			if r.Value.Description != "" {
				o.Answers = append(o.Answers, answer{r.Name, r.Value.Description, typedList(r.Value.Content)})
			}
		}
		all = append(all, o)
	}
	return all
}

func typedList(c object[specContent]) (all []typed) {
	for _, m := range c {
		t := typed{Type: m.Name}
		if of := m.Value.Schema.Items; of != nil && of.Ref != "" {
			t.Schema, t.Anchor = "list of "+lastPart(of.Ref), "schema-"+lastPart(of.Ref)
		} else if ref := m.Value.Schema.Ref; ref != "" {
			t.Schema, t.Anchor = lastPart(ref), "schema-"+lastPart(ref)
		}
		all = append(all, t)
	}
	return all
}

func lastPart(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

// Kind says what a schema holds, in a few words.
func (s specSchema) Kind() string {
	switch {
	case s.Ref != "":
		return lastPart(s.Ref)
	case s.Items != nil:
		return "list of " + s.Items.Kind()
	case len(s.Enum) > 0:
		return strings.Join(s.Enum, ", ")
	}
	return strings.Join(s.Type, " or ")
}

// Needs reports whether a property is always there.
func (s specSchema) Needs(name string) bool {
	for _, n := range s.Required {
		if n == name {
			return true
		}
	}
	return false
}
