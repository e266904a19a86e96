package lexicon

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"vankien/index"
	"vankien/index/content"
)

// few is a table of some documents.
func few(texts ...string) *Table {
	b := NewBuilder()
	for i, text := range texts {
		d := index.Document{ID: fmt.Sprint(i), Title: "Nghị quyết 57", Body: text, Number: "18-NQ/TW"}.Composed()
		b.Add(&d)
	}
	return b.Table()
}

// FuzzDecode: whatever the bytes are, there is an error or a table that can be read,
// and is written as the same bytes again.
func FuzzDecode(f *testing.F) {
	f.Add(few().appendTo(nil))
	f.Add(few("Ông Trần Phú nói ở Hà Nội. ông trần phú", "chuyển đổi số quốc gia, chuyển đổi số").appendTo(nil))
	f.Fuzz(func(t *testing.T, raw []byte) {
		x, err := parse(raw)
		if err != nil {
			if !errors.Is(err, ErrTable) {
				t.Fatal(err)
			}
			return
		}
		readAll(t, x)
		again, err := parse(x.appendTo(nil))
		if err != nil || !bytes.Equal(again.appendTo(nil), x.appendTo(nil)) {
			t.Fatalf("it is not read back as it was: %v", err)
		}
	})
}

// TestDamage: bytes that are not those that were written are no table.
func TestDamage(t *testing.T) {
	t.Parallel()
	whole := few("Ông Trần Phú nói ở Hà Nội.", "chuyển đổi số").Encode()
	if x, err := Decode(whole); err != nil || x.Documents() != 2 {
		t.Fatal(err)
	}
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x10
		for _, data := range [][]byte{bad, whole[:i]} {
			if _, err := Decode(data); !errors.Is(err, ErrTable) {
				t.Fatalf("changed or cut at %d: %v", i, err)
			}
		}
	}
}

func fieldName(f int) string {
	if f == 0 {
		return content.Text
	}
	return string(content.Fields()[f-1])
}

// readAll asks a table for all that it has.
func readAll(t *testing.T, x *Table) {
	lex := New([]Part{x}, nil)
	for f := range x.fields {
		for i := range x.fields[f].len() {
			key := x.fields[f].at(i)
			if n := x.HeldBy(fieldName(f), key); n != int(x.fields[f].held[i]) {
				t.Fatalf("%q is in %d documents, want %d", key, n, x.fields[f].held[i])
			}
		}
	}
	for w := range x.wordKey[:min(40, len(x.wordKey))] {
		word := []uint32{uint32(w)}
		for _, f := range x.After(nil, word, x.Beginning("")[0]) {
			x.Before(word[0], f.Word, 1)
			x.After(nil, []uint32{word[0], f.Word}, x.Beginning("")[0])
		}
		if _, err := lex.Readings(x.WordAt(word[0])); err != nil {
			t.Fatal(err)
		}
	}
	x.Names(nil, func(words []uint32, _ uint32) bool {
		for _, w := range words {
			x.WordAt(w)
		}
		return true
	})
}
