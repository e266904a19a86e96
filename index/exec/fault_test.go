package exec

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestGuard(t *testing.T) {
	broken := errors.New("broken")
	var none []int
	for name, c := range map[string]struct {
		segment string
		f       func() error
		want    string // of the error; "" for none
	}{
		"nothing":                {"a.zap", func() error { return nil }, ""},
		"error":                  {"a.zap", func() error { return broken }, "segment a.zap cannot be read: broken"},
		"error, name unknown":    {"", func() error { return broken }, "broken"},
		"deadline":               {"a.zap", func() error { return context.DeadlineExceeded }, "context deadline exceeded"},
		"wrapped end of context": {"a.zap", func() error { return fmt.Errorf("read: %w", context.Canceled) }, "read: context canceled"},
		"panic":                  {"a.zap", func() error { panic("lost") }, "segment a.zap cannot be read: lost"},
		"panic, name unknown":    {"", func() error { panic("lost") }, "a segment cannot be read: lost"},
		"runtime panic": {"a.zap", func() error { return fmt.Errorf("%d", none[1]) },
			"segment a.zap cannot be read: runtime error: index out of range [1] with length 0"},
		"named within": {"b.zap", func() error { return Guard("a.zap", func() error { panic("lost") }) },
			"segment a.zap cannot be read: lost"},
	} {
		got := ""
		if err := Guard(c.segment, c.f); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if err := Guard("a.zap", func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v hides its cause", err)
	}
}
