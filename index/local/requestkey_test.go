package local

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"vankien/index"
	"vankien/index/query"
)

// varied returns requests of which each differs from the others in one thing.
func varied(t *testing.T) map[string]index.Request {
	t.Helper()
	all := map[string]index.Request{"zero": {}}
	request := reflect.TypeFor[index.Request]()
	for i := range request.NumField() {
		f := request.Field(i)
		for k, v := range values(t, f.Type) {
			var r index.Request
			reflect.ValueOf(&r).Elem().Field(i).Set(v)
			all[fmt.Sprint(f.Name, " ", k)] = r
		}
	}
	return all
}

// values returns values of a type, all different, none of them zero.
func values(t *testing.T, of reflect.Type) (list []reflect.Value) {
	t.Helper()
	add := func(v any) { list = append(list, reflect.ValueOf(v).Convert(of)) }
	switch of {
	case reflect.TypeFor[query.Node]():
		for _, n := range nodes(t) {
			list = append(list, reflect.ValueOf(n))
		}
		return list
	case reflect.TypeFor[index.Filter]():
		return filters(t)
	case reflect.TypeFor[[]index.Field]():
		add([]index.Field{"a"})
		add([]index.Field{"a", "b"})
		add([]index.Field{"ab"})
		return list
	}
	switch of.Kind() {
	case reflect.Bool:
		add(true)
	case reflect.Int, reflect.Uint8:
		add(1)
		add(2)
		add(36)
	case reflect.String:
		add("a")
		add("b")
		add("a:b")
	default:
		t.Fatalf("no values of a %s", of)
	}
	return list
}

// nodes returns queries, all different.
func nodes(t *testing.T) []query.Node {
	a, b, c := query.Word{Text: "a"}, query.Word{Text: "b"}, query.Word{Text: "c"}
	list := []query.Node{query.All{}, query.And{Nodes: []query.Node{a, b}}, query.And{Nodes: []query.Node{b, a}}, query.Or{Nodes: []query.Node{a, b}},
		query.Not{Node: a}, query.And{Nodes: []query.Node{a, query.Or{Nodes: []query.Node{b, c}}}}, query.Or{Nodes: []query.Node{query.And{Nodes: []query.Node{a, b}}, c}},
		query.And{Nodes: []query.Node{a, query.Not{Node: b}}}, query.And{Nodes: []query.Node{a, b, c}}}
	for _, zero := range []query.Node{query.Word{}, query.Phrase{}, query.Dates{}} {
		of := reflect.TypeOf(zero)
		for i := range of.NumField() {
			for _, v := range values(t, of.Field(i).Type) {
				n := reflect.New(of).Elem()
				n.Field(i).Set(v)
				list = append(list, n.Interface().(query.Node))
			}
		}
	}
	return list
}

// filters returns filters, all different.
func filters(t *testing.T) (list []reflect.Value) {
	t.Helper()
	add := func(f index.Filter) { list = append(list, reflect.ValueOf(f)) }
	if n := reflect.TypeFor[index.Filter]().NumField(); n != 6 {
		t.Fatalf("a filter has %d fields", n)
	}
	add(index.Filter{From: "2024"})
	add(index.Filter{To: "2024"})
	add(index.Filter{IndexedFrom: "2024"})
	add(index.Filter{IndexedTo: "2024"})
	for _, f := range index.FilterFields() {
		for _, values := range [][]string{{"a"}, {"b"}, {"a", "b"}, {"a=b"}} {
			add(index.Filter{Any: map[index.Field][]string{f: values}})
			add(index.Filter{None: map[index.Field][]string{f: values}})
		}
	}
	return list
}

// TestRequestKeys checks that requests which may be answered otherwise have keys
// of their own, whatever a request comes to have, and equal ones the same.
func TestRequestKeys(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for name, r := range varied(t) {
		key := string(appendRequest(nil, &r))
		if other, known := names[key]; known {
			t.Errorf("%s and %s have the key %q", name, other, key)
		}
		names[key] = name
		if again := string(appendRequest([]byte("x"), &r)); again != "x"+key {
			t.Errorf("%s has the keys %q and %q", name, key, again)
		}
	}
	if len(names) < 60 || !strings.Contains(fmt.Sprint(names), "SnippetChars") {
		t.Errorf("%d requests", len(names))
	}
}
