package segment

import (
	"bytes"
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
					a.Parts[p] = append(a.Parts[p], Word{Text: "x", Group: "x", Start: i * step})
				}
			}
		}
		var b bytes.Buffer
		if _, err := Build(&b, &testLayout, []Document{d}); err != nil {
			t.Fatal(err)
		}
		s := opened(t, b.Bytes())
		for want := range 3*SampleRate + 5 {
			if place, at := s.Sample(0, 1, want); place != want/SampleRate*SampleRate || at != uint32(place)*step {
				t.Fatalf("word %d at %d: %d at %d", want, step, place, at)
			}
		}
	}
}
