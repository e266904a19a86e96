package find

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// pieces are what random texts are made of: all that JSON escapes, and bytes
// that are no UTF-8.
var pieces = []string{"a", "Nghị quyết số 57-NQ/TW ", "đất đai", `"`, `\`, "\n", "\r", "\t", "\b", "\f", "\x00", "\x1f", "\x7f",
	"<mark>", "&amp;", "\u2028", "\u2029", "\u2027", "…", "“", "\xff", "\xe2\x80", "\xe1\xbb", "\xed\xa0\x80", "\ufffd", "😀"}

// fill sets every exported field below v to a random value, slices, maps and
// pointers to nil now and then.
func fill(w *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		var b strings.Builder
		for range w.IntN(6) {
			b.WriteString(pieces[w.IntN(len(pieces))])
		}
		v.SetString(b.String())
	case reflect.Int:
		v.SetInt(w.Int64N(4000) - 1000)
	case reflect.Bool:
		v.SetBool(w.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat([]float64{0, math.Copysign(0, -1), w.Float64() * 9, w.Float64() * 1e-8, -w.Float64() * 1e25, 1e21, 1e-6, 1e-100, 1e300}[w.IntN(9)])
	case reflect.Pointer:
		if w.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(w, v.Elem())
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(w, v.Index(i))
		}
	case reflect.Slice:
		if n := w.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
			for i := range n - 1 {
				fill(w, v.Index(i))
			}
		}
	case reflect.Map:
		if n := w.IntN(4); n > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n - 1 {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				fill(w, key)
				fill(w, value)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(w, v.Field(i))
			}
		}
	default:
		panic("a view has a " + v.Kind().String())
	}
}

func TestAppendJSONIsThatOfEncodingJSON(t *testing.T) {
	w := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var v SearchView
		fill(w, reflect.ValueOf(&v).Elem())
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(&v); err != nil {
			t.Fatal(err)
		}
		if got := string(v.AppendJSON(nil)) + "\n"; got != want.String() {
			t.Fatalf("\n got %q\nwant %q", got, want.String())
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + "chính sách" + p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(s); err != nil {
			t.Fatal(err)
		}
		if got := string(appendString(nil, s)) + "\n"; got != want.String() {
			t.Fatalf("\n got %q\nwant %q", got, want.String())
		}
	})
}
