package web

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"strings"
)

// The description of the interface is openapi.json and, for each part of the site,
// a file in openapi/ with paths, parameters and schemas of its own.

// specParts are what the parts add to the description.
type specParts struct {
	Paths      object[json.RawMessage] `json:"paths"`
	Components object[json.RawMessage] `json:"components"`
}

// joinedSpec panics when the embedded files are no description.
func joinedSpec() []byte {
	all := readSpec[object[json.RawMessage]]("openapi.json")
	names, err := fs.Glob(files, "openapi/*.json")
	if err != nil {
		panic("web: " + err.Error())
	}
	for _, name := range names {
		part := readSpec[specParts](name)
		all.add("paths", part.Paths)
		components := all.get("components")
		var into object[json.RawMessage]
		must(json.Unmarshal(components, &into))
		for _, kind := range part.Components {
			var members object[json.RawMessage]
			must(json.Unmarshal(kind.Value, &members))
			into.add(kind.Name, members)
		}
		all.set("components", into)
	}
	all.tag()
	var b bytes.Buffer
	must(json.Indent(&b, marshal(all), "", " "))
	return b.Bytes()
}

// tag puts each operation under the first part of its path behind that of the
// interface, so that readers and generators of clients find them in groups, which
// openapi.json describes; what is beside the interface is the site's.
func (o *object[T]) tag() {
	var paths object[json.RawMessage]
	must(json.Unmarshal(marshal(o.get("paths")), &paths))
	for i, path := range paths {
		tag := "site"
		if rest, is := strings.CutPrefix(path.Name, "/api/v1/"); is {
			tag, _, _ = strings.Cut(rest, "/")
		}
		var operations object[json.RawMessage]
		must(json.Unmarshal(path.Value, &operations))
		for j, op := range operations {
			if op.Name == "parameters" {
				continue
			}
			var members object[json.RawMessage]
			must(json.Unmarshal(op.Value, &members))
			members.set("tags", []string{tag})
			operations[j].Value = marshal(members)
		}
		paths[i].Value = marshal(operations)
	}
	o.set("paths", paths)
}

func readSpec[T any](name string) (v T) {
	body, err := files.ReadFile(name)
	must(err)
	must(json.Unmarshal(body, &v))
	return v
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	must(err)
	return b
}

func must(err error) {
	if err != nil {
		panic("web: the description of the interface: " + err.Error())
	}
}

// add adds members to the object that is the value of a name.
func (o *object[T]) add(name string, members object[json.RawMessage]) {
	var of object[json.RawMessage]
	if have, ok := any(o.get(name)).(json.RawMessage); ok && have != nil {
		must(json.Unmarshal(have, &of))
	}
	o.set(name, append(of, members...))
}

// set gives a name a value of JSON, at its place or at the end.
func (o *object[T]) set(name string, value any) {
	v, _ := any(json.RawMessage(marshal(value))).(T)
	for i := range *o {
		if (*o)[i].Name == name {
			(*o)[i].Value = v
			return
		}
	}
	*o = append(*o, member[T]{name, v})
}

// MarshalJSON writes an object in its order.
func (o object[T]) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, marshal(m.Name)...), ':')
		b = append(b, marshal(m.Value)...)
	}
	return append(b, '}'), nil
}
