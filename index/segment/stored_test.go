package segment

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/klauspost/compress/s2"
)

// TestDictionaries: large segments keep their dictionaries when they are merged,
// and so do those that make no large one; of others the small ones get a common
// one. Values are the same.
func TestDictionaries(t *testing.T) {
	for _, c := range []struct{ docs, words, want int }{{60, 16000, 3}, {60, 4000, 1}, {60, 100, 3}} {
		r := rand.New(rand.NewPCG(30, 0))
		var sources []Source
		var texts []string
		for s := range 3 {
			list := make([]Document, c.docs)
			for i := range list {
				b := make([]string, c.words)
				for j := range b {
					b[j] = fmt.Sprintf("word%d", r.Uint32N(900))
				}
				texts = append(texts, strings.Join(b, " "))
				list[i] = Document{ID: fmt.Sprintf("%d-%03d", s, i), Numbers: make([]int32, 2), Keys: []string{""},
					Stored: [][]Value{nil, {[]byte(texts[len(texts)-1])}, nil}, Analyze: func(*Analysis) {}}
			}
			var b bytes.Buffer
			if _, err := Build(&b, &testLayout, list); err != nil {
				t.Fatal(err)
			}
			sources = append(sources, Source{Segment: opened(t, b.Bytes())})
			if n := len(sources[s].dictionaries); n != 1 {
				t.Fatalf("%d dictionaries of %d texts", n, c.docs)
			}
		}
		var b bytes.Buffer
		if _, _, err := Merge(&b, sources, nil); err != nil {
			t.Fatal(err)
		}
		merged := opened(t, b.Bytes())
		if n := len(merged.dictionaries); n != c.want {
			t.Errorf("%d dictionaries, want %d", n, c.want)
		}
		for d, want := range texts {
			err := merged.Stored(uint32(d), true, func(name string, v []byte) bool {
				if name != "body" || string(v) != want {
					t.Errorf("document %d has another %s", d, name)
				}
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestLongValues: however long a value is, most of what repeats in it is packed.
func TestLongValues(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 0))
	text := func(bytes int) []byte {
		var b []byte
		for len(b) < bytes {
			b = fmt.Appendf(b, "word%d of the text ", r.Uint32N(300))
		}
		return b
	}
	dict := s2.MakeDict(text(8<<10), nil)
	for _, size := range []int{4 << 10, longValues - 100, longValues + 100, 3 * longValues, 12 * longValues} {
		for _, quick := range []bool{false, true} {
			p, raw := packer{dict: dict, number: 1, quick: quick}, text(size)
			packed := p.pack(raw)
			if len(packed) > len(raw)/2 {
				t.Errorf("%d bytes are packed into %d", len(raw), len(packed))
			}
			s := Segment{dictionaries: []numberedDict{{1, dict}}}
			if got, err := s.unpack(nil, packed); err != nil || !bytes.Equal(got, raw) {
				t.Errorf("%d bytes are not unpacked: %v", len(raw), err)
			}
		}
	}
}
