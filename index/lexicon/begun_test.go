package lexicon

import (
	"testing"

	"vankien/index/content"
)

// TestCrowded: words that several parts have are one.
func TestCrowded(t *testing.T) {
	t.Parallel()
	x := New([]Part{few("thôn thị trấn"), few("thôn thành phố")}, nil)
	for n, want := range map[int]bool{2: true, 3: false} {
		if got, err := x.Crowded(content.Text, "th", n); err != nil || got != want {
			t.Errorf("more than %d of three words begin so: %v, %v", n, got, err)
		}
	}
}
