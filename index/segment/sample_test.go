package segment

import (
	"bytes"
	"fmt"
	"testing"
)

// TestSamplesFarApart: offsets of words are exact however long what stands
// between them is.
func TestSamplesFarApart(t *testing.T) {
	for _, step := range []uint32{1, 2047, 2048, 2049, 1 << 20} {
		d := Document{ID: "a", Numbers: make([]int32, 2), Keys: []string{""}, Stored: make([][]Value, 3)}
		d.Analyze = func(a *Analysis) {
			for p := range 2 {
				for i := range uint32(3*SampleRate + 5) {
					a.Parts[p] = append(a.Parts[p], Word{Text: fmt.Sprint("x", i), Group: fmt.Sprint("x", i), Start: i * step})
				}
			}
		}
		var b bytes.Buffer
		if _, err := Build(&b, &testLayout, []Document{d}); err != nil {
			t.Fatal(err)
		}
		s := opened(t, b.Bytes())
		for o := range s.Forward(0) {
			from := o.Place / SampleRate * SampleRate * int(step)
			want := [2]int{from, from + SampleRate*int(step)}
			if o.Place >= 3*SampleRate {
				want[1] = endOfPart
			}
			m := s.NewWordMap(WordSet{{o.Number, o.Number + 1}})
			if got := m.Stretches(nil, 0, o.Part); len(got) != 1 || got[0] != want {
				t.Fatalf("word %d of %d bytes each: %v, want %v", o.Place, step, got, want)
			}
		}
	}
}
