package remote

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// Records are values by key, in named parts, in the order of the bytes of their keys.
type Records struct{ beside *Beside }

// Records returns the records of a collection.
func (b *Beside) Records() *Records { return &Records{b} }

// partRecords begins the names of parts of records.
const partRecords = "record/"

// asText spells bytes as text of the same order: each is a code point. A cluster takes
// text only, and sorts it by its bytes.
func asText(key string) string {
	if !strings.ContainsFunc(key, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return key
	}
	var b strings.Builder
	for i := range len(key) {
		b.WriteRune(rune(key[i]))
	}
	return b.String()
}

// asBytes undoes asText.
func asBytes(text string) string {
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, byte(r))
	}
	return string(b)
}

// Get returns the values of those keys that have one, as the last Apply left them.
func (r *Records) Get(part string, keys ...string) (map[string][]byte, error) {
	out := map[string][]byte{}
	for some := range slices.Chunk(keys, besidePage) {
		ids := make([]string, len(some))
		for i, k := range some {
			ids[i] = besideID(partRecords+part, k)
		}
		list, err := r.beside.get(ids...)
		if err != nil {
			return nil, err
		}
		for i, h := range list {
			if h.Found {
				out[some[i]] = append([]byte{}, h.Source.Value...)
			}
		}
	}
	return out, nil
}

// Range calls f with the records whose keys begin with prefix, from a key on, at most
// most of them, until it returns false.
func (r *Records) Range(part, prefix, from string, most int, f func(key string, value []byte) bool) error {
	var filter []any
	if bounds := keyBounds(prefix, from); len(bounds) > 0 {
		filter = append(filter, object{"range": object{"key": bounds}})
	}
	for behind := ""; most > 0; {
		list, err := r.beside.find(where(partRecords+part, filter...), behind, most, true)
		if err != nil {
			return err
		}
		for _, h := range list {
			if behind = h.Source.Key; !f(asBytes(behind), h.Source.Value) {
				return nil
			}
		}
		if most -= len(list); len(list) < besidePage {
			return nil
		}
	}
	return nil
}

// keyBounds are those of keys from one on that begin with a prefix. A cluster goes over all keys
// within bounds, so there are no others than those that are wanted.
func keyBounds(prefix, from string) object {
	bounds := object{}
	if from = max(prefix, from); from != "" {
		bounds["gte"] = asText(from)
	}
	for end := []byte(prefix); len(end) > 0; end = end[:len(end)-1] {
		if end[len(end)-1]++; end[len(end)-1] != 0 {
			bounds["lt"] = asText(string(end))
			break
		}
	}
	return bounds
}

// Apply sets values by part and key; nil removes one. When it returns nil all of it is
// kept, and found by every process. After an error some of it may be; repeating it is
// safe.
func (r *Records) Apply(changes map[string]map[string][]byte) error {
	var ops []besideOp
	for _, part := range slices.Sorted(maps.Keys(changes)) {
		for _, key := range slices.Sorted(maps.Keys(changes[part])) {
			op := besideOp{do: "delete", id: besideID(partRecords+part, key)}
			if value := changes[part][key]; value != nil {
				op.do, op.doc = "index", &besideDoc{Part: partRecords + part, Key: asText(key), Value: value}
			}
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 {
		return nil
	}
	_, err := r.beside.write(true, ops...)
	return err
}

// Claim sets the values of those keys that have none, and returns the keys that have
// another one.
func (r *Records) Claim(part string, values map[string][]byte) (taken []string, err error) {
	keys := slices.Sorted(maps.Keys(values))
	ops := make([]besideOp, len(keys))
	for i, key := range keys {
		ops[i] = besideOp{do: "create", id: besideID(partRecords+part, key),
			doc: &besideDoc{Part: partRecords + part, Key: asText(key), Value: values[key]}}
	}
	status, err := r.beside.write(true, ops...)
	if err != nil {
		return nil, err
	}
	var there []string
	for i, key := range keys {
		if status[i] == http.StatusConflict {
			there = append(there, key)
		}
	}
	now, err := r.Get(part, there...)
	for _, key := range there {
		if !bytes.Equal(now[key], values[key]) {
			taken = append(taken, key)
		}
	}
	return taken, err
}
