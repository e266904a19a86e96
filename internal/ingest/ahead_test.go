package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"vankien/internal/extract"
)

// company reads files apart, the first one only in company of the second.
type company struct {
	mu     sync.Mutex
	calls  map[string]int
	second chan struct{}
}

func (c *company) Extract(ctx context.Context, name string, data []byte, _ extract.Options) ([]extract.Record, error) {
	c.mu.Lock()
	c.calls[string(data)]++
	first := len(c.calls) == 1
	if len(c.calls) == 2 && c.calls[string(data)] == 1 {
		close(c.second)
	}
	c.mu.Unlock()
	if first {
		<-c.second
	}
	if strings.Contains(string(data), "hỏng") {
		return nil, &extract.CrashError{Detail: "it is broken"}
	}
	return []extract.Record{{Body: strings.TrimPrefix(string(data), "%PDF-")}}, nil
}

func (c *company) Recognize(context.Context, string, []byte, int) (extract.Recognized, error) {
	return extract.Recognized{}, errors.New("nothing waits")
}

// TestAhead: files that are read apart are read side by side, each once, and
// come in the order of their names among the others. Without a walk ahead it hangs.
func TestAhead(t *testing.T) {
	const n = 24
	var files, want []string
	for i := range n {
		body := fmt.Sprintf("%%PDF-Bài số %d", i)
		if i%7 == 3 {
			body += " hỏng"
		}
		files = append(files, fmt.Sprintf("a%02d.pdf", i), body, fmt.Sprintf("a%02d.txt", i), fmt.Sprintf("Chữ số %d", i))
		if i%7 != 3 {
			want = append(want, fmt.Sprintf("a%02d.pdf", i))
		}
		want = append(want, fmt.Sprintf("a%02d.txt", i))
	}
	dir := folder(t, files...)
	c := &company{calls: map[string]int{}, second: make(chan struct{})}
	j := newJournal()
	var seen []string
	opt := Options{Journal: j, Extract: extract.Options{Apart: c}, Seen: func(s Seen) {
		if s.Result == ResultAdded { // what failed is told at once
			seen = append(seen, strings.TrimPrefix(s.Path, dir+"/"))
		}
	}}
	x := memory(t)
	sum, err := Run(t.Context(), NewWriter(x, WriterOptions{}), []Source{{Path: dir}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	broken := (n + 3) / 7
	check(t, [2]int{sum.Added, sum.Failed}, [2]int{2*n - broken, broken})
	check(t, seen, want)
	for data, calls := range c.calls {
		if calls != 1 {
			t.Errorf("%q was read %d times", data, calls)
		}
	}
	sum, err = Run(t.Context(), NewWriter(x, WriterOptions{}), []Source{{Path: dir}}, opt)
	if err != nil || sum.Added != 0 {
		t.Errorf("again: %+v, %v", sum, err)
	}
}
